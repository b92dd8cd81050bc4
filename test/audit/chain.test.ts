import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChainStart, CredentialChain } from '../../lib/audit/chain.ts';
import { ChainWorld } from './chain/chain-world.ts';
import {
  assumed,
  at,
  call,
  foreign,
  iamUser,
  issue,
  type Json,
  roleSession,
  root,
  service,
} from './chain/records.ts';

const OTHER = '444455556666';

/** Steps and event ids from the event back, why it ends, and who is behind it. */
function summaryOf(chain: CredentialChain | undefined) {
  if (chain === undefined) return undefined;
  const { links, end, behind } = chain;
  return {
    links: links.map(({ step, event }) => `${step} ${event.eventID}`),
    end: end.kind,
    behind: behind && `${behind.kind} ${behind.name}, ${behind.basis}`,
  };
}

const SSO_PATH = '/aws-reserved/sso.amazonaws.com/eu-west-1/';
const SSO_ROLE = 'AWSReservedSSO_Admin_0123456789abcdef';
const BEGAN = { attributes: { creationDate: at('08:00:00'), mfaAuthenticated: 'true' } };

interface Case {
  readonly title: string;
  readonly records: readonly Json[];
  /** @default the event `e` */
  readonly start?: ChainStart;
  readonly links: readonly string[];
  readonly end: string;
  readonly behind: string | undefined;
}

