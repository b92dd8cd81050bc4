import { beforeEach, describe, expect, it } from 'vitest';
import { COUNT_ATTRIBUTE, counterKey, countValue } from '../../../lib/event-index/counters.ts';
import { LOG_FILE, World } from '../run-cli.ts';

let world: World;

beforeEach(() => {
  world = new World();
});

function fill(): void {
  world.record({ key: LOG_FILE, records: 3, indexed: 3, sizeBytes: 1_800, inflatedBytes: 5_600 });
  world.store('a', { eventTime: '2026-07-19T10:00:00Z', sourceIPAddress: '10.0.0.1' });
  world.store('b', { eventTime: '2026-07-19T11:00:00Z', errorCode: 'Denied' });
  world.store('c', { eventTime: '2026-07-19T12:00:00Z' });
  for (const hour of ['10', '11', '12']) {
    world.index.logFiles.put({ ...counterKey(`2026-07-19T${hour}`), [COUNT_ATTRIBUTE]: countValue(1) });
  }
}

const rowsOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('cost in a pipe', () => {
  it('gives each figure with its unit and what it rests on', async () => {
    fill();
    const { exitCode, stdout, stderr, places } = await world.run(['cost']);
    const rows = rowsOf(stdout);
    expect(exitCode).toBe(0);
    expect(places[0]?.needs).toBe('tables');
    expect(rows[0]).toEqual({
      section: 'measured',
      item: 'log files',
      option: null,
      amount: 1,
      unit: 'files',
      keptGB: null,
      usdPerMonth: null,
      usdPerDayQuestion: null,
      usdPerMonthQuestion: null,
      basis: 'measured',
      restsOn: 'ledger, delivered 2026-07-19, 1 day of events',
    });
    expect(rows.find(({ item }) => item === 'write units per event')).toMatchObject({
      amount: 4.33333,
      restsOn: 'sample of 3 events',
    });
    // 3 events a day are 91.25 a month, 4 1/3 write units each, one of them failed
    expect(rows.find(({ item }) => item === 'writing events')).toMatchObject({
      section: 'month',
      amount: 395.417,
      unit: 'write units',
      usdPerMonth: 0.000247135,
      basis: 'extrapolated',
    });
    // Nothing expires: how long it is kept is assumed, and with it what that costs.
    expect(rows.find(({ item }) => item === 'keeping events').basis).toBe('assumed');
    expect(rows.filter(({ section }) => section === 'retention')).toHaveLength(9);
    expect(rows.filter(({ section }) => section === 'alternative').map(({ item }) => item)).toEqual([
      'traildex',
      'traildex, all events',
      'Athena',
      'CloudTrail Lake',
    ]);
    const bases = new Set(rows.map(({ basis }) => basis ?? 'what the lines have'));
    expect(bases).toEqual(new Set(['measured', 'extrapolated', 'assumed', 'what the lines have']));
    expect(stderr).toMatch(/^Cost: \d+ requests, \d+ index entries read, /);
    expect((await world.run(['cost', '-q'])).stderr).toBe('');
  });

  it('writes the same figures as csv and json', async () => {
    fill();
    const { stdout } = await world.run(['cost', '-o', 'csv']);
    expect(stdout).toContain('\r\nmonth,questions,on-demand,1500,read units,,0.0001875,,,assumed,');
    const rows = JSON.parse((await world.run(['cost', '-o', 'json'])).stdout);
    expect(rows).toEqual(rowsOf((await world.run(['cost'])).stdout));
    expect(stdout.trimEnd().split('\r\n')).toHaveLength(rows.length + 1);
  });

  it('takes what is supposed instead of what was measured, and says so', async () => {
    fill();
    const argv = ['cost', '--events', '1000000', '--retention', '90', '--questions', '0'];
    const rows = rowsOf((await world.run(argv)).stdout);
    const line = (item: string) => rows.find((row) => row.section === 'month' && row.item === item);
    expect(line('events')).toMatchObject({ amount: 1_000_000, basis: 'supposed', restsOn: 'asked for' });
    expect(line('keeping events').restsOn).toBe('all entries of an event; 90 days, asked for');
    expect(line('questions')).toMatchObject({ amount: 0, usdPerMonth: 0 });
    expect(line('keeping ledger, catalogue')).toMatchObject({
      basis: 'supposed',
      restsOn: '90 days of it, though it never expires; counters with it',
    });
    expect(line('busiest hour')).toMatchObject({
      basis: 'supposed',
      restsOn: 'that of 2026-07-19T10, grown with the events',
    });
    expect(rows.filter(({ section }) => section === 'measured')).not.toEqual([]);
  });

  it('says what every further year adds, because ledger and catalogue never expire', async () => {
    fill();
    const { stdout } = await world.run(['cost', '--retention', '30']);
    const rows = rowsOf(stdout);
    expect(rows.find(({ item }) => item === 'a further year of ledger, catalogue')).toMatchObject({
      unit: 'USD',
      basis: 'extrapolated',
      restsOn: 'added to a month by each year; they never expire',
    });
    expect(rows.find(({ item }) => item === 'keeping ledger, catalogue').restsOn).toBe(
      '30 days of it, though it never expires; counters with it',
    );
  });

  it('assumes the busiest hour and the catalogue where the days tell nothing of the events', async () => {
    fill();
    world.record({ key: `${LOG_FILE}.gz`, records: 300, indexed: 300 });
    const rows = rowsOf((await world.run(['cost'])).stdout);
    const items = rows.filter(({ section }) => section === 'measured').map(({ item }) => item);
    expect(items).not.toContain('busiest hour');
    expect(items).not.toContain('catalogue values in a day');
    // three times 303 events in 24 hours
    expect(rows.find(({ item }) => item === 'busiest hour')).toMatchObject({
      section: 'month',
      amount: 37.875,
      basis: 'assumed',
      restsOn: 'assumed to be 3 times the average',
    });
    const kept = rowsOf((await world.run(['cost', '--retention', '90'])).stdout);
    const basisOf = (item: string) => kept.find((row) => row.item === item).basis;
    expect([basisOf('keeping events'), basisOf('keeping ledger, catalogue')]).toEqual([
      'supposed',
      'assumed',
    ]);
    const provisioned = rows.filter(({ option }) => option === 'provisioned');
    expect(provisioned.map(({ basis }) => basis)).toEqual(['assumed', 'assumed', 'assumed']);
    expect(rows.find(({ item }) => item === 'keeping ledger, catalogue').basis).toBe('assumed');
    expect(rows.find(({ item }) => item === 'write units per event').restsOn).toBe(
      'sample of 3 events of all times',
    );
  });

  it('prices an empty index by assumptions, and says that they are', async () => {
    const { exitCode, stdout, stderr } = await world.run(['cost']);
    expect(exitCode).toBe(0);
    expect(new Set(rowsOf(stdout).flatMap(({ basis }) => basis ?? []))).toEqual(new Set(['assumed']));
    expect(stderr).toContain(
      'Nothing was delivered that could be measured: all figures are assumptions.\n  The index is empty: traildex ingest PATH fills it.',
    );
  });

  it('measures the days that were asked for', async () => {
    fill();
    const { stdout, stderr } = await world.run(['cost', '--until', '2026-07-18']);
    expect(rowsOf(stdout).filter(({ section }) => section === 'measured')).toEqual([]);
    expect(stderr).toContain('The newest log file was delivered on 2026-07-19.');
  });

  it('stops when somebody wants it to', async () => {
    fill();
    const interrupt = new AbortController();
    world.index.queryIndex = () => {
      interrupt.abort('SIGINT');
      return new Promise(() => {});
    };
    const { exitCode, stdout } = await world.run(['cost'], { interrupt: interrupt.signal });
    expect([exitCode, stdout, world.closed]).toEqual([130, '', 1]);
  });
});

