import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseRecord } from '../../../lib/cloudtrail/record.ts';
import { COUNT_ATTRIBUTE, counterKey, countValue } from '../../../lib/event-index/counters.ts';
import {
  assumed,
  call,
  foreign,
  iamUser,
  issue,
  type Json,
  roleSession,
  service,
} from '../../audit/chain/records.ts';
import { World } from '../run-cli.ts';

const OTHER = '444455556666';
let world: World;

function store(record: Json & { eventID: string }): void {
  const text = JSON.stringify(record);
  world.store(record.eventID, parseRecord(Buffer.from(text)), text);
}

beforeEach(() => {
  world = new World();
  store(
    issue('assume-1', '10:00:00', iamUser('mary', 'AKIAMARY'), 'ASIA1', {
      response: assumed('ops', 'm'),
      request: { serialNumber: 'arn:aws:iam::111122223333:mfa/mary', sourceIdentity: 'mary@shop.example' },
    }),
  );
  const shared = { response: assumed('admin', 'm', OTHER) };
  const ops = roleSession('ops', 'm', 'ASIA1', { context: { sourceIdentity: 'mary@shop.example' } });
  store(issue('callers', '10:01:00', ops, 'ASIA2', { ...shared, others: { sharedEventID: 's' } }));
  store(
    issue('owners', '10:01:00', foreign('111122223333', 'AROAops:m'), 'ASIA2', {
      ...shared,
      others: { sharedEventID: 's', recipientAccountId: OTHER },
    }),
  );
  const admin = roleSession('admin', 'm', 'ASIA2', { account: OTHER });
  store(
    call('delete', '10:02:00', admin, {
      recipientAccountId: OTHER,
      errorCode: 'AccessDenied',
      userIdentity: { ...admin, invokedBy: 'cloudformation.amazonaws.com' },
    }),
  );
});

