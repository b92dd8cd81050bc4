import { beforeEach, describe, expect, it } from 'vitest';
import { World } from './run-cli.ts';

let world: World;

beforeEach(() => {
  world = new World();
});

describe('wrong usage', () => {
  it.each([
    [['qurey'], "Unknown command 'qurey'. Did you mean query? See traildex --help."],
    [
      ['query', '--sourc', 's3'],
      "Unknown option '--sourc'. Did you mean --source? See traildex query --help.",
    ],
    [['query', '--weather', 'fine'], "Unknown option '--weather'. See traildex query --help."],
    [['query', '--full=1'], "Unknown option '--full=1'. Did you mean --full? See traildex query --help."],
    [['query', '--pricipal=x'], "Unknown option '--pricipal=x'. Did you mean --principal? See"],
    [['query', '--locl'], "Unknown option '--locl'. Did you mean --local? See traildex query --help."],
    [
      ['query', 's3'],
      "Too many arguments for 'query'. Expected 0 arguments but got 1: s3. See traildex query --help.",
    ],
    [['query', '--source'], "Option '--source <service>' argument missing. See traildex query --help."],
    [['query', '--source', ''], 'It needs a value.'],
    [['query', '--source', '--name', 'x'], 'That is a flag; this one needs a value.'],
    [
      ['query', '--kind', 'rol'],
      'Use root, iam-user, role, federated, service, account, anonymous, unknown. Did you mean role?',
    ],
    [['query', '--category', 'dta'], 'Did you mean Data?'],
    [['query', '--not', 'sorce=s3'], 'There is no field sorce. Did you mean source?'],
    [['query', '--not', 'source'], 'It takes a name and a value: source=s3.'],
    [['query', '--where', '=x'], 'It takes a name and a value: requestParameters.bucketName=x.'],
    [['query', '--errors', '--succeeded'], '--errors and --succeeded exclude each other: no event is both.'],
    [['query', '--writes', '--reads'], '--writes and --reads exclude each other: no event is both.'],
    [
      ['query', '--around', 'x', '--since', '1d'],
      '--around and --since or --until exclude each other: one window at a time.',
    ],
    [['query', '--around', '2026-02-31T00:00'], 'there is no such time.'],
    [['query', '--around', '±5m'], '--around needs the id of an event or a time.'],
    [['query', '--access-key', ''], 'It needs a value.'],
    [['query', '--ip', '203.0.113.0/33'], 'A range is an address and a number of bits: 203.0.113.0/24.'],
    [['query', '--ip', 'office/24'], 'A range is an address and a number of bits: 203.0.113.0/24.'],
    [['query', '--account', '1234'], 'An account id has 12 digits; * at either end stands for others.'],
    [['query', '--event-region', 'eu central'], 'A region is named like eu-central-1.'],
    [['query', '--ip', '10.0.0'], 'That is no whole address. A range is 10.0.0.0/24, a beginning 10.0.*'],
    [
      ['query', '--access-key', 'AKIA'],
      'A key id is like AKIAIOSFODNN7EXAMPLE; * at either end stands for the rest.',
    ],
    [['query', '--where', 'a..b=1'], 'A path is names joined by dots: requestParameters.bucketName.'],
    [['query', '--limit', '0'], 'It takes a whole number from 1 up; --all gives everything.'],
    [['query', '--limit', '1e3'], 'It takes a whole number from 1 up; --all gives everything.'],
    [['query', '-o', 'jsonln'], 'Use table, json, jsonl, csv. Did you mean jsonl?'],
    [['ingest', 'x', '-o', 'table'], 'Use text, json.'],
    [['show', 'x', '-o', 'csv'], 'Use table, json, jsonl.'],
    [['show'], "Missing required argument 'event-id'. See traildex show --help."],
    [['show', ''], 'An event id is empty.'],
    [
      ['query', '--fields', 'eventTime,eventNam'],
      '--fields: there is no field eventNam. Did you mean eventName?\nFields: eventTime, eventID,',
    ],
    [['query', '--fields', 'time'], 'Did you mean eventTime?'],
    [['query', '--fields', 'eventTime,,eventID'], 'there is no field without a name.'],
    [['files', '--fields', 'sha'], 'Did you mean sha256?'],
    [['files', '--status', 'reject'], 'Use indexed, pending, rejected, recorded. Did you mean rejected?'],
    [['files', '--account', '12'], 'An account id has 12 digits; * at either end stands for others.'],
    [['files', '--reason', ''], 'It needs a value.'],
    [['cost', '--question', '5'], 'Did you mean --questions?'],
    [
      ['redrive', '--dry-rn'],
      "Unknown option '--dry-rn'. Did you mean --dry-run? See traildex redrive --help.",
    ],
    [['redrive', '--fields', 'ky'], 'Did you mean key?'],
    [['redrive', '--local', '--no-wait'], '--no-wait does not go with --local: there the function runs only'],
    [['redrive', '--data', 'missing'], 'There is no data directory missing.'],
    [['verify', '--account', '1111*'], 'A whole account id has 12 digits.'],
    [['verify', '--event-region', 'eu-*'], 'A whole region is named like eu-central-1.'],
    [['verify', '--trail', 'a b'], 'A trail is named by its name, such as management-events, or by its ARN.'],
    [['verify', '--origin', 'their-bucket'], 'is written s3://BUCKET or s3://BUCKET/PREFIX.'],
    [['verify', '--all', '--since', '1d'], '--all and --since or --until exclude each other'],
    [['verify', '--stored', '--deep'], 'verifies nothing: leave out --deep.'],
    [['verify', '--stored', '--all'], '--stored does not go with --all: name a time with --since.'],
    [['verify', '--stored', '--fields', 'records'], '--fields: there is no field records.'],
    [['verify', '--fields', 'stat'], 'Did you mean state?'],
    [['verify', '-o', 'txt'], 'Use text, table, json, jsonl, csv. Did you mean text?'],
    [['verify', '--public-keys', 'no.json'], '--public-keys no.json cannot be read: there is no such file.'],
    [['verify', '--public-keys', 'README.md'], '--public-keys README.md: it is not JSON.'],
    [['verify', '--data', 'missing'], 'There is no data directory missing.'],
    [['query', '--since', 'yesteday'], '--since yesteday is not a time. Use 15m, 24h, 7d'],
    [['query', '--since', '1h', '--until', '2h'], 'is not before --until 2h'],
    [['query', '--tz', 'Berlin'], '--tz Berlin is no time zone. Did you mean Europe/Berlin?'],
    [
      ['query', '--local', '--stack', 'Other'],
      '--local and --stack exclude each other: one place at a time.',
    ],
    [
      ['query', '--data', 'd', '--stack', 'Other'],
      '--data and --stack exclude each other: one place at a time.',
    ],
    [['query', '--endpoint-url', 'localhost'], '--endpoint-url localhost is not a URL'],
    [['query', '--limit', '5', '--all'], '--limit and --all exclude each other'],
  ])('%j is refused before any work', async (argv, message) => {
    const { exitCode, stdout, stderr, places } = await world.run(argv);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^traildex: /);
    expect([exitCode, stdout, places]).toEqual([2, '', []]);
  });

  it('without a command shows the help on stderr', async () => {
    const { exitCode, stdout, stderr } = await world.run([]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^Examples:\n/);
    expect(stderr).toMatch(/traildex: Which command\?\n$/);
  });

  it('shows what steers a terminal instead of sending it', async () => {
    const { stderr } = await world.run(['query', '--since', '\u001b[2J']);
    expect(stderr).toContain('--since \\x1b[2J is not a time');
  });
});

