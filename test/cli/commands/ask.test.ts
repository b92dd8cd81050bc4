import { beforeEach, describe, expect, it } from 'vitest';
import { parametersOf } from '../../../lib/audit/ask/registry.ts';
import { COUNT_ATTRIBUTE, counterKey, countValue, hourOf } from '../../../lib/event-index/counters.ts';
import { World } from '../run-cli.ts';

let world: World;

const ROOT = {
  principal: 'arn:aws:iam::111122223333:root',
  credentialKind: 'root',
  eventSource: 'iam.amazonaws.com',
} as const;

beforeEach(() => {
  world = new World();
});

function storeRootUse(): void {
  world.store('r-1', { ...ROOT, eventName: 'ListUsers', eventTime: '2026-07-19T09:00:00Z', mfa: true });
  world.store('r-2', { ...ROOT, eventName: 'CreateUser', eventTime: '2026-07-19T10:00:00Z' });
}

const ids = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { eventID: string }).eventID);

describe('the list of questions', () => {
  it('is data, and opens no place', async () => {
    const { exitCode, stdout, stderr, places } = await world.run(['ask']);
    expect([exitCode, places]).toEqual([0, []]);
    const questions = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string });
    expect(questions).toContainEqual(
      expect.objectContaining({ id: 'root-use', severity: 'high', title: expect.stringMatching(/\?$/) }),
    );
    expect(stderr).toContain('traildex ask QUESTION asks one');
  });

  it('fits a terminal', async () => {
    const { stdout } = await world.run(['ask'], { terminal: true });
    expect(stdout).toMatch(/^critical\n {2}trail-tampering +Who tampered with the audit trail, or\b/);
    expect(stdout).toMatch(/^high\n(?: .*\n)* {2}root-use +What was done with/m);
    expect(stdout).toMatch(/^ {2}access-key-use .*--key$/m);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('has the fields that are asked for, in any form', async () => {
    const { stdout } = await world.run(['ask', '--fields', 'id,severity', '-o', 'csv']);
    expect(stdout).toMatch(/^id,severity\r\n/);
    expect((await world.run(['ask', '-o', 'markdown'])).stdout).toContain('| `root-use` | `high` |');
  });
});