describe('cost on a terminal', () => {
  it('shows tables that fit, and notes that tell what they leave out', async () => {
    fill();
    const { stdout } = await world.run(['cost', '--events', '12000000'], { terminal: true });
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toContain('Measured: delivered 2026-07-19, 1 day of events\n');
    expect(stdout).toContain('A month of 12,000,000 events, kept 365 days, assumed: nothing expires\n');
    // 52 million units at 0.625 a million
    expect(stdout).toMatch(/^writing events +52,000,000 write units +32\.50 supposed$/m);
    expect(stdout).toMatch(/^Prices: us-east-1, \d{4}-\d\d, without free tiers/m);
    expect(stdout).toMatch(/Not in it: the backfill function/);
    expect(stdout.replace(/\n */g, ' ')).toMatch(
      /Ledger, catalogue and counters never expire\. 365 days of them are priced; each further year adds \d+\.\d\d USD a month\./,
    );
  });

  it('says when the days tell nothing of the events', async () => {
    fill();
    world.record({ key: `${LOG_FILE}.gz`, records: 300, indexed: 300 });
    const { stdout } = await world.run(['cost'], { terminal: true });
    expect(stdout).toContain('Most of these events are of other days than those of their delivery');
    expect(stdout).not.toContain('busiest hour  ');
    expect(stdout.replace(/\n */g, ' ')).toContain('(38 events, assumed to be 3 times the average)');
  });

  it('has room for explanations where the terminal is wide', async () => {
    fill();
    const { stdout } = await world.run(['cost'], { terminal: true, columns: 200 });
    expect(stdout).toMatch(/assumed +2 writes a file, 10 function environments a day$/m);
  });

  it('names no measurement where there is none', async () => {
    const { stdout } = await world.run(['cost'], { terminal: true });
    expect(stdout).toMatch(/^A month of 1,000,000 events, kept 365 days, assumed\n/);
    expect(stdout).not.toContain('Measured');
  });
});

describe('cost refuses', () => {
  it.each([
    [['cost', '--retention', '0'], 'It takes a whole number from 1 up.'],
    [['cost', '--retention', '36501'], 'Events are kept 36500 days at most.'],
    [['cost', '--retention', '90d'], 'It takes a whole number, such as 1000.'],
    [['cost', '--events', '-5'], 'It takes a whole number, such as 1000.'],
    [['cost', '--questions', 'many'], 'It takes a whole number, such as 1000.'],
    [['cost', '--retentio', '9'], 'Did you mean --retention?'],
    [['cost', '--since', '2026-07-20', '--until', '2026-07-19'], 'is not before --until'],
  ])('%j', async (argv, message) => {
    const { exitCode, stderr, places } = await world.run(argv);
    expect([exitCode, places]).toEqual([2, []]);
    expect(stderr).toContain(message);
  });
});
