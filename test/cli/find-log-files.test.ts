import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../lib/cli/errors.ts';
import { findLogFiles, type LeftOut } from '../../lib/cli/find-log-files.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

async function folderWith(...names: string[]): Promise<string> {
  const folder = await temporaryDirectory();
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), 'x'.repeat(name.length));
  }
  return folder;
}

async function find(...paths: string[]) {
  const leftOut: LeftOut[] = [];
  const files = [];
  for await (const file of findLogFiles(paths, (report) => leftOut.push(report))) files.push(file);
  return { files, names: files.map(({ relativePath }) => relativePath), leftOut };
}

describe('finding log files', () => {
  it('takes every file below a folder that is named like one, in the order of the names', async () => {
    const folder = await folderWith('b.json', 'a/z.json.gz', 'a/b/c.JSONL', 'c.ndjson', 'B.gz', 'a.json');
    const { files, names, leftOut } = await find(folder);
    expect(names).toEqual(['B.gz', 'a/b/c.JSONL', 'a/z.json.gz', 'a.json', 'b.json', 'c.ndjson']);
    expect(files[1]).toEqual({
      path: join(folder, 'a/b/c.JSONL'),
      relativePath: 'a/b/c.JSONL',
      sizeBytes: 11,
    });
    expect(leftOut).toEqual([]);
  });

  it('tells what it leaves out, and why', async () => {
    const folder = await folderWith('a.json', '.hidden.json', '.git/b.json', 'readme.md', 'a.parquet');
    await symlink(join(folder, 'nowhere'), join(folder, 'dangling.json'));
    const { names, leftOut } = await find(folder);
    expect(names).toEqual(['a.json']);
    expect(leftOut).toEqual([
      { path: join(folder, '.git'), kind: 'hidden', reason: 'hidden' },
      { path: join(folder, '.hidden.json'), kind: 'hidden', reason: 'hidden' },
      {
        path: join(folder, 'a.parquet'),
        kind: 'other-extension',
        reason: 'not named like a log file; name it itself to have it taken',
      },
      { path: join(folder, 'dangling.json'), kind: 'unreadable', reason: 'a link to nothing' },
      {
        path: join(folder, 'readme.md'),
        kind: 'other-extension',
        reason: 'not named like a log file; name it itself to have it taken',
      },
    ]);
  });

  it('takes what is named itself, whatever it is called', async () => {
    const folder = await folderWith('events.txt', '.hidden/a.json');
    expect((await find(join(folder, 'events.txt'))).files).toEqual([
      { path: join(folder, 'events.txt'), relativePath: 'events.txt', sizeBytes: 10 },
    ]);
    expect((await find(join(folder, '.hidden'))).names).toEqual(['a.json']);
  });

  it('follows links, and enters no folder twice', async () => {
    const folder = await folderWith('logs/a.json', 'elsewhere/b.json');
    await symlink(folder, join(folder, 'logs/loop'));
    await symlink(join(folder, 'elsewhere/b.json'), join(folder, 'logs/c.json'));
    expect((await find(join(folder, 'logs'))).names).toEqual(['a.json', 'c.json', 'loop/elsewhere/b.json']);
    expect((await find(join(folder, 'logs'), folder)).names).toEqual([
      'a.json',
      'c.json',
      'loop/elsewhere/b.json',
    ]);
  });

  it('says of a folder that it holds no log file', async () => {
    const folder = await folderWith('full/a.json', 'empty/b.txt');
    const { names, leftOut } = await find(join(folder, 'full'), join(folder, 'empty'));
    expect(names).toEqual(['a.json']);
    expect(leftOut.at(-1)).toEqual({
      path: join(folder, 'empty'),
      kind: 'empty-folder',
      reason: 'no new log file is in it (.json.gz, .gz, .json, .jsonl, .ndjson)',
    });
  });

  it('refuses a path that does not exist before it yields anything', async () => {
    const folder = await folderWith('a.json');
    const missing = join(folder, 'b.json');
    const files = findLogFiles([folder, missing], () => {});
    await expect(files.next()).rejects.toThrow(
      new UsageError(`${missing} does not exist. Name log files, or folders that hold some.`),
    );
  });
});