describe('the help', () => {
  it('opens with examples, fits 80 columns and names every parameter', async () => {
    const { exitCode, stdout } = await world.run(['ask', '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Examples:\n {2}traildex ask /);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(parametersOf().filter(({ name }) => !stdout.includes(`  --${name} `))).toEqual([]);
  });
});

describe('about a question', () => {
  it('tells a person all', async () => {
    const { exitCode, stdout, places } = await world.run(['ask', 'access-key-use', '--about', '-o', 'table']);
    expect([exitCode, places]).toEqual([0, []]);
    expect(stdout).toMatch(/^access-key-use: What was done with this access key\?\n/);
    expect(stdout).toContain('Ask        traildex ask access-key-use --key …');
    expect(stdout).toContain('Next       traildex chain EVENT_ID');
  });

  it('tells a program all', async () => {
    const { stdout } = await world.run(['ask', 'root-use', '--about']);
    expect(JSON.parse(stdout)).toMatchObject({ id: 'root-use', next: 'traildex chain {eventID}' });
  });
});

describe('one question', () => {
  it('gives rows as query does, and says on stderr what they mean', async () => {
    storeRootUse();
    const { exitCode, stdout, stderr } = await world.run(['ask', 'root-use', '--data', 'd', '--since', '7d']);
    expect(exitCode).toBe(0);
    expect(ids(stdout)).toEqual(['r-2', 'r-1']);
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
      recordIndex: 1,
      principal: ROOT.principal,
    });
    expect(stderr).toContain('2 events, severity high. Nothing limits root');
    expect(stderr).toContain('  traildex chain --data d r-2\n');
    expect(stderr).toContain('-v tells');
    expect(stderr).toMatch(/Cost: \d+ requests/);
  });

  it('says what may be harmless with -v, and nothing with -q', async () => {
    storeRootUse();
    const asked = ['ask', 'root-use', '--since', '7d'];
    expect((await world.run([...asked, '-v'])).stderr).toContain('  Perhaps harmless: The few tasks');
    expect((await world.run([...asked, '-q'])).stderr).toBe('');
  });

  it('shows its own columns in a table', async () => {
    storeRootUse();
    const { stdout } = await world.run(['ask', 'root-use', '--since', '7d'], {
      terminal: true,
      columns: 160,
    });
    expect(stdout).toMatch(/^time \(UTC\) +source +event +principal +account +region +eventID\n/);
    expect(stdout).toContain('2026-07-19 10:00:00  iam     CreateUser  root');
  });

  it('takes the newest day without times, and says so', async () => {
    storeRootUse();
    world.store('old', { ...ROOT, eventName: 'ListUsers', eventTime: '2026-07-01T09:00:00Z' });
    const { stdout, stderr } = await world.run(['ask', 'root-use']);
    expect(ids(stdout)).toEqual(['r-2', 'r-1']);
    expect(stderr).toContain('this takes the newest 24 hours of the index');
  });

  it('stops at its limit, and says how to go on', async () => {
    storeRootUse();
    const { stdout, stderr } = await world.run(['ask', 'root-use', '--since', '7d', '--limit', '1']);
    expect(ids(stdout)).toEqual(['r-2']);
    expect(stderr).toContain('There may be more: --limit N, --limit all, or --until 2026-07-19T10:00:01Z.');
    const all = await world.run(['ask', 'root-use', '--since', '7d', '--limit', 'all']);
    expect(ids(all.stdout)).toEqual(['r-2', 'r-1']);
    expect(all.stderr).not.toContain('There may be more');
  });

  it('is narrowed by filters', async () => {
    storeRootUse();
    const { stdout } = await world.run(['ask', 'root-use', '--since', '7d', '--name', 'ListUsers']);
    expect(ids(stdout)).toEqual(['r-1']);
  });

  it('says plainly that nothing was found, and where it looked', async () => {
    world.store('e-1', { eventTime: '2026-07-19T09:00:00Z' });
    const asked = ['ask', 'root-use', '--since', '2026-07-01', '--account', '111122223333'];
    const { exitCode, stdout, stderr } = await world.run(asked);
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain('Nothing matches root-use. No answer is good news');
    expect(stderr).toContain('  Searched: from 2026-07-01T00:00:00Z on, --account 111122223333\n');
    expect(stderr).toContain('  The index holds events from 2026-07-19 to 2026-07-19.');
    expect((await world.run([...asked, '--exit-code'])).exitCode).toBe(1);
  });

  it('is told its parameters by flags, also by those that filter elsewhere', async () => {
    const key = 'AKIAIOSFODNN7EXAMPLE';
    world.store('k-1', {
      eventTime: '2026-07-19T09:00:00Z',
      accessKeyId: key,
      sourceIPAddress: '203.0.113.7',
    });
    world.store('k-2', {
      eventTime: '2026-07-19T09:01:00Z',
      accessKeyId: 'AKIAOTHER',
      sourceIPAddress: '192.0.2.1',
    });
    expect(ids((await world.run(['ask', 'access-key-use', '--key', key, '--since', '7d'])).stdout)).toEqual([
      'k-1',
    ]);
    const byAddress = ['ask', 'address-activity', '--ip', '203.0.113.0/24', '--since', '7d'];
    expect(ids((await world.run(byAddress)).stdout)).toEqual(['k-1']);
    const nobody = ['ask', 'address-activity', '--ip', '198.51.100.1', '--since', '2026-07-01'];
    expect((await world.run(nobody)).stderr).toContain(
      'Searched: from 2026-07-01T00:00:00Z on, --ip 198.51.100.1\n',
    );
    const narrowed = ['ask', 'access-key-use', '--key', key, '--ip', '192.0.2.1', '--since', '7d'];
    expect((await world.run(narrowed)).stdout).toBe('');
  });

  it('is whole only where all records could be read', async () => {
    world.store('b-1', { eventName: 'PutBucketPolicy', eventTime: '2026-07-19T09:00:00Z' });
    world.files.clear();
    const { exitCode, stdout, stderr } = await world.run([
      'ask',
      'buckets-made-public',
      '--since',
      '7d',
      '-q',
    ]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^traildex: 1 event that only the full record could decide on is left out/);
  });

  it('writes Markdown in which no value does anything', async () => {
    world.store('r-1', { ...ROOT, eventName: '<b>|`', eventTime: '2026-07-19T09:00:00Z' });
    const { stdout } = await world.run(['ask', 'root-use', '--since', '7d', '-o', 'markdown']);
    expect(stdout).toMatch(
      /^### What was done with the credentials of root\?\n\nNothing limits root.*\n\n\| eventTime/,
    );
    expect(stdout).toContain('| `<b>\\x7c\\x60` |');
    const none = await world.run(['ask', 'root-use', '--since', '1m', '-o', 'markdown']);
    expect(none.stdout).toMatch(/\n\nNothing matches\.\n$/);
  });

  it('stops at Ctrl-C and says how far it came', async () => {
    storeRootUse();
    const interrupt = new AbortController();
    const { index } = world;
    const place = world.place();
    const events = {
      readEvents: (eventID: string) => index.readEvents(eventID),
      queryIndex: (...asked: Parameters<typeof index.queryIndex>) => {
        interrupt.abort('SIGINT');
        return index.queryIndex(...asked);
      },
    };
    const { exitCode, stderr } = await world.run(['ask', 'root-use', '--since', '7d'], {
      interrupt: interrupt.signal,
      openWorkplace: async () => ({ ...place, events }),
    });
    expect(exitCode).toBe(130);
    expect(stderr).toBe('Stopped after 0 rows: there may be more.\n');
    expect(world.closed).toBe(1);
  });
});

