import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Workplace } from '../../../lib/aws/workplace.ts';
import { KeptText, LOG_FILE, World } from '../run-cli.ts';

const RECORD = '{ "eventID":"e1",  "n":12345678901234567890, "ua":"\u202e\u009b2J" }';
/** Of the log file with both records. */
const SHA256 = createHash('sha256').update(`{"Records":[{"eventID":"e0"},${RECORD}]}`).digest('hex');
let world: World;

beforeEach(() => {
  world = new World();
  world.store('e0', { eventTime: '2026-07-19T21:33:40Z' });
  world.store('e1', { eventTime: '2026-07-19T21:33:41Z' }, RECORD);
  world.record({ key: LOG_FILE });
});

/** A place whose bucket is read so. */
function placeWhere(read: Workplace['bucket']['read']): () => Promise<Workplace> {
  return async () => ({ ...world.place(), bucket: { read } });
}

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

  it('says that nothing came in', async () => {
    const { exitCode, stdout, stderr } = await world.run(['show', '-']);
    expect([exitCode, stdout, stderr]).toEqual([0, '', 'Nothing to show: no event id came in.\n']);
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
      'traildex: Event e1: Record 1 of the log file is not the one that was indexed: its SHA-256 begins with ' +
        '6855738463e9fe8d71836cebc36db0a8, not with 37ed1889b130aad76058fd67892bc2de. ' +
        `(s3://trail/${LOG_FILE})\nThe ledger: indexed 2026-07-19 21:36:30 UTC.\n`,
    );
  });

  it('is said where the log file is gone, with the cause under -v', async () => {
    world.files.clear();
    const { exitCode, stdout, stderr } = await world.run(['show', 'e0']);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      [
        'traildex: Event e0: The log file is not in the bucket any more: a lifecycle rule has expired it, or it was ' +
          `deleted. (s3://trail/${LOG_FILE})`,
        'The ledger: indexed 2026-07-19 21:36:30 UTC.',
        'If the bucket keeps versions, an earlier one may still be there:',
        `  aws s3api list-object-versions --bucket trail --prefix ${LOG_FILE}`,
        '',
      ].join('\n'),
    );
    expect((await world.run(['show', 'e0', '-v'])).stderr).toMatch(/\nNoSuchKey: The specified.*\n\s+at /);
  });

  it('is said with what to do once for each log file', async () => {
    world.files.clear();
    const { stderr } = await world.run(['show', 'e0', 'e1']);
    expect(stderr.match(/^traildex: Event e/gm)).toHaveLength(2);
    expect(stderr.match(/list-object-versions/g)).toHaveLength(1);
  });

  it('is an archived log file, with the command that restores it', async () => {
    const archived = Object.assign(new Error('Not valid'), {
      name: 'InvalidObjectState',
      StorageClass: 'GLACIER',
    });
    const openWorkplace = placeWhere(() => {
      throw archived;
    });
    const argv = ['show', 'e0', '--profile', 'audit', '--region', 'eu-west-1'];
    const { exitCode, stderr } = await world.run(argv, { openWorkplace });
    expect([exitCode, stderr]).toEqual([
      1,
      [
        'traildex: Event e0: The log file is archived (GLACIER): it has to be restored before it can be read. ' +
          `(s3://trail/${LOG_FILE})`,
        'To restore it, for 7 days, which takes 3 to 5 hours and is charged for:',
        `  aws s3api restore-object --profile audit --region eu-west-1 --bucket trail --key ${LOG_FILE} ` +
          "--restore-request 'Days=7,GlacierJobParameters={Tier=Standard}'",
        'The ledger: indexed 2026-07-19 21:36:30 UTC.',
        '',
      ].join('\n'),
    ]);
  });

  it('is a log file that is another one now, although the record is intact', async () => {
    world.record({ key: LOG_FILE, sha256: SHA256 });
    expect(await world.run(['show', 'e0'])).toMatchObject({ exitCode: 0, stderr: '' });
    world.files.set(LOG_FILE, `{"Records":[{"eventID":"e0"},${RECORD}], "more":1}`);
    const { exitCode, stdout, stderr } = await world.run(['show', 'e0', 'e1', '-q']);
    expect([exitCode, stdout]).toEqual([1, `{"eventID":"e0"}\n${RECORD}\n`]);
    expect(stderr).toMatch(
      /^traildex: s3:\/\/trail\/AWSLogs\S+: the log file is not the one that was indexed: its SHA-256 is [0-9a-f]{64} now\. Records shown from it without a fault are intact\.\n$/,
    );
    world.files.set(LOG_FILE, `{"Records":[{"eventID":"e0"},${RECORD}`);
    expect(JSON.parse((await world.run(['show', 'e0', '-o', 'json'])).stdout)).toMatchObject([
      { intact: true, logFileIntact: false, logFileSha256: SHA256 },
    ]);
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
    world.record({ key: LOG_FILE, sha256: SHA256 });
    const { exitCode, stdout } = await world.run(['show', 'e0', 'e1', '-o', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        eventID: 'e0',
        bucket: 'trail',
        logFile: LOG_FILE,
        logFileSha256: SHA256,
        logFileIntact: true,
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
    world.record({ key: LOG_FILE, sha256: SHA256 });
    const { exitCode, stdout } = await world.run(['show', 'e1'], { terminal: true });
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      [
        'event     e1',
        'time      2026-07-19 21:33:41 UTC',
        `log file  s3://trail/${LOG_FILE}`,
        `SHA-256   ${SHA256} (the log file, inflated)`,
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

  it('says so where the log file is another one, or cannot be read to its end', async () => {
    world.record({ key: LOG_FILE, sha256: '0'.repeat(64) });
    expect((await world.run(['show', 'e1'], { terminal: true })).stdout).toContain(
      `\nnote      the log file is not the one that was indexed: its SHA-256 is ${SHA256} now\n`,
    );
    const openWorkplace = placeWhere(async function* () {
      yield Buffer.from('{"Records":[{"eventID":"e0"},');
      throw new Error('ECONNRESET');
    });
    const { exitCode, stdout } = await world.run(['show', 'e0'], { terminal: true, openWorkplace });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      '\nnote      the log file cannot be read to its end, so its SHA-256 cannot be checked\n',
    );
  });

  it('sends no hidden characters, not even as jsonl', async () => {
    const { stdout } = await world.run(['show', 'e1', '-o', 'jsonl'], { terminal: true });
    expect(stdout).toBe('{ "eventID":"e1",  "n":12345678901234567890, "ua":"\\u202e\\u009b2J" }\n');
  });
});
