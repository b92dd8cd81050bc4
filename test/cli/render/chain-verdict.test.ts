import { describe, expect, it } from 'vitest';
import type { IndexSpan } from '../../../lib/audit/index-span.ts';
import { describeVerdict } from '../../../lib/cli/render/chain-verdict.ts';
import { ChainWorld } from '../../audit/chain/chain-world.ts';
import {
  assumed,
  call,
  foreign,
  iamUser,
  issue,
  type Json,
  roleSession,
  root,
  service,
} from '../../audit/chain/records.ts';

const SPAN: IndexSpan = {
  firstDay: '2026-03-01',
  lastDay: '2026-03-17',
  newestDeliveryDay: '2026-03-17',
  rejectedFiles: 0,
  rejectedRecords: 0,
  pendingFiles: 0,
};
const SSO = { path: '/aws-reserved/sso.amazonaws.com/' };

async function verdictOn(records: readonly Json[], span: IndexSpan | undefined = undefined, maxLinks = 9) {
  const world = new ChainWorld();
  for (const record of records) world.add(record);
  const chain = await world.trace('e', { maxLinks });
  if (chain === undefined) throw new Error('The event e is missing.');
  return describeVerdict(chain, { span, zone: 'UTC' });
}

/** An event of a session, and the call that opened it. */
function opened(identity: Json, name = 'AssumeRole', response: Json = {}): readonly Json[] {
  return [
    issue('i', '09:00:00', identity, 'ASIA1', { name, response }),
    call('e', '10:00:00', roleSession('ops', 'm', 'ASIA1')),
  ];
}

const CASES: readonly (readonly [records: readonly Json[], verdict: string])[] = [
  [[call('e', '10:00:00', root())], 'the root user of account 111122223333, without an access key.'],
  [opened(root('AKIAROOT')), 'the root user of account 111122223333, with the long-term key AKIAROOT.'],
  [
    [
      call('e', '10:00:00', iamUser('mary'), {
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
      }),
    ],
    'IAM user mary (arn:aws:iam::111122223333:user/mary), who signed in to the console.',
  ],
  [
    opened({ type: 'SAMLUser', userName: 'ann', identityProvider: 'arn:x:saml-provider/AWSSSO_1' }),
    'ann, a user of IAM Identity Center.',
  ],
  [
    [
      call('e', '10:00:00', {
        type: 'IdentityCenterUser',
        onBehalfOf: { userId: 'u-1', identityStoreArn: 'arn:store' },
      }),
    ],
    'u-1 (arn:store/u-1), a user of IAM Identity Center.',
  ],
  [
    opened({ type: 'SAMLUser', userName: 'ann', identityProvider: 'arn:x:saml-provider/Directory' }),
    'ann, whom arn:x:saml-provider/Directory signed in (SAML).',
  ],
  [
    opened({ type: 'WebIdentityUser', userName: 'repo:shop', identityProvider: 'tokens.example' }),
    'repo:shop, whom tokens.example vouched for (web identity).',
  ],
  [
    opened(service('ec2.amazonaws.com')),
    'the service ec2.amazonaws.com, for session m of arn:aws:iam::111122223333:role/ops.',
  ],
  [[call('e', '10:00:00', service('ec2.amazonaws.com'))], 'the service ec2.amazonaws.com.'],
  [
    [call('e', '10:00:00', { type: 'AWSAccount', accountId: 'anonymous' })],
    'nobody who has a name; the call carries no credentials and came from 203.0.113.24.',
  ],
  [opened(foreign('444455556666', 'AIDAmary')), 'somebody in account 444455556666 (AIDAmary).'],
  [
    [call('e', '10:00:00', roleSession('AWSReservedSSO_A_1', 'ann', 'ASIA1', SSO))],
    'ann, by the name of the Identity Center session.',
  ],
  [
    [call('e', '10:00:00', roleSession('a', 's', 'ASIA1', { context: { sourceIdentity: 'alice' } }))],
    'alice, by the source identity of the session.',
  ],
  [
    [call('e', '10:00:00', roleSession('r', 's', 'ASIA1', { path: '/aws-service-role/x.amazonaws.com/' }))],
    'the service x.amazonaws.com, the only one that may use arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/r.',
  ],
  [
    [
      call('e', '10:00:00', {
        type: 'FederatedUser',
        arn: 'arn:aws:sts::111122223333:federated-user/guest',
        accessKeyId: 'ASIA1',
        sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:user/portal' } },
      }),
    ],
    'IAM user portal (arn:aws:iam::111122223333:user/portal), who opened the federated session.',
  ],
  [
    [call('e', '10:00:00', roleSession('ops', 'm', 'ASIA1'))],
    'unknown; the trace ends at arn:aws:iam::111122223333:role/ops.',
  ],
];