describe('help', () => {
  it.each([
    [['--help']],
    [['query', '--help']],
    [['show', '--help']],
    [['files', '-h']],
    [['cost', '--help']],
    [['backfill', '--help']],
    [['redrive', '--help']],
    [['verify', '--help']],
    [['help', 'query']],
  ])('%j opens with examples, fits 80 columns and goes to stdout', async (argv) => {
    const { exitCode, stdout, stderr } = await world.run(argv);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Examples:\n {2}traildex /);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toContain('--local');
  });

  it('of ingest says its own default and its exit codes', async () => {
    const { stdout } = await world.run(['ingest', '--help']);
    expect(stdout).toContain('text, json (default: text)');
    expect(stdout).toMatch(/Exit codes:\n {2}0 .*\n {2}1 /);
  });

  it('names only commands that exist', async () => {
    const { stdout } = await world.run(['--help']);
    expect([...stdout.matchAll(/^ {2}(\w+) .*$/gm)].map(([, name]) => name)).toEqual(
      expect.arrayContaining([
        'query',
        'show',
        'ask',
        'top',
        'timeline',
        'chain',
        'files',
        'cost',
        'redrive',
        'verify',
        'help',
      ]),
    );
    expect(stdout).not.toMatch(/\bconsole\b/);
  });

  it('--version prints the version alone', async () => {
    const { exitCode, stdout } = await world.run(['--version']);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });
});

