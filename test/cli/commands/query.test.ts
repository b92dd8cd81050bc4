import { Writable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { COUNT_ATTRIBUTE, counterKey, countValue, hourOf } from '../../../lib/event-index/counters.ts';
import { LOG_FILE, World } from '../run-cli.ts';

const A = '9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55';
const B = 'b7e2a5d0-0b0f-4a52-9f0d-2a9d3a1c8e11';
const C = 'c3f0b1aa-52c4-4a2e-8a3d-1f0e9d8c7b6a';

let world: World;

beforeEach(() => {
  world = new World();
  world.store(A, { eventTime: '2026-07-19T21:33:41Z', sourceIPAddress: '203.0.113.7', userName: 'mary' });
  world.store(B, {
    eventTime: '2026-07-18T08:00:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'DeleteRole',
    errorCode: 'AccessDenied',
    principal: 'arn:aws:iam::111122223333:role/Admin',
    credentialKind: 'role',
    resources: ['arn:aws:iam::111122223333:role/Old'],
  });
  world.store(C, {
    eventTime: '2025-12-31T23:59:59Z',
    principal: 'arn:aws:iam::444455556666:role/Admin',
    credentialKind: 'role',
    recipientAccountId: '444455556666',
    userName: 'deploy',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  });
  world.record({ key: LOG_FILE });
});

const idsIn = (jsonl: string) =>
  jsonl
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).eventID);

describe('query in a pipe', () => {
  it('writes a line per event, newest first, with every field in a fixed order', async () => {
    const { exitCode, stdout, stderr } = await world.run(['query', '--limit', '1', '-q']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      `{"eventTime":"2026-07-19T21:33:41Z","eventID":"${A}","eventSource":"s3.amazonaws.com","eventName":"GetObject",` +
        '"awsRegion":"eu-west-1","recipientAccountId":"111122223333","principal":"arn:aws:iam::111122223333:user/mary",' +
        '"userName":"mary","identityType":"IAMUser","credentialKind":"iam-user","sourceIPAddress":"203.0.113.7",' +
        `"failed":false,"logFile":"${LOG_FILE}","recordIndex":0,"recordHash":"8a30e638f5d57144e84b9a5bae0ed313"}\n`,
    );
  });

  it.each([
    [
      ['--source', 's3'],
      [A, C],
    ],
    [
      ['--source', 's3', '--source', 'iam'],
      [A, B, C],
    ],
    [['--source', 's3', '--account', '4444-5555-6666'], [C]],
    [['--name', 'delete*'], [B]],
    [
      ['--name', '*'],
      [A, B, C],
    ],
    [['--name', 'Get*Object'], []],
    [
      ['--principal', 'role/Admin'],
      [B, C],
    ],
    [['--user', 'mary'], [A]],
    [['--ip', '203.0.113.7', '--source', 's3'], [A]],
    [['--access-key', 'AKIAIOSFODNN7EXAMPLE'], [C]],
    [
      ['--user', 'mary', '--user', 'deploy'],
      [A, C],
    ],
    [['--user', 'Mary'], [A]],
    [['--user', 'ma*'], [A]],
    [['--user', 'nobody'], []],
    [['--errors'], [B]],
    [
      ['--event-region', 'EU-West-1', '--asc'],
      [C, B, A],
    ],
    [['--since', '36h'], [A]],
    [['--since', '2026-07-18', '--until', '2026-07-18'], [B]],
    [['--until', '2026-07-18T08:00:00Z'], [C]],
    [['--since', '2026-07-18T10:00', '--until', '2026-07-18T10:00:01', '--tz', 'local'], [B]],
  ])('%j', async (argv, ids) => {
    const { stdout } = await world.run(['query', ...argv]);
    expect(idsIn(stdout)).toEqual(ids);
  });

  it('writes the fields that were asked for, in their order, in every form', async () => {
    const run = async (form: string) =>
      (await world.run(['query', '--errors', '-o', form, '--fields', 'eventid,resources,mfa'])).stdout;
    const resource = 'arn:aws:iam::111122223333:role/Old';
    expect(await run('jsonl')).toBe(`{"eventID":"${B}","resources":["${resource}"],"mfa":null}\n`);
    expect(await run('json')).toBe(`[\n{"eventID":"${B}","resources":["${resource}"],"mfa":null}\n]\n`);
    expect(await run('csv')).toBe(`eventID,resources,mfa\r\n${B},${resource},\r\n`);
    expect(await run('table')).toBe(
      `eventID                               resources                           mfa\n${B}  ${resource}\n`,
    );
  });

  it('says what short names were taken for', async () => {
    const { stderr } = await world.run(['query', '--principal', 'role/Admin', '--source', 'iam']);
    expect(stderr).toBe(
      '--principal role/Admin means any of 2:\n' +
        '  arn:aws:iam::111122223333:role/Admin\n' +
        '  arn:aws:iam::444455556666:role/Admin\n' +
        '--source iam means iam.amazonaws.com\n',
    );
  });

  it('closes the place it opened', async () => {
    await world.run(['query']);
    expect(world.closed).toBe(1);
  });
});