describe('chain on a terminal', () => {
  it('tells each call from the event back, and who is behind it', async () => {
    const { exitCode, stdout, stderr } = await world.run(['chain', 'delete'], { terminal: true });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`2026-03-17 10:02:00  DeleteBucket (s3)
  event   delete  eu-west-1  444455556666
  failed  AccessDenied
  by      arn:aws:iam::444455556666:role/admin, session m
  from    203.0.113.24, no MFA known to AWS
  through cloudformation.amazonaws.com
  key     ASIA2

2026-03-17 10:01:00  AssumeRole (sts) handed out ASIA2
  event   callers  eu-west-1  111122223333
  to      arn:aws:sts::444455556666:assumed-role/admin/m
  by      arn:aws:iam::111122223333:role/ops, session m
  from    203.0.113.24, no MFA known to AWS
  for     mary@shop.example (source identity)
  key     ASIA1
  copy    owners  eu-west-1  444455556666

2026-03-17 10:00:00  AssumeRole (sts) handed out ASIA1
  event   assume-1  eu-west-1  111122223333
  to      arn:aws:sts::111122223333:assumed-role/ops/m
  by      arn:aws:iam::111122223333:user/mary
  from    203.0.113.24, with MFA (arn:aws:iam::111122223333:mfa/mary)
  for     mary@shop.example (source identity)
  key     AKIAMARY

Behind it: IAM user mary (arn:aws:iam::111122223333:user/mary), with the
  long-term key AKIAMARY.
The session was opened for mary@shop.example, its source identity.
`);
  });

  it('says nothing twice: of sessions that are their own principals, of services, of users in the console', async () => {
    const path = '/aws-reserved/sso.amazonaws.com/';
    const session = roleSession('AWSReservedSSO_A_1', 'ann', 'ASIA8', { path });
    store(issue('assume-8', '10:00:00', service('sso.amazonaws.com'), 'ASIA8'));
    store(call('sso', '10:05:00', session));
    expect(
      (await world.run(['chain', 'sso'], { terminal: true })).stdout,
    ).toContain(`  by      arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_A_1/ann
  from    203.0.113.24, no MFA known to AWS
  key     ASIA8

2026-03-17 10:00:00  AssumeRole (sts) handed out ASIA8
  event   assume-8  eu-west-1  111122223333
  to      arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_A_1/ann
  by      sso.amazonaws.com
  from    203.0.113.24, no MFA
  key     none
`);
    store(issue('token', '10:00:00', iamUser('mary', 'AKIAMARY'), 'ASIA9', { name: 'GetSessionToken' }));
    store(call('mine', '10:05:00', iamUser('mary', 'ASIA9')));
    expect(
      (await world.run(['chain', 'mine'], { terminal: true })).stdout,
    ).toContain(`  event   token  eu-west-1  111122223333
  by      arn:aws:iam::111122223333:user/mary
`);
  });

  it('breaks lines between words to fit 80 columns', async () => {
    store(call('lost', '10:02:00', roleSession('ops', 'm', 'ASIALOST')));
    const { stdout } = await world.run(['chain', 'lost'], { terminal: true });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toContain(`Behind it: unknown; the trace ends at arn:aws:iam::111122223333:role/ops.
A link is missing: no call in the index handed out ASIALOST before its use. Its
  session began 2026-03-17 08:00:00. The index holds events from 2026-03-17 to
  2026-03-17.
`);
  });

  it('shows control characters instead of sending them', async () => {
    const response = assumed('ops', 'm\u001b[2J');
    store(issue('evil', '10:02:00', iamUser('mary', 'AKIAMARY'), 'ASIA3', { response }));
    const { stdout } = await world.run(['chain', 'evil'], { terminal: true });
    expect(stdout).toContain('assumed-role/ops/m\\x1b[2J');
    expect(stdout).not.toContain('\u001b');
  });

  it('is bold where colour is wanted, with times of the zone', async () => {
    const { stdout } = await world.run(['chain', 'assume-1', '--tz', 'local'], { terminal: true, env: {} });
    expect(stdout).toContain('\u001b[1m2026-03-17 11:00:00+1  AssumeRole (sts)\u001b[22m');
  });

  it('names who made a long-term key, and whose it is', async () => {
    store(
      call('create', '09:00:00', iamUser('eve', 'AKIAEVE'), {
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreateAccessKey',
        responseElements: { accessKey: { accessKeyId: 'AKIAMARY', userName: 'mary' } },
      }),
    );
    const { stdout } = await world.run(['chain', 'assume-1'], { terminal: true });
    expect(stdout).toContain(`AKIAMARY was created 2026-03-17 09:00:00 by arn:aws:iam::111122223333:user/eve
  from 203.0.113.24: event create.
`);
    const key = await world.run(['chain', '--access-key', 'AKIAMARY'], { terminal: true });
    expect(key.stdout).toContain('CreateAccessKey (iam) handed out AKIAMARY\n');
    expect(key.stdout).toContain('Behind its creation: IAM user eve (');
    expect(key.stdout).toContain('The key belongs to user mary; ');
  });
});

