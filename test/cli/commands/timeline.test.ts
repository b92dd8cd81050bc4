import { beforeEach, describe, expect, it } from 'vitest';
import { COUNT_ATTRIBUTE, counterKey, countValue } from '../../../lib/event-index/counters.ts';
import { World } from '../run-cli.ts';

let world: World;

beforeEach(() => {
  world = new World();
  world.store('a', { eventTime: '2026-07-19T10:00:00Z' });
  world.store('b', { eventTime: '2026-07-19T10:30:00Z', errorCode: 'Denied' });
  world.store('c', { eventTime: '2026-07-19T12:59:59Z', errorCode: 'Throttled' });
});

const count = (hour: string, events: number) =>
  world.index.logFiles.put({ ...counterKey(hour), [COUNT_ATTRIBUTE]: countValue(events) });

describe('timeline in a pipe', () => {
  it('writes a row for each hour of the newest day, empty ones included', async () => {
    const { exitCode, stdout, stderr } = await world.run(['timeline']);
    expect([exitCode, stdout]).toEqual([
      0,
      '{"time":"2026-07-19T10:00:00Z","events":2,"failed":1}\n' +
        '{"time":"2026-07-19T11:00:00Z","events":0,"failed":0}\n' +
        '{"time":"2026-07-19T12:00:00Z","events":1,"failed":1}\n',
    ]);
    expect(stderr).toContain('Without times, this takes the newest 24 hours');
    expect(stderr).toContain('Exact: every event');
    expect(stderr).toContain('Cost: ');
  });

  it('takes days of the zone', async () => {
    world.store('late', { eventTime: '2026-07-18T22:30:00Z' });
    const argv = ['timeline', '--per', 'day', '--tz', 'Europe/Berlin', '--since', '2026-07-01', '-o', 'csv'];
    expect((await world.run(argv)).stdout).toBe('time,events,failed\r\n2026-07-18T22:00:00Z,4,2\r\n');
  });

  it('chooses days for a long window', async () => {
    world.store('old', { eventTime: '2026-07-10T22:30:00Z' });
    const { stdout } = await world.run(['timeline', '--since', '30d', '-o', 'json']);
    expect(JSON.parse(stdout)).toHaveLength(10);
  });

  it('leaves out years of empty hours, and says so', async () => {
    world.store('ancient', { eventTime: '2014-01-01T00:00:00Z' });
    const { stdout, stderr } = await world.run(['timeline', '--since', '100y', '--per', 'hour']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(4);
    expect(stderr).toContain('Without rows: more than 1,000 empty hours in a row.');
  });

  it('splits by a dimension into a full grid', async () => {
    const { stdout, stderr } = await world.run(['timeline', '--by', 'error', '-o', 'csv']);
    expect(stdout.split('\r\n')).toEqual([
      'time,value,valueKind,events,intervalEvents',
      '2026-07-19T10:00:00Z,Denied,whole,1,1',
      '2026-07-19T10:00:00Z,Throttled,whole,0,1',
      '2026-07-19T11:00:00Z,Denied,whole,0,0',
      '2026-07-19T11:00:00Z,Throttled,whole,0,0',
      '2026-07-19T12:00:00Z,Denied,whole,0,1',
      '2026-07-19T12:00:00Z,Throttled,whole,1,1',
      '',
    ]);
    expect(stderr).toContain('Only calls that failed are counted');
  });

  it('counts the values beyond the four most frequent together', async () => {
    for (const name of ['B', 'C', 'D', 'E', 'F'])
      world.store(name, { eventTime: '2026-07-19T10:00:00Z', eventName: name });
    const { stdout } = await world.run(['timeline', '--by', 'name']);
    const [first] = stdout.split('{"time":"2026-07-19T11:00:00Z"');
    expect(first?.trimEnd().split('\n').at(-1)).toBe(
      '{"time":"2026-07-19T10:00:00Z","value":null,"valueKind":"other","events":2,"intervalEvents":7}',
    );
  });

  it('says what an empty answer searched', async () => {
    const { exitCode, stdout, stderr } = await world.run(['timeline', '--since', '2026-07-20', '-o', 'csv']);
    expect([exitCode, stdout]).toEqual([0, 'time,events,failed\r\n']);
    expect(stderr).toContain('No event matches.');
  });
});

describe('timeline --estimate', () => {
  beforeEach(() => {
    count('2026-07-19T10', 1_000);
    count('2026-07-19T12', 7);
  });

  it('answers from the counters, and says that it counts deliveries', async () => {
    const { stdout, stderr } = await world.run(['timeline', '--estimate', '--since', '2026-07-19']);
    expect(stdout).toBe(
      '{"time":"2026-07-19T10:00:00Z","events":1000}\n' +
        '{"time":"2026-07-19T11:00:00Z","events":0}\n' +
        '{"time":"2026-07-19T12:00:00Z","events":7}\n',
    );
    expect(stderr).toContain('An estimate: it counts deliveries');
    expect(world.index.indexQueries).toBe(0);
  });

  it('keeps the hours of UTC, shown in the zone', async () => {
    const argv = ['timeline', '--estimate', '--since', '2026-07-19', '--tz', 'Asia/Kolkata', '-q'];
    expect((await world.run(argv, { terminal: true })).stdout.split('\n').slice(0, 2)).toEqual([
      'hour                   events',
      `2026-07-19 15:30+5:30   1,000  ${'█'.repeat(49)}`,
    ]);
    const perDay = await world.run([...argv, '--per', 'day']);
    expect(perDay.stdout).toBe('{"time":"2026-07-18T18:30:00Z","events":1007}\n');
  });

  it('says what an empty answer searched', async () => {
    const { stderr } = await world.run(['timeline', '--estimate', '--since', '2026-07-20']);
    expect(stderr).toContain('No event matches.');
  });
});

describe('timeline on a terminal', () => {
  it('draws bars', async () => {
    const { stdout } = await world.run(['timeline', '-q'], { terminal: true });
    expect(stdout).toBe(
      [
        'hour (UTC)        events  failed',
        `2026-07-19 10:00       2       1  ${'█'.repeat(46)}`,
        '2026-07-19 11:00       0       0',
        `2026-07-19 12:00       1       1  ${'█'.repeat(23)}`,
        '',
      ].join('\n'),
    );
  });
});

describe('timeline refuses', () => {
  it.each([
    [
      ['timeline', '--estimate', '--source', 's3'],
      '--estimate counts all events of an hour and knows no --source',
    ],
    [['timeline', '--estimate', '--by', 'error'], 'knows no --by'],
    [['timeline', '--estimate', '--writes'], 'knows no --writes'],
    [['timeline', '--by', 'errors'], 'Did you mean error?'],
    [['timeline', '--by', 'error', '--succeeded'], 'Calls that succeeded have no error'],
    [['timeline', '--per', 'minute'], 'Use hour, day, month.'],
  ])('%j', async (argv, message) => {
    const { exitCode, stderr, places } = await world.run(argv);
    expect([exitCode, places]).toEqual([2, []]);
    expect(stderr).toContain(message);
  });
});
