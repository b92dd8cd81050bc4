import { beforeEach, describe, expect, it } from 'vitest';
import { OVERFLOW, toCatalogueItem } from '../../../lib/event-index/catalogue.ts';
import { COUNT_ATTRIBUTE, counterKey, countValue } from '../../../lib/event-index/counters.ts';
import { World } from '../run-cli.ts';

let world: World;

beforeEach(() => {
  world = new World();
  world.store('a', { eventTime: '2026-07-19T10:00:00Z', sourceIPAddress: '10.0.0.1' });
  world.store('b', { eventTime: '2026-07-19T11:00:00Z', sourceIPAddress: '10.0.0.1', errorCode: 'Denied' });
  world.store('c', { eventTime: '2026-07-19T12:00:00Z', eventName: '=1+1' });
  world.store('old', { eventTime: '2025-01-01T00:00:00Z', sourceIPAddress: '10.9.9.9' });
});

const rowsOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('top in a pipe', () => {
  it('counts the newest 24 hours of the index, and says so and what it cost', async () => {
    const { exitCode, stdout, stderr } = await world.run(['top', 'ip']);
    expect(exitCode).toBe(0);
    expect(rowsOf(stdout)).toEqual([
      {
        value: '10.0.0.1',
        valueKind: 'whole',
        events: 2,
        share: 0.666667,
        failed: 1,
        firstSeen: '2026-07-19T10:00:00Z',
        lastSeen: '2026-07-19T11:00:00Z',
      },
      {
        value: null,
        valueKind: 'missing',
        events: 1,
        share: 0.333333,
        failed: 0,
        firstSeen: '2026-07-19T12:00:00Z',
        lastSeen: '2026-07-19T12:00:00Z',
      },
    ]);
    expect(stderr).toContain('Without times, this takes the newest 24 hours of the index');
    expect(stderr).toContain('Exact: every event of the index that matches, counted once.');
    expect(stderr).toMatch(/Cost: \d+ requests, \d+ index entries read, /);
    expect((await world.run(['top', 'ip', '-q'])).stderr).toBe('');
  });

  it('lists as many as are wanted, and says how many there are', async () => {
    for (let number = 0; number < 11; number++)
      world.store(`n${number}`, { eventTime: '2026-07-19T09:00:00Z', eventName: `Name${number}` });
    const { stdout, stderr } = await world.run(['top', 'name', '--since', '2026-07-19']);
    expect(rowsOf(stdout)).toHaveLength(10);
    expect(stderr).toContain('The 10 most frequent of 13 values; --limit N or --all lists more.');
    expect(rowsOf((await world.run(['top', 'name', '--limit', '1'])).stdout)).toHaveLength(1);
    const all = await world.run(['top', 'name', '--all']);
    expect(rowsOf(all.stdout)).toHaveLength(13);
    expect(all.stderr).not.toContain('most frequent');
  });

  it('completes names, keeps filters, and takes a field for a dimension', async () => {
    const { stdout, stderr } = await world.run(['top', 'eventName', '--user-agent', '*', '--source', 's3']);
    expect(stdout).toBe('');
    expect(stderr).toContain('--source s3 means s3.amazonaws.com');
    const errors = await world.run(['top', 'errorCode', '--fields', 'value,events', '-o', 'csv']);
    expect(errors.stdout).toBe('value,events\r\nDenied,1\r\n');
    expect(errors.stderr).toContain('Only calls that failed are counted');
  });

  it('neutralises what a spreadsheet would run', async () => {
    const { stdout } = await world.run(['top', 'name', '-o', 'csv', '--fields', 'value']);
    expect(stdout).toBe("value\r\nGetObject\r\n'=1+1\r\n");
  });

  it('says what an empty answer searched', async () => {
    const { exitCode, stdout, stderr } = await world.run([
      'top',
      'ip',
      '--since',
      '2026-07-20',
      '-o',
      'json',
    ]);
    expect([exitCode, stdout]).toEqual([0, '[]\n']);
    expect(stderr).toContain('No event matches.\n  Searched: from 2026-07-20T00:00:00Z on\n');
  });

  it('fails when events could not be decided on', async () => {
    world.files.clear();
    const { exitCode, stderr } = await world.run(['top', 'ip', '--where', 'eventID=a', '-q']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('left out, because log files could not be read');
    const loud = await world.run(['top', 'ip', '--where', 'eventID=a']);
    expect(loud.stderr).toContain('Not complete:');
  });

  it('needs log files only where the index does not decide', async () => {
    const needs = async (...argv: string[]) => (await world.run(['top', 'ip', ...argv])).places[0]?.needs;
    expect(await needs('--name', 'GetObject')).toBe('tables');
    expect(await needs('--user-agent', 'aws*')).toBe('tables-and-bucket');
  });

  it('says when the catalogue cannot list all that had to be asked', async () => {
    const more = { dimension: 'source', period: '2026-07-19', value: OVERFLOW } as const;
    world.index.logFiles.put(toCatalogueItem(more));
    const { exitCode, stderr } = await world.run(['top', 'ip']);
    expect([exitCode, stderr.includes('Exact')]).toEqual([0, false]);
    expect(stderr).toContain('name them (--source) to be sure');
    expect(stderr).toContain('Not complete: events that match are missing, or may be.');
  });

  it('explains itself', async () => {
    const { stderr } = await world.run(['top', 'ip', '--name', 'GetObject', '--explain']);
    expect(stderr).toContain('Plan: by-event-name, eventName = GetObject');
  });

  it('refuses a large sweep until it is told to', async () => {
    const counter = { ...counterKey('2026-07-19T10'), [COUNT_ATTRIBUTE]: countValue(300_000) };
    world.index.logFiles.put(counter);
    const refused = await world.run(['top', 'ip']);
    expect([refused.exitCode, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('300,000 events');
    expect((await world.run(['top', 'ip', '--sweep'])).exitCode).toBe(0);
  });

  it('stops when somebody wants it to', async () => {
    const interrupt = new AbortController();
    world.index.queryIndex = () => {
      interrupt.abort('SIGINT');
      return new Promise(() => {});
    };
    const { exitCode, stdout } = await world.run(['top', 'ip', '--since', '1y'], {
      interrupt: interrupt.signal,
    });
    expect([exitCode, stdout, world.closed]).toEqual([130, '', 1]);
  });
});

describe('top on a terminal', () => {
  it('shows a table with nothing empty in it', async () => {
    const { stdout } = await world.run(['top', 'ip', '--tz', 'Europe/Berlin', '-q'], { terminal: true });
    expect(stdout).toBe(
      [
        'ip       events share failed first seen            last seen',
        '10.0.0.1      2 66.7%      1 2026-07-19 12:00:00+2 2026-07-19 13:00:00+2',
        '(none)        1 33.3%      0 2026-07-19 14:00:00+2 2026-07-19 14:00:00+2',
        '',
      ].join('\n'),
    );
  });
});

describe('top refuses', () => {
  it.each([
    [['top'], "Missing required argument 'dimension'"],
    [['top', 'principle'], 'Did you mean principal?'],
    [['top', 'error', '--succeeded'], 'Calls that succeeded have no error'],
    [['top', 'ip', '--limit', '3', '--all'], '--limit and --all exclude each other.'],
    [['top', 'ip', '--fields', 'valu'], 'Did you mean value?'],
  ])('%j', async (argv, message) => {
    const { exitCode, stderr, places } = await world.run(argv);
    expect([exitCode, places]).toEqual([2, []]);
    expect(stderr).toContain(message);
  });
});