describe('query on a terminal', () => {
  it('writes a table of 80 columns, with the command to go on', async () => {
    const { stdout, stderr } = await world.run(['query', '--limit', '2', '--local'], { terminal: true });
    expect(stdout).toBe(
      [
        'time (UTC)          event       principal  eventID',
        `2026-07-19 21:33:41 GetObject   user/mary  ${A}`,
        `2026-07-18 08:00:00 !DeleteRole role/Admin ${B}`,
        '',
      ].join('\n'),
    );
    expect(stderr).toMatch(
      /^2 events shown, there may be more\. To go on:\n {2}traildex query --local --limit 2 --cursor [\w-]+\n$/,
    );
  });

  it('colours it unless that was switched off', async () => {
    const colored = async (env: Record<string, string>, ...argv: string[]) =>
      (await world.run(['query', ...argv], { terminal: true, env })).stdout.includes('\u001b[');
    expect(await colored({})).toBe(true);
    expect(await colored({}, '--no-color')).toBe(false);
    expect(await colored({ NO_COLOR: '1' })).toBe(false);
    expect(await colored({ TERM: 'dumb' })).toBe(false);
    expect(await colored({}, '-o', 'jsonl')).toBe(false);
  });

  it('is not cut where the terminal does not know its width', async () => {
    const { stdout } = await world.run(['query'], { terminal: true, columns: undefined });
    expect(stdout).toContain(
      `2026-07-18 08:00:00  iam     DeleteRole   role/Admin  111122223333  eu-west-1               AccessDenied  ${B}\n`,
    );
  });

  it('says which of the fields asked for found no room', async () => {
    const fields = 'eventID,eventTime,principal,userName,eventName,logFile';
    const { stdout, stderr } = await world.run(['query', '--fields', fields], { terminal: true });
    expect(stderr).toContain('No room for eventName, logFile: widen the terminal');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('the command to go on', () => {
  const commandIn = (stderr: string) => stderr.trimEnd().split('\n').at(-1)?.trim() ?? '';

  it('gives the rest, and ends', async () => {
    const first = await world.run(['query', '--principal', 'role/Admin', '--limit', '1', '-o', 'jsonl']);
    expect(idsIn(first.stdout)).toEqual([B]);
    expect(first.stderr).toContain('1 event shown, there may be more. To go on:\n');
    const argv = commandIn(first.stderr).split(' ').slice(1);
    expect(argv.slice(0, -1)).toEqual([
      'query',
      '--principal',
      'role/Admin',
      '--limit',
      '1',
      '--output',
      'jsonl',
      '--cursor',
    ]);
    const second = await world.run(argv);
    expect(idsIn(second.stdout)).toEqual([C]);
    const third = await world.run(commandIn(second.stderr).split(' ').slice(1));
    expect(third.stdout).toBe('');
    expect(third.stderr).toContain("Searched: the cursor's window");
  });

  it('repeats a wildcard as it was typed, and goes on also when it has come to mean more', async () => {
    const first = await world.run(['query', '--principal', '*Admin', '--limit', '1']);
    expect(commandIn(first.stderr)).toContain("traildex query --principal '*Admin' --limit 1 --cursor ");
    const cursor = commandIn(first.stderr).split(' ').at(-1) ?? '';
    const principal = 'arn:aws:iam::777788889999:role/NewAdmin';
    world.store('new', { eventTime: '2026-01-15T00:00:00Z', principal });
    const second = await world.run(['query', '--principal', '*Admin', '--cursor', cursor]);
    expect(idsIn(second.stdout)).toEqual(['new', C]);
  });

  it("completes names in the cursor's times, as on the first page", async () => {
    world.store('later', {
      eventTime: '2026-07-18T07:00:00Z',
      principal: 'arn:aws:iam::111122223333:role/Admin',
    });
    const argv = ['query', '--principal', 'role/Admin', '--limit', '1', '--since', '2026-01-01'];
    const first = await world.run(argv);
    const second = await world.run(commandIn(first.stderr).split(' ').slice(1));
    expect(idsIn(second.stdout)).toEqual(['later']);
    expect(second.stderr).toContain('--principal role/Admin means arn:aws:iam::111122223333:role/Admin\n');
  });

  it('repeats users, access keys and addresses', async () => {
    const argv = ['query', '--user', 'mary', '--ip', '203.0.113.7', '--limit', '1'];
    const { stderr } = await world.run(argv);
    expect(commandIn(stderr)).toMatch(
      /^traildex query --user mary --ip 203\.0\.113\.7 --limit 1 --cursor [\w-]+$/,
    );
  });

  it('is written as it was called', async () => {
    const { stderr } = await world.run(['query', '--limit', '1'], { env: { npm_command: 'exec' } });
    expect(commandIn(stderr)).toMatch(/^npx traildex query /);
  });

  it('quotes what a shell would run', async () => {
    const principal = "arn:aws:sts::111122223333:assumed-role/x/';touch pwned;'";
    world.store('d', { eventTime: '2026-07-20T00:00:00Z', principal });
    const { stderr } = await world.run(['query', '--principal', principal, '--limit', '1']);
    expect(commandIn(stderr)).toContain(
      `--principal 'arn:aws:sts::111122223333:assumed-role/x/'\\'';touch pwned;'\\'''`,
    );
  });

  it('refuses a cursor of other filters, or none of ours', async () => {
    const { stderr } = await world.run(['query', '--source', 's3', '--limit', '1']);
    const cursor = commandIn(stderr).split(' ').at(-1) ?? '';
    for (const source of ['iam', 's3*']) {
      const other = await world.run(['query', '--source', source, '--cursor', cursor]);
      expect([other.exitCode, other.stdout]).toEqual([2, '']);
      expect(other.stderr).toContain('traildex: This cursor belongs to a listing with other filters');
    }
    expect((await world.run(['query', '--cursor', 'xyz'])).exitCode).toBe(2);
  });

  it('says that a cursor keeps its times', async () => {
    const { stderr } = await world.run(['query', '--source', 's3', '--limit', '1']);
    const cursor = commandIn(stderr).split(' ').at(-1) ?? '';
    const { stderr: remark } = await world.run([
      'query',
      '--source',
      's3',
      '--since',
      '1h',
      '--cursor',
      cursor,
    ]);
    expect(remark).toContain('The cursor keeps the times and the order of its listing');
  });
});

describe('an empty answer', () => {
  it('says what was searched', async () => {
    world.record({ key: `${LOG_FILE}2`, status: 'rejected', reason: 'truncated' });
    const { exitCode, stdout, stderr } = await world.run(['query', '--source', 's3', '--since', '1h']);
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toBe(
      [
        '--source s3 matches nothing in the index from 2026-07-20T11:00:00Z on.',
        'No event matches.',
        '  Searched: from 2026-07-20T11:00:00Z on',
        '  Filters: --source s3',
        '  The index holds events from 2025-12-31 to 2026-07-19.',
        '  The newest log file was delivered on 2026-07-19.',
        '',
      ].join('\n'),
    );
  });

  it('names rejected and pending files of the window', async () => {
    world.record({ key: `${LOG_FILE}2`, status: 'rejected', reason: 'truncated' });
    world.record({ key: `${LOG_FILE}3`, status: 'pending', reason: 'throttled' });
    const { stderr } = await world.run(['query', '--name', 'CreateUser', '--since', '3d']);
    expect(stderr).toContain('  Filters: --name CreateUser\n');
    expect(stderr).toContain(
      '  Log files not in the index: 1 rejected, 1 pending (traildex files lists them).\n',
    );
  });

  it('shows a name as typed beside others that were completed', async () => {
    const argv = ['query', '--source', 'nosuch', '--name', 'Delete*'];
    expect((await world.run(argv)).stderr).toContain("  Filters: --source nosuch --name 'Delete*'\n");
  });

  it('takes a * inside a name at its word', async () => {
    const principal = 'arn:aws:iam::111122223333:role/arn***/AwsSecurityAudit';
    world.store('star', { eventTime: '2026-07-01T00:00:00Z', principal });
    const argv = ['query', '--principal', 'arn***/AwsSecurityAudit'];
    expect(idsIn((await world.run(argv)).stdout)).toEqual(['star']);
    expect(idsIn((await world.run(['query', '--principal', principal])).stdout)).toEqual(['star']);
    expect((await world.run(['query', '--principal', 'arn*Audit'])).stdout).toBe('');
  });

  it('names what looks like a name that nothing matches', async () => {
    const argv = ['query', '--principal', 'role/Admin', '--source', 'iaam'];
    const { exitCode, stdout, stderr } = await world.run(argv);
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain('\nNo event matches.\n');
    expect(stderr).toContain('--source iaam matches nothing in the index. Did you mean iam.amazonaws.com?\n');
  });

  it('is exit code 1 with --exit-code, silence with -q', async () => {
    const argv = ['query', '--name', 'CreateUser', '-q'];
    expect(await world.run(argv)).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    expect(await world.run([...argv, '--exit-code'])).toMatchObject({ exitCode: 1, stdout: '', stderr: '' });
    expect(await world.run(['query', '-q', '--exit-code'])).toMatchObject({ exitCode: 0 });
  });
});

describe('--all', () => {
  it('without times takes the newest 24 hours of the index, and says so', async () => {
    const { stdout, stderr } = await world.run(['query', '--all']);
    expect(idsIn(stdout)).toEqual([A]);
    expect(stderr).toContain('takes the newest 24 hours of the index: since 2026-07-18T21:33:41Z.');
  });

  it('with times takes them', async () => {
    const { stdout, stderr } = await world.run(['query', '--all', '--since', '100y']);
    expect(idsIn(stdout)).toEqual([A, B, C]);
    expect(stderr).toBe('');
  });
});

describe('a reader that goes away', () => {
  it('ends the command silently and closes the place', async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });
    const { exitCode, stderr } = await world.run(['query', '--all', '--since', '100y'], { stdout });
    expect([exitCode, stderr, world.closed]).toEqual([0, '', 1]);
  });

  it('is told from a disk that is full', async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(new Error('ENOSPC: no space left')),
    });
    const { exitCode, stderr } = await world.run(['query', '-q'], { stdout });
    expect([exitCode, stderr]).toEqual([1, 'traildex: ENOSPC: no space left\n']);
  });
});