describe('what ask refuses before any work', () => {
  it.each([
    [['root-us'], 'There is no question root-us. Did you mean root-use? traildex ask lists them.'],
    [['access-key-use'], 'access-key-use has to be told --key: the id of the access key'],
    [['access-key-use', '--kex', 'A'], "Unknown option '--kex'. Did you mean --key?"],
    [['access-key-use', '--key', 'a/b'], 'This is not the id of an access key'],
    [['root-use', '--days', '3'], 'root-use has no parameter --days: it has none.'],
    [['unused-principals', '--days', '3x'], 'See traildex ask unused-principals --about.'],
    [['--all', '--days', '3x'], '--days takes a whole number from 1'],
    [['resource-changes', '--resource', 'a', '--resource', 'b'], 'resource-changes takes one --resource'],
    [['root-use', '--all'], 'A question and --all exclude each other: all rows of one are --limit all.'],
    [['--about'], '--about which question?'],
    [['--since', '7d'], 'Which question?'],
    [['--key', 'AKIA1'], 'Which question?'],
    [['--errors'], 'Which question?'],
    [['--all', '--fields', 'eventID'], '--fields is for one question'],
    [['root-use', '--fields', 'eventid,x'], '--fields: there is no field x.'],
    [['root-use', '--limit', '0'], 'It takes a whole number from 1 up, or all.'],
    [['root-use', '--limit', 'al'], 'It takes a whole number from 1 up, or all.'],
    [['root-use', '-o', 'markdwn'], 'Did you mean markdown?'],
    [['root-use', 'new-users'], 'Too many arguments'],
  ])('%j', async (argv, message) => {
    const { exitCode, stdout, stderr, places } = await world.run(['ask', ...argv]);
    expect(stderr).toContain(message);
    expect([exitCode, stdout, places]).toEqual([2, '', []]);
  });

  it('says which filters a question cannot honour', async () => {
    world.store('e-1', { eventTime: '2026-07-19T09:00:00Z' });
    const { exitCode, stderr } = await world.run([
      'ask',
      'first-seen-principals',
      '--account',
      '111122223333',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'traildex: first-seen-principals cannot be narrowed by --account: it asks the catalogue',
    );
  });
});

describe('all questions', () => {
  it('are a row each for programs, the worst first', async () => {
    storeRootUse();
    const { exitCode, stdout, stderr } = await world.run(['ask', '--all', '--since', '7d']);
    expect(exitCode).toBe(0);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const severities = [...new Set(rows.map(({ severity }) => severity))];
    expect(severities).toEqual(['critical', 'high', 'medium', 'low', 'info']);
    expect(rows).toContainEqual(
      expect.objectContaining({
        question: 'root-use',
        status: 'answered',
        found: 2,
        atLeast: false,
        since: '2026-07-13T12:00:00Z',
        rows: [expect.objectContaining({ eventID: 'r-2' }), expect.objectContaining({ eventID: 'r-1' })],
      }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ question: 'access-key-use', status: 'left-out', missing: ['key'] }),
    );
    expect(stderr).toMatch(/\d+ questions: \d+ found something, /);
  });

  it('are a report in a terminal', async () => {
    storeRootUse();
    const { exitCode, stdout } = await world.run(['ask', '--all', '--since', '7d', '--kind', 'root'], {
      terminal: true,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Searched: from 2026-07-13T12:00:00Z on --kind root\n\d+ questions: /);
    expect(stdout).toMatch(
      /\nCRITICAL {2}Was root used without MFA\? {2}1 event\n.*\n.*r-2\n {2}Next: traildex /,
    );
    expect(stdout.indexOf('CRITICAL')).toBeLessThan(
      stdout.indexOf('HIGH  What was done with the credentials'),
    );
    expect(stdout).toContain(
      'first-seen-principals (medium)\n    first-seen-principals cannot be narrowed by',
    );
    expect(stdout).toMatch(/\nNothing found:\n {2}.*trail-tampering/);
    expect(stdout).toContain('access-key-use (--key)');
    expect(stdout).toMatch(/^time/m);
  });

  it('include those that have been told enough', async () => {
    world.store('k-1', { eventTime: '2026-07-19T09:00:00Z', accessKeyId: 'AKIA1' });
    const { stdout } = await world.run(['ask', '--all', '--key', 'AKIA1', '-o', 'json']);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ question: 'access-key-use', status: 'answered', found: 1 }),
    );
  });

  it('tell a filter to those that wait for it', async () => {
    world.store('i-1', { eventTime: '2026-07-19T09:00:00Z', sourceIPAddress: '203.0.113.7' });
    world.store('i-2', { eventTime: '2026-07-19T09:00:01Z', sourceIPAddress: '203.0.113.8' });
    const { stdout } = await world.run(['ask', '--all', '--ip', '203.0.113.7', '-o', 'json']);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ question: 'address-activity', status: 'answered', found: 1 }),
    );
  });

  it('exit with 1 where not everything was decided, and where nothing was found if asked to', async () => {
    world.store('b-1', { eventName: 'PutBucketPolicy', eventTime: '2026-07-19T09:00:00Z' });
    expect((await world.run(['ask', '--all', '--until', '2026-01-01', '--exit-code'])).exitCode).toBe(1);
    expect((await world.run(['ask', '--all', '--until', '2026-01-01'])).exitCode).toBe(0);
    world.files.clear();
    const { exitCode, stdout } = await world.run(['ask', '--all', '-o', 'markdown']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/## Which buckets were made public\?\n\n\*\*high\*\*, 0 events\./);
    expect(stdout).toContain('could decide on is left out');
  });

  it('exit with 1 where one would read too much, unless that is allowed', async () => {
    world.store('w-1', { eventName: 'DeleteBucket', eventTime: '2026-07-19T09:00:00Z' });
    const hour = counterKey(hourOf('2026-07-19T09'));
    world.index.logFiles.put({ ...hour, [COUNT_ATTRIBUTE]: countValue(3_000_000) });
    const asked = ['ask', '--all', '--resource', 'reports', '--since', '7d'];
    const { exitCode, stdout } = await world.run([...asked, '-o', 'json']);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ question: 'resource-changes', status: 'too-large' }),
    );
    expect(exitCode).toBe(1);
    expect((await world.run([...asked, '--sweep'])).exitCode).toBe(0);
  });

  it('as CSV are a line each', async () => {
    storeRootUse();
    const { stdout } = await world.run(['ask', '--all', '-o', 'csv']);
    expect(stdout).toMatch(/^question,severity,title,status,found,atLeast,/);
    expect(stdout).toMatch(/\nroot-use,high,What was done with the credentials of root\?,answered,2,false,/);
  });
});