describe('chain in a pipe', () => {
  it('writes a line for each call, with the verdict in the last and on stderr', async () => {
    const { stdout, stderr } = await world.run(['chain', 'delete']);
    const lines = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(lines.map(({ hop, step, eventID, mfa, end }) => [hop, step, eventID, mfa, end])).toEqual([
      [0, 'event', 'delete', false, undefined],
      [1, 'issue', 'callers', false, undefined],
      [2, 'issue', 'assume-1', true, 'origin'],
    ]);
    expect(lines[1]).toMatchObject({
      accessKeyId: 'ASIA1',
      issuedAccessKeyId: 'ASIA2',
      issuedTo: 'arn:aws:sts::444455556666:assumed-role/admin/m',
      copies: ['owners'],
    });
    expect(lines[2]).toMatchObject({
      behind: 'mary',
      behindKind: 'iam-user',
      behindPrincipal: 'arn:aws:iam::111122223333:user/mary',
      behindBasis: 'caller',
    });
    expect(stderr).toBe(
      'Behind it: IAM user mary (arn:aws:iam::111122223333:user/mary), with the long-term key AKIAMARY.\n' +
        'The session was opened for mary@shop.example, its source identity.\n',
    );
  });

  it('names whoever used a key where the call does not say whom it was for', async () => {
    store(issue('token', '10:00:00', iamUser('mary', 'AKIAMARY'), 'ASIA9', { name: 'GetSessionToken' }));
    store(call('mine', '10:05:00', iamUser('mary', 'ASIA9')));
    const { stdout } = await world.run(['chain', 'mine', '-o', 'json', '--fields', 'issuedTo', '-q']);
    expect(JSON.parse(stdout)).toEqual([
      { issuedTo: null },
      { issuedTo: 'arn:aws:iam::111122223333:user/mary' },
    ]);
  });

  it('does not take a device for MFA where the call was refused', async () => {
    const request = { serialNumber: 'arn:aws:iam::111122223333:mfa/mary' };
    const refused = issue('refused', '10:00:00', iamUser('mary', 'AKIAMARY'), '', { request });
    store({ ...refused, eventID: 'refused', errorCode: 'AccessDenied' });
    const { stdout } = await world.run(['chain', 'refused', '--fields', 'mfa,mfaDevice']);
    expect(JSON.parse(stdout)).toEqual({ mfa: null, mfaDevice: 'arn:aws:iam::111122223333:mfa/mary' });
  });

  it('leads to the records by way of show', async () => {
    const { stdout } = await world.run(['chain', 'delete', '-q']);
    const { exitCode, stdout: records } = await world.run(['show', '-'], {
      stdin: Readable.from([stdout]),
    });
    expect(exitCode).toBe(0);
    expect(records.split('\n').filter(Boolean)).toHaveLength(3);
  });

  it('has the fields that were asked for', async () => {
    const args = ['chain', 'delete', '-o', 'csv', '--fields', 'hop,eventid,behind', '-q'];
    const { stdout, stderr } = await world.run(args);
    expect([stdout, stderr]).toEqual([
      'hop,eventID,behind\r\n0,delete,\r\n1,callers,\r\n2,assume-1,mary\r\n',
      '',
    ]);
  });

  it('names the key that is missing', async () => {
    store(call('lost', '10:02:00', roleSession('ops', 'm', 'ASIALOST')));
    const { exitCode, stdout, stderr } = await world.run(['chain', 'lost']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ end: 'missing', missingAccessKeyId: 'ASIALOST' });
    expect(stderr).toContain('no call in the index handed out ASIALOST');
  });

  it('says what it cost', async () => {
    const { stderr } = await world.run(['chain', 'assume-1', '--explain']);
    expect(stderr).toMatch(/Cost: \d+ requests, .* 1 log file \(.* USD\)\.\n$/);
  });

  it('says that records could not be read', async () => {
    world.files.clear();
    const { exitCode, stderr } = await world.run(['chain', 'assume-1']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('1 record could not be read');
  });
});

describe('chain refuses', () => {
  it.each([
    [['chain'], 'Which event? Give its id, or --access-key.'],
    [['chain', ' '], 'Which event? Give its id, or --access-key.'],
    [['chain', 'e', '--access-key', 'ASIA1'], 'An event id and --access-key exclude each other'],
    [['chain', 'AKIAIOSFODNN7EXAMPLE'], 'traildex chain --access-key AKIAIOSFODNN7EXAMPLE'],
    [['chain', 'e', '--fields', 'behindd'], 'Did you mean behind?'],
  ])('%j', async (argv, complaint) => {
    const { exitCode, stdout, stderr, places } = await world.run(argv);
    expect([exitCode, stdout, places]).toEqual([2, '', []]);
    expect(stderr).toContain(complaint);
  });

  it('to sweep a large index for the use of a key', async () => {
    world.index.logFiles.put({ ...counterKey('2026-03-17T10'), [COUNT_ATTRIBUTE]: countValue(300_000) });
    const { exitCode, stderr } = await world.run(['chain', '--access-key', 'ASIANOBODY']);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'traildex: No call in the index handed out ASIANOBODY, and no index leads to what it was used for. ' +
        'traildex query --access-key ASIANOBODY --limit 1 --sweep finds an event to start from.\n',
    );
  });

  it.each([
    [['chain', 'nobody'], 'traildex: Event nobody is not in the index.\n'],
    [
      ['chain', '--access-key', 'ASIANOBODY'],
      'traildex: No call in the index handed out ASIANOBODY, and none was signed with it.\n',
    ],
  ])('what the index does not know: %j', async (argv, complaint) => {
    const { exitCode, stdout, stderr } = await world.run(argv);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`${complaint}The index holds events from 2026-03-17 to 2026-03-17.`);
  });
});