describe('the verdict', () => {
  it.each(CASES)('of %# reads well', async (records, verdict) => {
    expect((await verdictOn(records))[0]).toBe(`Behind it: ${verdict}`);
  });

  it('names the function that a service was given a session for', async () => {
    const records = opened(service('lambda.amazonaws.com'));
    const inScopeOf = { credentialsIssuedTo: 'arn:aws:lambda:eu-west-1:111122223333:function:resize' };
    const identity = { ...roleSession('ops', 'm', 'ASIA1'), inScopeOf };
    const [verdict] = await verdictOn([...records.slice(0, 1), call('e', '10:00:00', identity)]);
    expect(verdict).toBe(
      'Behind it: the service lambda.amazonaws.com, for arn:aws:lambda:eu-west-1:111122223333:function:resize.',
    );
  });

  it('is doubtful where the key was not for whoever used it, or was handed out twice', async () => {
    const others = opened(iamUser('mary', 'AKIAMARY'), 'AssumeRole', assumed('admin', 'm'));
    const again = issue('j', '08:00:00', iamUser('tom', 'AKIATOM'), 'ASIA1');
    expect(await verdictOn([...others, again])).toEqual([
      'Behind it, perhaps: IAM user mary (arn:aws:iam::111122223333:user/mary), with the long-term key AKIAMARY.',
      'Doubtful: other calls in the index handed out ASIA1 as well. Records with masked ids do that.',
      'Doubtful: ASIA1 was handed out to arn:aws:sts::111122223333:assumed-role/admin/m, but used by ' +
        'arn:aws:iam::111122223333:role/ops, session m. Records with masked ids do that.',
    ]);
  });
});

describe('why a chain ends', () => {
  const SESSION = roleSession('ops', 'm', 'ASIA1');
  const LOST = call('e', '10:00:00', SESSION);

  it.each([
    [
      'a session from before the index',
      [LOST],
      { ...SPAN, firstDay: '2026-03-18' },
      'That was before the index begins: log files of that time were not indexed, or their events have expired.',
    ],
    [
      'log files that are missing',
      [LOST],
      { ...SPAN, pendingFiles: 1 },
      'The call may be in an account or region that is not indexed, or older than the index reaches; the console also ' +
        'makes keys that no record hands out. Log files that are not in the index: traildex files lists them.',
    ],
    [
      'a service that passed the call on',
      [call('e', '10:00:00', { ...SESSION, invokedBy: 'athena.amazonaws.com' })],
      SPAN,
      'athena.amazonaws.com passed the call on: for that, a service gets a key that no record hands out.',
    ],
    [
      'a call that is too late',
      [LOST, issue('late', '11:00:00', iamUser('mary', 'AKIAMARY'), 'ASIA1')],
      SPAN,
      'The first call that did is later than its use, of 2026-03-17 11:00:00: late.',
    ],
  ] as const)('%s', async (_title, records, span, reason) => {
    const [, missing, why] = await verdictOn(records, span);
    expect(missing).toBe(
      'A link is missing: no call in the index handed out ASIA1 before its use. Its session began ' +
        `2026-03-17 08:00:00. The index holds events from ${span.firstDay} to 2026-03-17.`,
    );
    expect(why).toBe(reason);
  });

  it.each([
    [
      opened(foreign('444455556666', 'AIDAmary')),
      9,
      "The chain leaves the index here: the record of the caller's own account is not in it.",
    ],
    [
      [call('e', '10:00:00', { type: 'Directory' })],
      9,
      'The chain ends here: the record names no access key.',
    ],
    [
      [issue('e', '10:00:00', roleSession('ops', 'm', 'ASIA1'), 'ASIA1')],
      9,
      'The chain runs in a circle: ASIA1 was met before. Records with masked key ids do that.',
    ],
    [opened(roleSession('a', 's', 'ASIA0')), 1, 'Not followed beyond 1 call: traildex chain e goes on.'],
  ] as const)('case %#', async (records, maxLinks, reason) => {
    expect((await verdictOn(records, undefined, maxLinks))[1]).toBe(reason);
  });
});
