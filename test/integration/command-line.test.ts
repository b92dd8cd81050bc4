/** The program as a user runs it: a process of its own, log files of many forms, an embedded AWS in a data directory. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { processesWith } from '../helpers/processes.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const LAUNCHER = new URL('../../bin/traildex.js', import.meta.url).pathname;
const NAMED = '111122223333_CloudTrail_us-east-1_20260317T0915Z_Mu0KsOhtH1ar15ZZ.json.gz';

interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
let data: string;

function traildex(...args: string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [LAUNCHER, ...args],
      { cwd: folder, maxBuffer: 1e8 },
      (error, stdout, stderr) => {
        resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
  });
}

function record(eventID: string, members: Record<string, unknown> = {}): string {
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mary', userName: 'mary' },
    eventTime: '2026-03-17T09:10:11Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    awsRegion: 'us-east-1',
    eventID,
    recipientAccountId: '111122223333',
    ...members,
  });
}

/** Spacing, escapes and letters that a parser and printer would not give back as they were. */
const ODD_RECORD = `{ "eventTime" : "2026-03-17T09:10:12Z",\t"eventName":"Dele\\u0074eBucket", "eventID":"odd", "n": 1.0, "é": "\\/" }`;

beforeAll(async () => {
  folder = await makeTemporaryDirectory();
  data = join(folder, 'a data directory');
  const logs = join(folder, 'logs');
  await mkdir(logs);
  await Promise.all([
    writeFile(join(logs, NAMED), gzipSync(`{"Records":[${record('named')},${ODD_RECORD},"no event"]}`)),
    writeFile(
      join(logs, 'lines.jsonl'),
      [record('line-1'), record('line-2', { errorCode: 'AccessDenied' })].join('\n'),
    ),
    writeFile(join(logs, 'broken.json.gz'), gzipSync('{"Records":[]}').subarray(0, 12)),
    writeFile(join(logs, 'notes.txt'), 'not a log file'),
  ]);
  const ingested = await traildex('ingest', 'logs', '--data', data, '-o', 'json');
  expect(ingested.stderr).toContain('notes.txt');
  expect(JSON.parse(ingested.stdout)).toMatchObject({
    end: 'done',
    indexedFiles: 2,
    rejectedFiles: 1,
    rejectedRecords: 1,
    events: 4,
    // The others are not as CloudTrail delivered them, or cannot be inflated.
    signing: { signedDigests: 1, signedLogFiles: 1, unrecordedDigests: 0, end: 'done' },
  });
  expect(ingested.exitCode).toBe(0);
});

afterAll(() => removeDirectory(folder));

describe('traildex on a folder of log files', () => {
  it('answers by source, by name and by principal', async () => {
    const idsOf = async (...args: string[]) => {
      const { stdout } = await traildex('query', '--data', data, ...args);
      return stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).eventID as string);
    };
    expect((await idsOf('--source', 's3')).sort()).toEqual(['line-1', 'line-2', 'named']);
    expect(await idsOf('--name', 'DeleteBucket')).toEqual(['odd']);
    expect((await idsOf('--principal', 'user/mary', '--errors')).sort()).toEqual(['line-2']);
    expect(await idsOf('--account', '444455556666')).toEqual([]);
  });

  it('shows a record byte for byte', async () => {
    expect(await traildex('show', '--data', data, 'odd')).toMatchObject({
      exitCode: 0,
      stdout: `${ODD_RECORD}\n`,
    });
    expect(await traildex('show', '--data', data, 'absent')).toMatchObject({ exitCode: 1, stdout: '' });
  });

  it('measures what its index costs', async () => {
    const { exitCode, stdout } = await traildex('cost', '--data', data, '-o', 'json');
    const amounts = (JSON.parse(stdout) as { section: string; item: string; amount: number }[])
      .filter(({ section }) => section === 'measured')
      .map(({ item, amount }) => [item, amount]);
    expect(exitCode).toBe(0);
    expect(amounts.slice(0, 3)).toEqual([
      // The broken one was delivered today, long after the events.
      ['log files', 2],
      ['digests', 1],
      ['events', 4],
    ]);
    // One call of four failed; each event is in the table and three indexes.
    expect(amounts).toContainEqual(['write units per event', 4.25]);
  });

  it('names every file, what was rejected and why, and what is no evidence', async () => {
    const { stdout } = await traildex('files', '--data', data, '-o', 'jsonl');
    const files = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(files.map(({ status }) => status).sort()).toEqual(['indexed', 'indexed', 'recorded', 'rejected']);
    expect(files.find(({ key }) => key.endsWith(NAMED))).toMatchObject({
      status: 'indexed',
      rejectedRecords: [{ index: 2 }],
    });
    expect(files.find(({ originalName }) => originalName === 'lines.jsonl')).toMatchObject({
      notAsDelivered: true,
    });
    expect(files.find(({ originalName }) => originalName === 'broken.json.gz')).toMatchObject({
      status: 'rejected',
    });
  });

  it('does not make an index where a question names a directory that is not there', async () => {
    const answer = await traildex('query', '--data', join(folder, 'mistyped'));
    expect(answer).toMatchObject({ exitCode: 1, stdout: '' });
    expect(answer.stderr).toContain('There is no data directory');
    expect(await readdir(folder)).not.toContain('mistyped');
  });

  it('does not take over a directory of other files', async () => {
    const answer = await traildex('ingest', 'logs', '--data', folder);
    expect(answer).toMatchObject({ exitCode: 1, stdout: '' });
    expect(answer.stderr).toContain('no data directory of traildex');
  });

  it('says so when there is nothing to deliver', async () => {
    await mkdir(join(folder, 'empty'));
    const answer = await traildex('start', 'empty');
    expect(answer).toMatchObject({ exitCode: 1, stdout: '' });
    expect(answer.stderr).toContain('No log file was found');
  });

  it('does nothing the second time', async () => {
    const again = await traildex('ingest', 'logs', '--data', data, '-o', 'json');
    expect(JSON.parse(again.stdout)).toMatchObject({
      end: 'done',
      indexedFiles: 0,
      alreadyIndexedFiles: 2,
      events: 0,
      signing: { signedDigests: 0 },
    });
  });

  it('keeps the sample out of a directory that holds evidence', async () => {
    const refused = await traildex('start', '--data', data);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('must not mix');
  });

  it('answers several commands at once, one after the other', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => traildex('query', '--data', data, '--name', 'DeleteBucket')),
    );
    expect(answers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(answers.every(({ stdout }) => stdout.includes('"odd"'))).toBe(true);
  });

  it('leaves no process behind and no damage when it is interrupted', async () => {
    const many = join(folder, 'many');
    await mkdir(many);
    for (let file = 0; file < 150; file++) {
      await writeFile(join(many, `${file}.json`), `{"Records":[${record(`many-${file}`)}]}`);
    }
    const other = join(folder, 'interrupted');
    const child = spawn(process.execPath, [LAUNCHER, 'ingest', 'many', '--data', other], { cwd: folder });
    await eventually(() => readFile(join(other, 'contents.json')));
    child.kill('SIGINT');
    const [exitCode] = await once(child, 'exit');
    // Quick machines are done before the signal.
    expect([0, 130]).toContain(exitCode);
    await eventually(() => expect(processesWith(other)).toEqual([]));
    const finished = await traildex('ingest', 'many', '--data', other, '-o', 'json');
    const { events, alreadyIndexedEvents } = JSON.parse(finished.stdout);
    expect(events + alreadyIndexedEvents).toBe(150);
  });
});
