import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Workplace } from '../../../lib/aws/workplace.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { LOG_FILE, World } from '../run-cli.ts';

const INFLATED = '{"Records":[{"eventID":"e0"},{ "eventID":"e1",\n "ua":"\u202e" }]}';
const E1 = '{ "eventID":"e1",\n "ua":"\u202e" }';
const SHA256 = createHash('sha256').update(INFLATED).digest('hex');

let world: World;
/** Where the evidence goes: not there yet. */
let folder: string;

beforeEach(async () => {
  world = new World();
  world.store('e0', { eventTime: '2026-07-19T21:33:40Z' });
  world.store('e1', { eventTime: '2026-07-19T21:33:41Z' }, E1);
  world.record({ key: LOG_FILE, sha256: SHA256 });
});

async function freshFolder(): Promise<string> {
  folder = join(await temporaryDirectory(), 'new', 'case-7');
  return folder;
}

function read(path: string): Promise<string> {
  return readFile(join(folder, path), 'utf8');
}

async function linesOf(path: string): Promise<Record<string, unknown>[]> {
  return (await read(path))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}

function digest(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('--evidence', () => {
  it('keeps the records, the summaries, the log files, the command and a manifest of it all', async () => {
    const argv = ['show', 'e1', 'e0', '--evidence', await freshFolder()];
    const { exitCode, stdout, stderr } = await world.run(argv);
    expect([exitCode, stdout]).toEqual([0, `${E1.replaceAll('\n', ' ')}\n{"eventID":"e0"}\n`]);
    expect(await filesIn(folder)).toEqual([
      'README.txt',
      'command.json',
      'events.jsonl',
      'log-files.jsonl',
      `log-files/${LOG_FILE}`,
      'manifest.sha256',
      'records.jsonl',
    ]);
    const manifest = await read('manifest.sha256');
    expect(stderr).toBe(
      `Evidence in ${folder}: 2 intact records of 2 events, 1 log file.\n` +
        `SHA-256 of its manifest.sha256, to be kept elsewhere: ${digest(manifest)}\n`,
    );
    expect(await read('records.jsonl')).toBe(`${E1}\n{"eventID":"e0"}\n`);
    expect(gunzipSync(await readFile(join(folder, 'log-files', LOG_FILE))).toString()).toBe(INFLATED);
    expect(JSON.parse(await read('command.json'))).toEqual({
      command: ['traildex', ...argv],
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      startedAt: '2026-07-20T12:00:00.000Z',
      place: {
        stack: 'Traildex',
        trailBucket: 'trail',
        eventsTable: 'Events',
        logFilesTable: 'LogFiles',
      },
      events: 2,
      intact: 2,
      problems: 0,
    });
    expect(await read('README.txt')).toContain(`\n  traildex show e1 e0 --evidence ${folder}\n`);
  });

  it('has a manifest that sha256sum accepts, and that names every other file', async () => {
    await world.run(['show', 'e1', 'e0', '--evidence', await freshFolder()]);
    const checked = execFileSync('sha256sum', ['-c', 'manifest.sha256'], { cwd: folder, encoding: 'utf8' });
    const files = (await filesIn(folder)).filter((path) => path !== 'manifest.sha256');
    expect(checked.trimEnd().split('\n').sort()).toEqual(files.map((path) => `${path}: OK`));
    await writeFile(join(folder, 'records.jsonl'), '{"eventID":"E0"}\n');
    expect(() => execFileSync('sha256sum', ['-c', '--status', 'manifest.sha256'], { cwd: folder })).toThrow();
  });

  it('says of each event where it stood and where its bytes are kept', async () => {
    await world.run(['show', 'e1', 'e0', '--evidence', await freshFolder()]);
    const events = await linesOf('events.jsonl');
    expect(events).toMatchObject([
      {
        eventID: 'e1',
        eventName: 'GetObject',
        bucket: 'trail',
        logFile: LOG_FILE,
        recordIndex: 1,
        intact: true,
        logFileSha256: SHA256,
        logFileIntact: true,
        record: { byteOffset: 0, sizeBytes: Buffer.byteLength(E1) },
      },
      { eventID: 'e0', recordIndex: 0, record: { byteOffset: Buffer.byteLength(E1) + 1, sizeBytes: 16 } },
    ]);
    expect(digest(E1).slice(0, 32)).toBe(events[0]?.recordHash);
  });

  it('says of each log file what was indexed and what is kept', async () => {
    await world.run(['show', 'e1', 'e0', '--evidence', await freshFolder()]);
    const stored = gzipSync(INFLATED);
    expect(await linesOf('log-files.jsonl')).toEqual([
      {
        bucket: 'trail',
        key: LOG_FILE,
        path: `log-files/${LOG_FILE}`,
        sizeBytes: stored.length,
        sha256: digest(stored),
        inflatedBytes: Buffer.byteLength(INFLATED),
        inflatedSha256: SHA256,
        indexedSha256: SHA256,
        indexedAt: '2026-07-19T21:36:30.000Z',
      },
    ]);
  });

  it('is for its owner alone', async () => {
    await world.run(['show', 'e0', '--evidence', await freshFolder()]);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'records.jsonl'))).mode & 0o777).toBe(0o600);
  });

  it('takes an empty folder', async () => {
    await mkdir(await freshFolder(), { recursive: true });
    expect((await world.run(['show', 'e0', '--evidence', folder])).exitCode).toBe(0);
  });
});