const CASES: readonly Case[] = [
  {
    title: 'a user with a long-term key',
    records: [call('e', '10:00:00', iamUser('mary', 'AKIAMARY'))],
    links: ['event e'],
    end: 'origin',
    behind: 'iam-user mary, caller',
  },
  {
    title: 'root with a long-term key',
    records: [call('e', '10:00:00', root('AKIAROOT'))],
    links: ['event e'],
    end: 'origin',
    behind: 'root root, caller',
  },
  {
    title: 'a user, a role, a role in another account: of two copies the one that knows the caller',
    records: [
      issue('assume-1', '10:00:00', iamUser('mary', 'AKIAMARY'), 'ASIA1', { response: assumed('ops', 'm') }),
      issue('owners-copy', '10:01:00', foreign('111122223333', 'AROAops:m'), 'ASIA2', {
        response: assumed('admin', 'm', OTHER),
        others: { sharedEventID: 's', recipientAccountId: OTHER },
      }),
      issue('callers-copy', '10:01:00', roleSession('ops', 'm', 'ASIA1'), 'ASIA2', {
        response: assumed('admin', 'm', OTHER),
        others: { sharedEventID: 's' },
      }),
      call('e', '10:02:00', roleSession('admin', 'm', 'ASIA2', { account: OTHER })),
    ],
    links: ['event e', 'issue callers-copy', 'issue assume-1'],
    end: 'origin',
    behind: 'iam-user mary, caller',
  },
  {
    title: 'the copy of the account that was called leads to the one of the caller',
    records: [
      call('e', '10:00:00', foreign(OTHER, 'AIDAmary'), { sharedEventID: 's' }),
      call('a-third', '10:00:00', iamUser('tom', 'AKIATOM'), { sharedEventID: 't' }),
      call('full', '10:00:00', iamUser('mary', 'AKIAMARY'), { sharedEventID: 's' }),
    ],
    links: ['event full'],
    end: 'origin',
    behind: 'iam-user mary, caller',
  },
  {
    title: 'an account whose own record is not there',
    records: [
      issue('assume', '10:00:00', foreign(OTHER, 'AIDAmary'), 'ASIA1', {
        others: { sharedEventID: 's' },
      }),
      call('e', '10:02:00', roleSession('ops', 'm', 'ASIA1')),
    ],
    links: ['event e', 'issue assume'],
    end: 'other-account',
    behind: `account ${OTHER}/AIDAmary, caller`,
  },
  {
    title: 'Identity Center, through the console',
    records: [
      issue(
        'saml',
        '10:00:00',
        {
          type: 'SAMLUser',
          principalId: 'x=:ann@corp.example',
          userName: 'ann@corp.example',
          identityProvider: 'arn:aws:iam::111122223333:saml-provider/AWSSSO_0123_DO_NOT_DELETE',
        },
        'ASIA1',
        { name: 'AssumeRoleWithSAML', response: assumed(SSO_ROLE, 'ann@corp.example') },
      ),
      call('token', '10:00:05', roleSession(SSO_ROLE, 'ann@corp.example', 'ASIA1', { path: SSO_PATH }), {
        eventSource: 'signin.amazonaws.com',
        eventName: 'GetSigninToken',
        responseElements: { credentials: { accessKeyId: 'ASIA2' }, GetSigninToken: 'Success' },
      }),
      call('e', '10:01:00', roleSession(SSO_ROLE, 'ann@corp.example', 'ASIA2', { path: SSO_PATH })),
    ],
    links: ['event e', 'issue token', 'issue saml'],
    end: 'origin',
    behind: 'identity-center-user ann@corp.example, caller',
  },
  {
    title: 'another SAML provider',
    records: [
      issue(
        'saml',
        '10:00:00',
        {
          type: 'SAMLUser',
          userName: 'jonas',
          identityProvider: 'arn:aws:iam::111122223333:saml-provider/Directory',
        },
        'ASIA1',
        { name: 'AssumeRoleWithSAML' },
      ),
      call('e', '10:01:00', roleSession('ops', 'jonas', 'ASIA1')),
    ],
    links: ['event e', 'issue saml'],
    end: 'origin',
    behind: 'saml-user jonas, caller',
  },
  {
    title: 'a web identity',
    records: [
      issue(
        'oidc',
        '10:00:00',
        {
          type: 'WebIdentityUser',
          userName: 'repo:shop/api',
          identityProvider: 'token.actions.example',
        },
        'ASIA1',
        { name: 'AssumeRoleWithWebIdentity' },
      ),
      call('e', '10:01:00', roleSession('deploy', 'run-7', 'ASIA1')),
    ],
    links: ['event e', 'issue oidc'],
    end: 'origin',
    behind: 'web-identity repo:shop/api, caller',
  },
  {
    title: 'a service that was given a role',
    records: [
      issue('assume', '09:00:00', service('lambda.amazonaws.com'), 'ASIA1', {
        response: assumed('worker', 'resize'),
      }),
      call('e', '10:01:00', roleSession('worker', 'resize', 'ASIA1')),
    ],
    links: ['event e', 'issue assume'],
    end: 'origin',
    behind: 'service lambda.amazonaws.com, caller',
  },
  {
    title: 'nobody at all',
    records: [
      call('e', '10:00:00', { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL', principalId: '' }),
    ],
    links: ['event e'],
    end: 'origin',
    behind: 'anonymous anonymous, caller',
  },
  {
    title: 'a federated user and whoever opened the session',
    records: [
      issue('token', '09:00:00', iamUser('portal', 'AKIAPORTAL'), 'ASIA1', {
        name: 'GetFederationToken',
        response: { federatedUser: { arn: 'arn:aws:sts::111122223333:federated-user/guest' } },
      }),
      call('e', '10:00:00', {
        type: 'FederatedUser',
        arn: 'arn:aws:sts::111122223333:federated-user/guest',
        accessKeyId: 'ASIA1',
      }),
    ],
    links: ['event e', 'issue token'],
    end: 'origin',
    behind: 'iam-user portal, caller',
  },
  {
    title: 'a federated user whose beginning is not there: the session names its issuer',
    records: [
      call('e', '10:00:00', {
        type: 'FederatedUser',
        arn: 'arn:aws:sts::111122223333:federated-user/guest',
        accessKeyId: 'ASIA1',
        sessionContext: {
          sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/portal' },
        },
      }),
    ],
    links: ['event e'],
    end: 'missing',
    behind: 'iam-user portal, session-issuer',
  },
  {
    title: 'a user in the console, by the sign-in nearest to the beginning of the session',
    records: [
      signIn('earlier', '07:56:00', iamUser('mary')),
      signIn('later', '08:04:00', iamUser('mary')),
      signIn('refused', '08:00:00', iamUser('mary'), 'Failure'),
      signIn('login', '07:59:58', iamUser('mary')),
      signIn('another', '08:00:00', iamUser('tom')),
      call('e', '10:00:00', iamUser('mary', 'ASIACONSOLE', BEGAN)),
    ],
    links: ['event e', 'sign-in login'],
    end: 'origin',
    behind: 'iam-user mary, caller',
  },
  {
    title: 'a user in the console, who cannot have signed in after the event',
    records: [
      signIn('after', '08:01:00', iamUser('mary')),
      call('e', '08:00:30', iamUser('mary', 'ASIACONSOLE', BEGAN)),
    ],
    links: ['event e'],
    end: 'missing',
    behind: 'iam-user mary, caller',
  },
  {
    title: 'a role in the console, by the sign-in of the session of the same name',
    records: [
      issue('assume', '07:50:00', iamUser('mary', 'AKIAMARY'), 'ASIA0'),
      signIn('switch', '07:59:00', roleSession('ops', 'm', 'ASIA0')),
      signIn('another', '08:00:00', roleSession('ops', 'tom', 'ASIA7')),
      call('e', '10:00:00', roleSession('ops', 'm', 'ASIACONSOLE')),
    ],
    links: ['event e', 'sign-in switch', 'issue assume'],
    end: 'origin',
    behind: 'iam-user mary, caller',
  },
  {
    title: 'a role in the console whose sign-in bears the same key: that leads no further',
    records: [
      signIn('login', '08:00:00', roleSession('ops', 'm', 'ASIACONSOLE')),
      call('e', '10:00:00', roleSession('ops', 'm', 'ASIACONSOLE')),
    ],
    links: ['event e'],
    end: 'missing',
    behind: undefined,
  },
  {
    title: 'a user with a temporary key of unknown beginning',
    records: [call('e', '10:00:00', iamUser('mary', 'ASIACONSOLE', BEGAN))],
    links: ['event e'],
    end: 'missing',
    behind: 'iam-user mary, caller',
  },
  {
    title: 'root for an hour, by sts:AssumeRoot',
    records: [
      issue('assume-root', '09:59:00', roleSession('central', 'ann', 'ASIA0'), 'ASIA1', {
        name: 'AssumeRoot',
      }),
      call('e', '10:00:00', root('ASIA1', { assumedRoot: 'true' })),
    ],
    links: ['event e', 'issue assume-root'],
    end: 'missing',
    behind: undefined,
  },
  {
    title: 'root for an hour, by nobody knows whom: root itself did not do it',
    records: [call('e', '10:00:00', root('ASIA1', { assumedRoot: true }))],
    links: ['event e'],
    end: 'missing',
    behind: undefined,
  },
  {
    title: 'a role whose beginning is not there',
    records: [call('e', '10:00:00', roleSession('ops', 'm', 'ASIA1'))],
    links: ['event e'],
    end: 'missing',
    behind: undefined,
  },
  {
    title: 'a source identity, although a link is missing',
    records: [
      issue('assume', '10:00:00', roleSession('ops', 'm', 'ASIA0', sourceIdentity('alice')), 'ASIA1'),
      call('e', '10:01:00', roleSession('admin', 'm', 'ASIA1', sourceIdentity('alice'))),
    ],
    links: ['event e', 'issue assume'],
    end: 'missing',
    behind: 'person alice, source-identity',
  },
  {
    title: 'the name of an Identity Center session, although a link is missing',
    records: [call('e', '10:00:00', roleSession(SSO_ROLE, 'ann@corp.example', 'ASIA1', { path: SSO_PATH }))],
    links: ['event e'],
    end: 'missing',
    behind: 'identity-center-user ann@corp.example, session-name',
  },
  {
    title: 'the service of a service-linked role, although a link is missing',
    records: [
      call(
        'e',
        '10:00:00',
        roleSession('AWSServiceRoleForConfig', 's', 'ASIA1', {
          path: '/aws-service-role/config.amazonaws.com/',
        }),
      ),
    ],
    links: ['event e'],
    end: 'missing',
    behind: 'service config.amazonaws.com, role',
  },
  {
    title: 'the web identity provider that a session names, although a link is missing',
    records: [
      call(
        'e',
        '10:00:00',
        roleSession('pod', 'basket', 'ASIA1', {
          context: {
            webIdFederationData: { federatedProvider: 'arn:aws:iam::111122223333:oidc-provider/p' },
          },
        }),
      ),
    ],
    links: ['event e'],
    end: 'missing',
    behind: 'web-identity basket, provider',
  },
  {
    title: 'a key that was handed out after its use',
    records: [
      call('e', '10:00:00', roleSession('ops', 'm', 'ASIA1')),
      issue('late', '10:10:01', iamUser('mary', 'AKIAMARY'), 'ASIA1'),
    ],
    links: ['event e'],
    end: 'missing',
    behind: undefined,
  },
  {
    title: 'clocks that are minutes apart',
    records: [
      call('e', '10:00:00', roleSession('ops', 'm', 'ASIA1')),
      issue('assume', '10:10:00', iamUser('mary', 'AKIAMARY'), 'ASIA1'),
    ],
    links: ['event e', 'issue assume'],
    end: 'origin',
    behind: 'iam-user mary, caller',
  },
  {
    title: 'a key that was handed out several times: the last time before its use',
    records: [
      issue('first', '09:00:00', iamUser('tom', 'AKIATOM'), 'ASIA1'),
      issue('second', '09:30:00', iamUser('mary', 'AKIAMARY'), 'ASIA1'),
      call('e', '10:00:00', roleSession('ops', 'm', 'ASIA1')),
      issue('third', '10:00:01', iamUser('eve', 'AKIAEVE'), 'ASIA1'),
    ],
    links: ['event e', 'issue second'],
    end: 'origin',
    behind: 'iam-user mary, caller',
  },
  {
    title: 'a circle of two',
    records: [
      issue('a', '09:00:00', roleSession('a', 's', 'ASIA2'), 'ASIA1'),
      issue('b', '09:00:00', roleSession('b', 's', 'ASIA1'), 'ASIA2'),
      call('e', '10:00:00', roleSession('a', 's', 'ASIA1')),
    ],
    links: ['event e', 'issue a', 'issue b'],
    end: 'cycle',
    behind: undefined,
  },
  {
    title: 'a call that hands out its own key',
    records: [issue('e', '09:00:00', roleSession('a', 's', 'ASIA1'), 'ASIA1')],
    links: ['event e'],
    end: 'cycle',
    behind: undefined,
  },
  {
    title: 'a record without a key',
    records: [call('e', '10:00:00', roleSession('ops', 'm', undefined))],
    links: ['event e'],
    end: 'no-key',
    behind: undefined,
  },
  {
    title: 'an access key: from the call that handed it out',
    records: [
      issue('assume', '10:00:00', iamUser('mary', 'AKIAMARY'), 'ASIA1'),
      call('e', '10:01:00', roleSession('ops', 'm', 'ASIA1')),
    ],
    start: { accessKeyId: 'ASIA1' },
    links: ['issue assume'],
    end: 'origin',
    behind: 'iam-user mary, caller',
  },
  {
    title: 'an access key that was not handed out: from its newest use',
    records: [
      call('old', '09:00:00', iamUser('mary', 'AKIAMARY')),
      call('new', '10:00:00', iamUser('mary', 'AKIAMARY')),
    ],
    start: { accessKeyId: 'AKIAMARY' },
    links: ['use new'],
    end: 'origin',
    behind: 'iam-user mary, caller',
  },
];

function signIn(eventID: string, clock: string, identity: Json, result = 'Success') {
  return call(eventID, clock, identity, {
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    responseElements: { ConsoleLogin: result },
    additionalEventData: { MFAUsed: 'Yes', MFAIdentifier: 'arn:aws:iam::111122223333:mfa/mary' },
  });
}

function sourceIdentity(name: string) {
  return { context: { sourceIdentity: name } };
}

describe('the chain of', () => {
  it.each(CASES)('$title', async ({ records, start, links, end, behind }) => {
    const world = new ChainWorld();
    for (const record of records) world.add(record);
    expect(summaryOf(await world.trace(start ?? 'e'))).toEqual({ links, end, behind });
  });

  it.each<ChainStart>([{ eventID: 'nobody' }, { accessKeyId: 'ASIANOBODY' }])(
    'what the index does not know is none: %o',
    async (start) => {
      const world = new ChainWorld();
      world.add(call('e', '10:00:00', iamUser('mary', 'AKIAMARY')));
      expect(await world.trace(start)).toBeUndefined();
    },
  );

  it('an event that has expired is none', async () => {
    const world = new ChainWorld();
    const expiresAt = Date.parse(at('23:00:00')) / 1000;
    world.add(call('e', '10:00:00', iamUser('mary', 'AKIAMARY')), expiresAt);
    expect(await world.trace('e')).toBeUndefined();
  });

  it('many roles is cut, and goes on from its last event', async () => {
    const world = new ChainWorld();
    world.add(issue('c0', '09:00:00', iamUser('mary', 'AKIAMARY'), 'ASIA0'));
    for (let hop = 1; hop < 6; hop++) {
      world.add(issue(`c${hop}`, '09:00:00', roleSession('loop', 's', `ASIA${hop - 1}`), `ASIA${hop}`));
    }
    const cut = await world.trace('c5', { maxLinks: 3 });
    expect(summaryOf(cut)).toEqual({
      links: ['event c5', 'issue c4', 'issue c3'],
      end: 'too-long',
      behind: undefined,
    });
    expect(summaryOf(await world.trace('c3'))?.behind).toBe('iam-user mary, caller');
  });
});

describe('a chain tells', () => {
  it('the other copy of a call, whom the key was for, and the MFA device', async () => {
    const world = new ChainWorld();
    const shared = { response: assumed('admin', 'm', OTHER), others: { sharedEventID: 's' } };
    const request = { serialNumber: 'arn:aws:iam::111122223333:mfa/mary' };
    world.add(issue('callers', '10:00:00', iamUser('mary', 'AKIAMARY'), 'ASIA1', { ...shared, request }));
    world.add(issue('owners', '10:00:00', foreign('111122223333', 'AIDAmary'), 'ASIA1', shared));
    const [link] = (await world.trace('owners'))?.links ?? [];
    expect(link?.event.eventID).toBe('callers');
    expect(link?.copies.map(({ eventID }) => eventID)).toEqual(['owners']);
    expect(link?.details.issuedTo).toBe(`arn:aws:sts::${OTHER}:assumed-role/admin/m`);
    expect(link?.details.mfaDevice).toBe('arn:aws:iam::111122223333:mfa/mary');
  });

  it('the MFA device of a console sign-in', async () => {
    const world = new ChainWorld();
    world.add(signIn('e', '10:00:00', iamUser('mary')));
    expect((await world.trace('e'))?.links[0].details.mfaDevice).toBe('arn:aws:iam::111122223333:mfa/mary');
  });

  it('which federated user a key was for, and that another used it', async () => {
    const world = new ChainWorld();
    const federatedUser = (name: string) => ({ arn: `arn:aws:sts::111122223333:federated-user/${name}` });
    const response = { federatedUser: federatedUser('guest') };
    world.add(issue('token', '09:00:00', iamUser('portal', 'AKIAPORTAL'), 'ASIA1', { response }));
    for (const name of ['guest', 'thief']) {
      world.add(
        call(name, '10:00:00', { type: 'FederatedUser', accessKeyId: 'ASIA1', ...federatedUser(name) }),
      );
    }
    const [, token] = (await world.trace('guest'))?.links ?? [];
    expect([token?.details.issuedTo, token?.doubts]).toEqual([federatedUser('guest').arn, []]);
    expect((await world.trace('thief'))?.links[1]?.doubts).toEqual(['issued-to-another']);
  });

  it('nothing of the creation of a key where the chain does not end at a user', async () => {
    const world = new ChainWorld();
    world.add(issue('e', '09:00:00', roleSession('a', 's', 'AKIAMASKED'), 'AKIAMASKED'));
    expect((await world.trace('e'))?.keyCreation).toBeUndefined();
  });

  it('nothing of a key that others only begin like', async () => {
    const world = new ChainWorld();
    world.add(call('e', '09:00:00', iamUser('mary', 'AKIAMARY')));
    expect(await world.trace({ accessKeyId: 'AKIA*' })).toBeUndefined();
  });

  it('which key is missing, when its session began, and the call that is too late', async () => {
    const world = new ChainWorld();
    world.add(call('e', '10:00:00', roleSession('ops', 'm', 'ASIA1')));
    world.add(issue('late', '11:00:00', iamUser('mary', 'AKIAMARY'), 'ASIA1'));
    const end = (await world.trace('e'))?.end;
    expect(end).toMatchObject({ kind: 'missing', accessKeyId: 'ASIA1', sessionBegan: at('08:00:00') });
    expect(end).toHaveProperty('tooLate.eventID', 'late');
  });

  it('who created the long-term key at its end', async () => {
    const world = new ChainWorld();
    world.add(
      call('create', '09:00:00', iamUser('eve', 'AKIAEVE'), {
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreateAccessKey',
        responseElements: { accessKey: { accessKeyId: 'AKIAMARY', userName: 'mary' } },
      }),
    );
    world.add(call('e', '10:00:00', iamUser('mary', 'AKIAMARY')));
    const chain = await world.trace('e');
    expect(chain?.behind?.name).toBe('mary');
    expect(chain?.keyCreation?.event.eventID).toBe('create');
  });

  it('the source identity beside a caller of another name', async () => {
    const world = new ChainWorld();
    const request = { sourceIdentity: 'alice' };
    world.add(issue('assume', '10:00:00', iamUser('jump-host', 'AKIAHOST'), 'ASIA1', { request }));
    world.add(call('e', '10:01:00', roleSession('ops', 'm', 'ASIA1', sourceIdentity('alice'))));
    const chain = await world.trace('e');
    expect([chain?.behind?.name, chain?.sourceIdentity]).toEqual(['jump-host', 'alice']);
  });

  it.each([
    ['nothing against the session that the key was for', 'ops', 'm', '/team/', []],
    ['that another role used the key', 'admin', 'm', '/', ['issued-to-another']],
    ['that another session used the key', 'ops', 'tom', '/', ['issued-to-another']],
  ])('%s', async (_title, role, session, path, doubts) => {
    const world = new ChainWorld();
    const response = assumed('ops', 'm');
    world.add(issue('assume', '10:00:00', iamUser('mary', 'AKIAMARY'), 'ASIA1', { response }));
    world.add(call('e', '10:01:00', roleSession(role, session, 'ASIA1', { path })));
    expect((await world.trace('e'))?.links[1]?.doubts).toEqual(doubts);
  });

  it('that a key was handed out more than once, copies of one call aside', async () => {
    const world = new ChainWorld();
    const others = { sharedEventID: 's' };
    world.add(issue('a', '10:00:00', iamUser('mary', 'AKIAMARY'), 'ASIA1', { others }));
    world.add(issue('b', '10:00:00', foreign('111122223333', 'AIDAmary'), 'ASIA1', { others }));
    world.add(call('e', '10:01:00', roleSession('ops', 'm', 'ASIA1')));
    expect((await world.trace('e'))?.links[1]?.doubts).toEqual([]);
    world.add(issue('c', '09:00:00', iamUser('tom', 'AKIATOM'), 'ASIA1'));
    expect((await world.trace('e'))?.links[1]?.doubts).toEqual(['issued-repeatedly']);
  });

  it('itself from summaries alone where records cannot be read, and says so', async () => {
    const world = new ChainWorld();
    world.add(issue('assume', '10:00:00', iamUser('mary', 'AKIAMARY'), 'ASIA1'));
    world.add(call('e', '10:01:00', roleSession('ops', 'm', 'ASIA1')));
    world.hasLogFile = false;
    const chain = await world.trace('e');
    expect(chain?.behind?.name).toBe('mary');
    expect(chain?.unreadable).toEqual({
      events: 2,
      problem: 'The log file cannot be read: AccessDenied',
    });
  });

  it('the newest use of a key with one query where the index on access keys is there', async () => {
    const world = new ChainWorld();
    for (let hour = 0; hour < 10; hour++) {
      world.add(call(`e${hour}`, `0${hour}:00:00`, iamUser('mary', 'AKIAMARY'), { eventSource: `s${hour}` }));
    }
    const start = { accessKeyId: 'AKIAMARY' };
    expect((await world.trace(start))?.links[0].event.eventID).toBe('e9');
    const withoutIndex = world.index.indexQueries;
    world.optionalIndexes = ['by-access-key'];
    expect((await world.trace(start))?.links[0].event.eventID).toBe('e9');
    expect(world.index.indexQueries - withoutIndex).toBeLessThan(withoutIndex);
  });
});

/** Who stands at the root of a tree of sessions, and the name that the chain must end with. */
const ROOTS: readonly ((tree: number) => readonly [identity: Json, name: string])[] = [
  (tree) => [iamUser(`user-${tree}`, `AKIA${tree}`), `user-${tree}`],
  (tree) => [service(`s${tree}.amazonaws.com`), `s${tree}.amazonaws.com`],
  (tree) => [{ type: 'SAMLUser', userName: `person-${tree}`, identityProvider: 'p' }, `person-${tree}`],
  (tree) => [{ type: 'WebIdentityUser', userName: `job-${tree}`, identityProvider: 'p' }, `job-${tree}`],
];

const forest = fc.array(
  fc.record({
    root: fc.nat({ max: ROOTS.length - 1 }),
    /** Each node's parent among those before it, whether it is recorded in two accounts, and its second. */
    nodes: fc.array(fc.record({ parent: fc.nat(), copied: fc.boolean(), second: fc.nat({ max: 5 }) }), {
      maxLength: 12,
    }),
  }),
  { minLength: 1, maxLength: 4 },
);

describe.each([1, 4])('with %i write shards', (shards) => {
  it('every event of a random forest of sessions leads back to the root of its tree', async () => {
    await fc.assert(
      fc.asyncProperty(forest, async (trees) => {
        const world = new ChainWorld(shards);
        const expected = plant(world, trees);
        for (const { eventID, name, calls } of expected) {
          const chain = await world.trace(eventID);
          expect(chain?.links.map(({ event }) => event.eventID)).toEqual([eventID, ...calls]);
          expect([chain?.end.kind, chain?.behind?.name]).toEqual(['origin', name]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

interface Planted {
  readonly eventID: string;
  readonly name: string;
  /** Ids of the calls that lead from the root to the event, the last one first. */
  readonly calls: readonly string[];
}

type Forest = typeof forest extends fc.Arbitrary<infer Value> ? Value : never;

/** A call that hands out a key for each node, and an event in the session of each. */
function plant(world: ChainWorld, trees: Forest): readonly Planted[] {
  return trees.flatMap(({ root: kind, nodes }, tree) => {
    const [identity, name] = ROOTS[kind]?.(tree) ?? [{}, ''];
    const paths: string[][] = [];
    return nodes.map(({ parent, copied, second }, node): Planted => {
      const above = node === 0 ? 0 : parent % (node + 1);
      const caller = above === 0 ? identity : roleSession('r', 's', `ASIA${tree}-${above - 1}`);
      const callID = `${tree}-${node}-call`;
      const eventID = `${tree}-${node}-event`;
      const clock = `10:${String(node).padStart(2, '0')}:0${second}`;
      const others = { sharedEventID: `${tree}-${node}-shared` };
      const key = `ASIA${tree}-${node}`;
      world.add(issue(callID, clock, caller, key, { response: assumed('r', 's'), others }));
      if (copied) world.add(issue(`${callID}-copy`, clock, foreign(OTHER, 'AROA:s'), key, { others }));
      world.add(call(eventID, '11:00:00', roleSession('r', 's', key)));
      const calls = [callID, ...(above === 0 ? [] : (paths[above - 1] ?? []))];
      paths.push(calls);
      return { eventID, name, calls };
    });
  });
}