describe('Ctrl-C', () => {
  it('prints the cursor that goes on behind the last event written, and exits with 130', async () => {
    const interrupt = new AbortController();
    const kept: string[] = [];
    const stdout = new Writable({
      write(chunk, _encoding, done) {
        kept.push(String(chunk));
        interrupt.abort('SIGINT');
        done();
      },
    });
    const { queryIndex } = world.index;
    // The second page never comes, as over a slow network.
    world.index.queryIndex = (query, page) =>
      kept.length === 0 ? queryIndex.call(world.index, query, page) : new Promise(() => {});
    world.index.readSection = ((read) => async (request) => {
      if (request.section === 'source#2026') await new Promise((resolve) => setImmediate(resolve));
      return read.call(world.index, request);
    })(world.index.readSection);
    const { exitCode, stderr } = await world.run(['query'], { stdout, interrupt: interrupt.signal });
    expect([exitCode, idsIn(kept.join('')), world.closed]).toEqual([130, [A], 1]);
    expect(stderr).toMatch(/^Stopped after 1 event\. To go on:\n {2}traildex query --cursor [\w-]+\n$/);
  });

  it('closes a place that opens too late', async () => {
    const interrupt = new AbortController();
    let closed = false;
    const { exitCode, stderr } = await world.run(['query'], {
      interrupt: interrupt.signal,
      openWorkplace: async () => {
        interrupt.abort('SIGTERM');
        await new Promise((resolve) => setImmediate(resolve));
        return {
          ...world.place(),
          close: async () => {
            closed = true;
          },
        };
      },
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([exitCode, stderr, closed]).toEqual([143, '', true]);
  });
});

describe('filters beyond the keys of an index', () => {
  const D = 'd4c1b2aa-52c4-4a2e-8a3d-1f0e9d8c7b6a';
  const record = {
    eventID: D,
    eventTime: '2026-07-19T22:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'PutObject',
    userAgent: `aws-sdk/3 ${'x'.repeat(60)} exec/deploy`,
    requestParameters: { bucketName: 'reports', key: 'a.csv' },
    userIdentity: { type: 'AWSService', invokedBy: 'x', accountId: '1' },
  };

  beforeEach(() => {
    const { userAgent } = record;
    world.store(
      D,
      {
        eventTime: record.eventTime,
        eventName: 'PutObject',
        principal: 'arn:aws:sts::111122223333:assumed-role/Deploy/i-1',
        userName: 'i-1',
        sourceIdentity: 'alice@example.com',
        userAgent,
        readOnly: false,
        resources: ['arn:aws:s3:::reports/a.csv', 'arn:aws:s3:::reports'],
      },
      JSON.stringify(record),
    );
  });

  const ids = async (...argv: string[]) => idsIn((await world.run(['query', ...argv])).stdout);

  it.each([
    [['--user', 'alice'], [D]],
    [
      ['--user', 'i-1', '--user', 'mary'],
      [D, A],
    ],
    [['--user', 'alice', '--principal', 'Deploy/*'], [D]],
    [['--user', 'alice', '--principal', 'role/Admin'], []],
    [['--not', 'source=s3'], [B]],
    [['--not', 'name=Get*', '--not', 'errorCode=AccessDenied'], [D]],
    [['--resource', 'reports'], [D]],
    [['--resource', 'role/Old'], [B]],
    [['--error', '*denied*'], [B]],
    [['--succeeded', '--name', 'P*'], [D]],
    [['--writes'], [D]],
    [['--ip', '203.0.113.0/24'], [A]],
    [
      ['--kind', 'role', '--asc'],
      [C, B],
    ],
    // The index holds the beginning of a user agent only; the log file is asked.
    [['--user-agent', '*exec/deploy', '--source', 's3'], [D]],
    [['--user-agent', '*exec/other', '--source', 's3'], []],
    [['--where', 'requestParameters.bucketName=REPORTS', '--source', 's3', '--name', 'P*'], [D]],
    [['--where', 'requestParameters.bucketName=data', '--source', 's3'], []],
    [['--around', D], [D]],
    [
      ['--around', `${D}±1h`],
      [D, A],
    ],
    [['--around', '2026-07-18T08:05Z'], [B]],
    [['--around', '2026-07-18T08:05Z+-1m'], []],
  ])('%j', async (argv, expected) => {
    expect(await ids(...argv)).toEqual(expected);
  });

  it('opens the bucket only where records may be needed', async () => {
    const needs = async (...argv: string[]) =>
      (await world.run(['query', ...argv])).places.map(({ needs }) => needs);
    expect(await needs('--source', 's3')).toEqual(['tables']);
    expect(await needs('--user', 'mary')).toEqual(['tables-and-bucket']);
    expect(await needs('--where', 'eventVersion=1')).toEqual(['tables-and-bucket']);
  });

  it('refuses an event to look around that the index does not know', async () => {
    const { exitCode, stdout, stderr } = await world.run(['query', '--around', 'nosuch']);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'traildex: --around nosuch: the index holds no such event, and it is no time such as 2026-07-19T10:30.\n',
    );
  });

  it.each([[[]], [['-q']]])('fails and says so where log files cannot be read, with %j', async (loudness) => {
    world.files.delete(LOG_FILE);
    const argv = ['query', '--user-agent', '*exec/deploy', '--source', 's3', ...loudness];
    const { exitCode, stdout, stderr } = await world.run(argv);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      'traildex: 1 event that only the full record could decide on is left out, because log files could not be read. ' +
        'The first: The log file is not in the bucket any more: a lifecycle rule has expired it, or it was deleted.\n',
    );
  });

  it('gives what could be decided beside what could not', async () => {
    world.files.delete(LOG_FILE);
    world.store('decided', { eventTime: '2026-07-01T00:00:00Z', userAgent: 'exec/deploy' });
    world.files.delete(LOG_FILE);
    const { exitCode, stdout } = await world.run([
      'query',
      '--user-agent',
      '*exec/deploy',
      '--source',
      's3',
      '-q',
    ]);
    expect([exitCode, idsIn(stdout)]).toEqual([1, ['decided']]);
  });
});

