import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Workplace } from '../../../lib/aws/workplace.ts';
import { KeptText, LOG_FILE, World } from '../run-cli.ts';

const RECORD = '{ "eventID":"e1",  "n":12345678901234567890, "ua":"\u202e\u009b2J" }';
let world: World;

beforeEach(() => {
  world = new World();
  world.store('e0', { eventTime: '2026-07-19T21:33:40Z' });
  world.store('e1', { eventTime: '2026-07-19T21:33:41Z' }, RECORD);
  world.record({ key: LOG_FILE });
});

describe('show in a pipe', () => {
  it('writes the exact bytes of a record and a newline', async () => {
    const stdout = new KeptText();
    const { exitCode, stderr } = await world.run(['show', 'e1'], { stdout });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.bytes).toEqual(Buffer.from(`${RECORD}\n`));
  });

  it('keeps the order of what was asked, once each', async () => {
    const { stdout } = await world.run(['show', 'e1', 'e0', 'e1']);
    expect(stdout).toBe(`${RECORD}\n{"eventID":"e0"}\n`);
  });

  it('takes ids and query lines from stdin', async () => {
    const stdin = Readable.from(['e0\n\n{"eventID":"e', '1"}\r\n', 'no such line\n[1]\n{"a":1}\ne9']);
    const { exitCode, stdout, stderr } = await world.run(['show', '-'], { stdin });
    expect(stdout).toBe(`{"eventID":"e0"}\n${RECORD}\n`);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      [
        'traildex: Line 4 of stdin is neither an event id nor a line of query.',
        'traildex: Line 5 of stdin is neither an event id nor a line of query.',
        'traildex: Line 6 of stdin is neither an event id nor a line of query.',
        'traildex: Event e9 is not in the index.',
        '',
      ].join('\n'),
    );
  });

  it('takes a query line for exactly its record', async () => {
    const { stdout: lines } = await world.run(['query', '-q']);
    const { stdout } = await world.run(['show', '-'], { stdin: Readable.from([lines]) });
    expect(stdout).toBe(`${RECORD}\n{"eventID":"e0"}\n`);
    const other = `{"eventID":"e0","recordHash":"${'0'.repeat(32)}"}`;
    const { exitCode, stderr } = await world.run(['show', '-'], { stdin: Readable.from([other]) });
    expect([exitCode, stderr]).toEqual([
      1,
      `traildex: Event e0, record ${'0'.repeat(32)}, is not in the index.\n`,
    ]);
  });
});

describe('show of many events', () => {
  /** What a run reads of the bucket, in order. */
  function countingPlace(): { readonly reads: string[]; readonly openWorkplace: () => Promise<Workplace> } {
    const reads: string[] = [];
    const place = world.place();
    const bucket: Workplace['bucket'] = {
      read(key) {
        reads.push(key);
        return place.bucket.read(key);
      },
    };
    return { reads, openWorkplace: async () => ({ ...place, bucket }) };
  }

  const storeMany = (count: number) => {
    const ids = Array.from({ length: count }, (_, at) => `many-${at}`);
    for (const id of ids) world.store(id, { eventTime: '2026-07-19T21:40:00Z' });
    return ids;
  };

  it('reads a log file once for a hundred of them', async () => {
    const asked = storeMany(250).reverse();
    const { reads, openWorkplace } = countingPlace();
    const stdin = Readable.from([`${asked.join('\n')}\n`]);
    const { exitCode, stdout } = await world.run(['show', '-'], { stdin, openWorkplace });
    expect([exitCode, reads]).toEqual([0, [LOG_FILE, LOG_FILE, LOG_FILE]]);
    expect(stdout).toBe(asked.map((id) => `{"eventID":"${id}"}\n`).join(''));
  });

  it('answers what has been asked while more may come', async () => {
    const stdout = new KeptText();
    let answered = '';
    const stdin = (async function* () {
      yield 'e1\ne0\n';
      while (stdout.text.split('\n').length < 3) await setImmediate();
      answered = stdout.text;
      yield 'e9\n';
    })();
    const { exitCode } = await world.run(['show', '-'], { stdin, stdout });
    expect([exitCode, answered]).toEqual([1, `${RECORD}\n{"eventID":"e0"}\n`]);
  });
});