describe('--evidence is refused before any work', () => {
  it('where something is there already', async () => {
    await mkdir(await freshFolder(), { recursive: true });
    await writeFile(join(folder, 'notes.txt'), '');
    const { exitCode, stderr, places } = await world.run(['show', 'e0', '--evidence', folder]);
    expect([exitCode, places]).toEqual([2, []]);
    expect(stderr).toBe(`traildex: --evidence ${folder} is not empty: name a new or an empty folder.\n`);
    expect(await filesIn(folder)).toEqual(['notes.txt']);
  });

  it('where a file has the name', async () => {
    const path = join(await temporaryDirectory(), 'file');
    await writeFile(path, '');
    const { exitCode, stderr, places } = await world.run(['show', 'e0', '--evidence', path]);
    expect([exitCode, places]).toEqual([2, []]);
    expect(stderr).toBe(`traildex: --evidence ${path}: there is a file of that name.\n`);
  });

  it('without a name', async () => {
    const { exitCode, stderr } = await world.run(['show', 'e0', '--evidence', ' ']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('It needs the name of a folder.')]);
  });
});

describe('evidence that is not whole', () => {
  it('holds what is altered or unknown as a problem, never as a record', async () => {
    const changed = '{"Records":[{"eventID":"e0"},{"eventID":"changed"}]}';
    world.files.set(LOG_FILE, changed);
    const { exitCode, stderr } = await world.run([
      'show',
      'e1',
      'e0',
      'e9',
      '--evidence',
      await freshFolder(),
    ]);
    expect(exitCode).toBe(1);
    expect(await read('records.jsonl')).toBe('{"eventID":"e0"}\n');
    expect(await linesOf('events.jsonl')).toMatchObject([
      { eventID: 'e1', intact: false, fault: 'altered', logFileIntact: false, record: null },
      { eventID: 'e0', intact: true, record: { byteOffset: 0, sizeBytes: 16 } },
    ]);
    expect((await read('problems.txt')).split('\n')).toEqual([
      expect.stringMatching(/^Event e1: Record 1 of the log file is not the one that was indexed: /),
      'Event e9 is not in the index.',
      `Copied as it is. The log file is not the one that was indexed: its SHA-256 differs. (s3://trail/${LOG_FILE})`,
      '',
    ]);
    expect(await linesOf('log-files.jsonl')).toMatchObject([
      { inflatedSha256: digest(changed), indexedSha256: SHA256 },
    ]);
    expect(stderr).toContain('1 intact record of 2 events, 1 log file.');
  });

  it('goes without a log file that is gone', async () => {
    world.files.clear();
    const { exitCode, stderr } = await world.run(['show', 'e0', '--evidence', await freshFolder()]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('traildex: Evidence: Not copied. The log file is not in the bucket any more');
    expect(await linesOf('log-files.jsonl')).toEqual([
      expect.objectContaining({ key: LOG_FILE, problem: expect.any(String) }),
    ]);
    expect(await filesIn(folder)).not.toContain(`log-files/${LOG_FILE}`);
    expect(await read('manifest.sha256')).toContain('  events.jsonl\n');
  });

  it('says where a log file changed while it was collected', async () => {
    const place = world.place();
    const storedObjects: Workplace['storedObjects'] = {
      async *readStored() {
        yield gzipSync('{"Records":[]}');
      },
    };
    const openWorkplace = async () => ({ ...place, storedObjects });
    const { exitCode } = await world.run(['show', 'e0', '--evidence', await freshFolder()], {
      openWorkplace,
    });
    expect([exitCode, await linesOf('log-files.jsonl')]).toEqual([
      1,
      [
        expect.objectContaining({
          problem: 'The log file changed between the reading of its records and this copy.',
        }),
      ],
    ]);
  });

  it('keeps a log file that does not inflate as it is', async () => {
    const place = world.place();
    const storedObjects: Workplace['storedObjects'] = {
      async *readStored() {
        yield gzipSync(INFLATED).subarray(0, 30);
      },
    };
    const openWorkplace = async () => ({ ...place, storedObjects });
    await world.run(['show', 'e0', '--evidence', await freshFolder()], { openWorkplace });
    expect(await linesOf('log-files.jsonl')).toMatchObject([
      { sizeBytes: 30, problem: expect.stringMatching(/^The log file is damaged: /) },
    ]);
  });

  it('has no manifest where the command is interrupted, and says so', async () => {
    const interrupt = new AbortController();
    const place = world.place();
    const storedObjects: Workplace['storedObjects'] = {
      async *readStored() {
        interrupt.abort('SIGINT');
        await new Promise(() => {});
      },
    };
    const { exitCode, stderr } = await world.run(['show', 'e0', '--evidence', await freshFolder()], {
      openWorkplace: async () => ({ ...place, storedObjects }),
      interrupt: interrupt.signal,
    });
    expect([exitCode, stderr]).toEqual([
      130,
      `traildex: The evidence in ${folder} is not whole: it has no manifest.sha256.\n`,
    ]);
    expect(await filesIn(folder)).not.toContain('manifest.sha256');
  });

  it('is no folder at all where nothing came of the command', async () => {
    const openWorkplace = () => Promise.reject(new Error('There is no such stack.'));
    const { stderr } = await world.run(['show', 'e0', '--evidence', await freshFolder()], { openWorkplace });
    expect(stderr).toBe('traildex: There is no such stack.\n');
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });

  it('has no manifest where the reader of the output goes before all is collected', async () => {
    const stdout = new Writable({
      write: (chunk: Buffer, _encoding, done) =>
        done(chunk.includes('e1') ? Object.assign(new Error('gone'), { code: 'EPIPE' }) : null),
    });
    const argv = ['show', 'e0', 'e1', '--evidence', await freshFolder()];
    const { exitCode, stderr } = await world.run(argv, { stdout });
    expect([exitCode, stderr]).toEqual([
      0,
      `traildex: The evidence in ${folder} is not whole: it has no manifest.sha256.\n`,
    ]);
    expect(await filesIn(folder)).not.toContain('manifest.sha256');
  });
});