describe('--sweep', () => {
  beforeEach(() => {
    const item = counterKey(hourOf('2026-07-19T21:33:41Z'));
    world.index.logFiles.put({ ...item, [COUNT_ATTRIBUTE]: countValue(1_000_000) });
  });

  it('has to be said before a large sweep', async () => {
    const { exitCode, stdout, stderr } = await world.run(['query', '--ip', '203.0.113.7', '-q']);
    expect([exitCode, stdout, world.index.indexQueries]).toEqual([2, '', 0]);
    expect(stderr).toBe(
      'traildex: No index serves this question: it would read up to 1,000,000 events, which takes about 50 s and ' +
        '63,111 read units (0.0079 USD). Narrow it (--since, --source, --name, --principal), or add --sweep.\n',
    );
    const swept = await world.run(['query', '--ip', '203.0.113.7', '--sweep', '--limit', '1']);
    expect([swept.exitCode, idsIn(swept.stdout)]).toEqual([0, [A]]);
    expect(swept.stderr).toContain(' --ip 203.0.113.7 --sweep --limit 1 --cursor ');
  });

  it('need not be said where the window or an index bounds the reading', async () => {
    expect(
      (await world.run(['query', '--ip', '203.0.113.7', '--until', '2026-07-19T21:00:00Z'])).exitCode,
    ).toBe(0);
    expect((await world.run(['query', '--ip', '203.0.113.7', '--source', 's3'])).exitCode).toBe(0);
    expect((await world.run(['query'])).exitCode).toBe(0);
    expect((await world.run(['query', '--errors'])).exitCode).toBe(0);
    expect((await world.run(['query', '--writes'])).exitCode).toBe(2);
    expect((await world.run(['query', '--all', '--since', '100y'])).exitCode).toBe(2);
  });
});