describe('show on this machine', () => {
  it('reads its input before it opens the data directory that the writer may hold', async () => {
    const order: string[] = [];
    const stdin = (async function* () {
      yield 'e0\n';
      order.push('input read');
    })();
    const { exitCode } = await world.run(['show', '-', '--local'], {
      stdin,
      openWorkplace: async () => {
        order.push('place opened');
        throw new Error('enough');
      },
    });
    expect([exitCode, order]).toEqual([1, ['input read', 'place opened']]);
  });
});

describe('what cannot be shown as it was indexed', () => {
  it('is not written where a record is altered', async () => {
    world.files.set(LOG_FILE, '{"Records":[{"eventID":"e0"},{"eventID":"changed"}]}');
    const { exitCode, stdout, stderr } = await world.run(['show', 'e1', 'e0']);
    expect([exitCode, stdout]).toEqual([1, '{"eventID":"e0"}\n']);
    expect(stderr).toBe(
      `traildex: Event e1: Record 1 of the log file is not the one that was indexed: its hash differs. (${LOG_FILE})\n`,
    );
  });

  it('is said where the log file is gone, with the cause under -v', async () => {
    world.files.clear();
    const { exitCode, stdout, stderr } = await world.run(['show', 'e0']);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `traildex: Event e0: The log file cannot be read: NoSuchKey: the object is not there. (${LOG_FILE})\n`,
    );
    expect((await world.run(['show', 'e0', '-v'])).stderr).toMatch(/\nError: NoSuchKey.*\n\s+at /);
  });

  it('stands in json as altered', async () => {
    world.files.set(LOG_FILE, '{"Records":[{"eventID":"e0"},{"eventID":"changed"}]}');
    const { exitCode, stdout } = await world.run(['show', 'e1', '-o', 'json']);
    expect([exitCode, JSON.parse(stdout)]).toEqual([
      1,
      [expect.objectContaining({ eventID: 'e1', intact: false, record: { eventID: 'changed' } })],
    ]);
  });
});

describe('show -o json', () => {
  it('is one array with where each record came from, numbers as they were written', async () => {
    const { exitCode, stdout } = await world.run(['show', 'e0', 'e1', '-o', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        eventID: 'e0',
        logFile: LOG_FILE,
        recordIndex: 0,
        recordHash: expect.stringMatching(/^[0-9a-f]{32}$/),
        intact: true,
        record: { eventID: 'e0' },
      },
      expect.objectContaining({
        eventID: 'e1',
        recordIndex: 1,
        record: expect.objectContaining({ ua: '\u202e\u009b2J' }),
      }),
    ]);
    expect(stdout).toContain('12345678901234567890');
  });

  it('says that a file was put together by somebody else', async () => {
    world.record({ key: LOG_FILE, notAsDelivered: true });
    const { stdout } = await world.run(['show', 'e0', '-o', 'json']);
    expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ notAsDelivered: true })]);
  });
});

describe('show on a terminal', () => {
  it('heads the record with where it came from and how it was checked', async () => {
    const { exitCode, stdout } = await world.run(['show', 'e1'], { terminal: true });
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      [
        'event     e1',
        'time      2026-07-19 21:33:41 UTC',
        `log file  ${LOG_FILE}`,
        'position  record 1 (counted from 0)',
        'check     intact: its SHA-256 begins with 37ed1889b130aad76058fd67892bc2de, as when it was indexed',
        '{',
        '  "eventID": "e1",',
        '  "n": 12345678901234567890,',
        '  "ua": "\\u202e\\u009b2J"',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('says so where the record is altered or no evidence', async () => {
    world.record({ key: LOG_FILE, notAsDelivered: true });
    world.files.set(LOG_FILE, '{"Records":[]}');
    const { exitCode, stdout } = await world.run(['show', 'e1'], { terminal: true });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('check     The log file has no record 1 any more.\n');
    expect(stdout).toContain('note      the log file was put together from another file');
  });

  it('sends no hidden characters, not even as jsonl', async () => {
    const { stdout } = await world.run(['show', 'e1', '-o', 'jsonl'], { terminal: true });
    expect(stdout).toBe('{ "eventID":"e1",  "n":12345678901234567890, "ua":"\\u202e\\u009b2J" }\n');
  });
});