describe('where to work', () => {
  it.each([
    [['query'], {}, { local: false, dataDir: '.traildex', stack: 'Traildex' }],
    [['query', '--local'], {}, { local: true, dataDir: '.traildex' }],
    [['--local', 'query'], {}, { local: true }],
    [['query', '--local', '--data', 'd'], {}, { local: true, dataDir: 'd' }],
    [['query', '--data', 'd'], {}, { local: true, dataDir: 'd' }],
    [['query'], { TRAILDEX_LOCAL: '1', TRAILDEX_DATA: 'e' }, { local: true, dataDir: 'e' }],
    [['query', '--data', 'd'], { TRAILDEX_LOCAL: '1', TRAILDEX_DATA: 'e' }, { local: true, dataDir: 'd' }],
    [['query'], { TRAILDEX_LOCAL: '0' }, { local: false }],
    [['query'], { TRAILDEX_STACK: 'Audit' }, { local: false, stack: 'Audit' }],
    [
      ['query', '--stack', 'B'],
      { TRAILDEX_STACK: 'Audit', TRAILDEX_LOCAL: '1' },
      { local: false, stack: 'B' },
    ],
    [
      ['query', '--profile', 'p', '--region', 'eu-west-1', '--endpoint-url', 'http://localhost:4566'],
      {},
      { local: false, profile: 'p', region: 'eu-west-1', endpointUrl: 'http://localhost:4566' },
    ],
  ])('%j with %j', async (argv, env, where) => {
    const { places } = await world.run(argv, { env });
    expect(places.map((place) => place.where)).toEqual([expect.objectContaining(where)]);
  });

  it('asks for the bucket only where records are read', async () => {
    const needs = async (...argv: string[]) => (await world.run(argv)).places.map((place) => place.needs);
    expect(await needs('query')).toEqual(['tables']);
    expect(await needs('files')).toEqual(['tables']);
    expect(await needs('show', 'x')).toEqual(['tables-and-bucket']);
  });
});

describe('a failure', () => {
  const failing = {
    openWorkplace: async () => Promise.reject(new Error('The stack Audit cannot be read.')),
  };

  it('is a sentence on stderr and exit code 1', async () => {
    const { exitCode, stdout, stderr } = await world.run(['query', '-q'], failing);
    expect([exitCode, stdout, stderr]).toEqual([1, '', 'traildex: The stack Audit cannot be read.\n']);
  });

  it('shows its stack with -v only', async () => {
    const { stderr } = await world.run(['query', '-v'], failing);
    expect(stderr).toMatch(/^traildex: The stack Audit cannot be read\.\nError: The stack.*\n\s+at /);
  });
});