describe('--explain', () => {
  it('says on stderr how it was answered and what it cost', async () => {
    const argv = ['query', '--name', 'DeleteRole', '--errors', '--explain'];
    const { stdout, stderr } = await world.run(argv);
    expect(idsIn(stdout)).toEqual([B]);
    expect(stderr).toBe(
      [
        'Plan: by-event-name, eventName = DeleteRole',
        '  DynamoDB filters: attribute_exists(errorCode)',
        '  Every event is tested for: --name DeleteRole --errors',
        // The years of the catalogue, the names of two, the settings, the index.
        'Cost: 5 requests, 1 index entry read, 3 read units (0.00000038 USD).',
        '',
      ].join('\n'),
    );
  });

  it('says that nothing was read where a name matches nothing', async () => {
    const { stderr } = await world.run(['query', '--name', 'NoSuch', '--explain']);
    expect(stderr).toContain('Plan: nothing to read, because a filter matches nothing.\nCost: ');
  });

  it('is silent with -q', async () => {
    expect((await world.run(['query', '--explain', '-q'])).stderr).toBe('');
  });
});

describe('--full', () => {
  it('says that a log file is not the one that was indexed, though the record is', async () => {
    world.record({ key: LOG_FILE, sha256: '0'.repeat(64) });
    const { exitCode, stdout, stderr } = await world.run(['query', '--full', '--limit', '1']);
    expect([exitCode, stdout]).toEqual([1, `{"eventID":"${A}"}\n`]);
    expect(stderr).toContain(`s3://trail/${LOG_FILE}: `);
    expect(stderr).toContain('the log file is not the one that was indexed: its SHA-256 is ');
  });

  it('writes the records themselves, a line each, as they were delivered', async () => {
    world.store('r', { eventTime: '2026-07-19T23:00:00Z' }, '{"eventID":"r",  "n": 1.50}');
    const { exitCode, stdout } = await world.run(['query', '--full', '--limit', '2', '-q']);
    expect([exitCode, stdout]).toEqual([0, `{"eventID":"r",  "n": 1.50}\n{"eventID":"${A}"}\n`]);
  });

  it('writes nothing but records as json', async () => {
    const { stdout } = await world.run(['query', '--full', '--limit', '1', '-o', 'json', '-q']);
    expect(JSON.parse(stdout)).toEqual([{ eventID: A }]);
  });

  it('leaves a record out that is not what was indexed, says so and fails', async () => {
    world.files.set(LOG_FILE, `{"Records":[{"eventID":"forged"},{"eventID":"${B}"},{"eventID":"${C}"}]}`);
    const { exitCode, stdout, stderr } = await world.run(['query', '--full']);
    expect([exitCode, stdout]).toEqual([1, `{"eventID":"${B}"}\n{"eventID":"${C}"}\n`]);
    expect(stderr).toContain(`Event ${A}: `);
  });

  it('goes on behind the last record that was written', async () => {
    const first = await world.run(['query', '--full', '--limit', '1', '--source', 's3']);
    const next =
      first.stderr
        .split('\n')
        .find((line) => line.startsWith('  traildex query'))
        ?.trim() ?? '';
    expect(next).toMatch(/^traildex query --source s3 --limit 1 --full --cursor \S+$/);
    const second = await world.run(next.split(' ').slice(1));
    expect(second.stdout).toBe(`{"eventID":"${C}"}\n`);
  });

  it('gives the cursor behind what was written when somebody stops it, though more has been read', async () => {
    const interrupt = new AbortController();
    const stdout = new Writable({
      write(_chunk, _encoding, done) {
        interrupt.abort('SIGINT');
        done();
      },
    });
    for (let number = 0; number < 300; number++) {
      const second = String(number % 60).padStart(2, '0');
      const minute = String(Math.floor(number / 60)).padStart(2, '0');
      world.store(
        `n${number}`,
        { eventTime: `2026-07-20T00:${minute}:${second}Z`, eventName: 'Numbered' },
        `{"n":${number},"pad":"${'x'.repeat(9_000)}"}`,
      );
    }
    const { exitCode, stderr } = await world.run(
      ['query', '--name', 'Numbered', '--full', '--all', '--since', '1d'],
      {
        stdout,
        interrupt: interrupt.signal,
      },
    );
    expect(exitCode).toBe(130);
    const written = Number(/Stopped after (\d+) events?/.exec(stderr)?.[1]);
    expect(written).toBeLessThan(300);
    const cursor = / --cursor (\S+)/.exec(stderr)?.[1] ?? '';
    const rest = await world.run(['query', '--name', 'Numbered', '--all', '--cursor', cursor, '-q']);
    expect(idsIn(rest.stdout)[0]).toBe(`n${299 - written}`);
  });

  it('goes on from the beginning where it was stopped before anything was written', async () => {
    const interrupt = new AbortController();
    const place = world.place();
    const bucket: typeof place.bucket = {
      async *read() {
        interrupt.abort('SIGINT');
        await new Promise(() => {});
      },
    };
    const { exitCode, stdout, stderr } = await world.run(['query', '--full'], {
      interrupt: interrupt.signal,
      openWorkplace: async () => ({ ...place, bucket }),
    });
    expect([exitCode, stdout]).toEqual([130, '']);
    expect(stderr).toBe('Stopped after 0 events. Run the same command again to go on.\n');
  });

  it.each([[['--full', '-o', 'csv']], [['--full', '--fields', 'eventID']]])(
    'is refused with %j',
    async (argv) => {
      const { exitCode, stderr, places } = await world.run(['query', ...argv]);
      expect([exitCode, places]).toEqual([2, []]);
      expect(stderr).toContain('--full writes whole records');
    },
  );
});
