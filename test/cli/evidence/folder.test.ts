import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claimFolder } from '../../../lib/cli/evidence/folder.ts';
import { copyLogFile } from '../../../lib/cli/evidence/log-file-copy.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

describe('a file of the folder', () => {
  it('is written in order however it comes, and hashed', async () => {
    const location = await temporaryDirectory();
    const folder = await claimFolder(location);
    const file = await folder.create('a/b');
    await file.write('x'.repeat(300_000));
    await file.write(Buffer.from([0xff, 0x00]));
    await file.write('');
    expect(file.sizeBytes).toBe(300_002);
    const hash = await file.close();
    const written = await readFile(join(location, 'a/b'));
    expect(written.equals(Buffer.concat([Buffer.alloc(300_000, 'x'), Buffer.from([0xff, 0])]))).toBe(true);
    await folder.writeManifest();
    expect(await readFile(join(location, 'manifest.sha256'), 'utf8')).toBe(`${hash}  a/b\n`);
  });

  it('is not in the manifest once it was discarded', async () => {
    const location = await temporaryDirectory();
    const folder = await claimFolder(location);
    await (await folder.create('a')).discard();
    await folder.writeManifest();
    expect(await readdir(location)).toEqual(['manifest.sha256']);
    expect(await readFile(join(location, 'manifest.sha256'), 'utf8')).toBe('');
  });
});

describe('keys that cannot both have their own path', () => {
  it('are kept under a hash', async () => {
    const location = await temporaryDirectory();
    const folder = await claimFolder(location);
    const storedObjects = {
      async *readStored(key: string) {
        yield Buffer.from(`{"Records":["${key}"]}`);
      },
    };
    const wanted = { bucket: 'trail', entry: undefined, sha256WhenRead: undefined };
    const paths: (string | undefined)[] = [];
    const long = `${'long/'.repeat(2000)}z.json`;
    for (const key of ['a/x.json', 'a/X.json', 'a/x.json/y.json', 'a/x.json/y/z.json', long]) {
      const { path, problem } = await copyLogFile({ ...wanted, key }, folder, storedObjects);
      expect(problem).toBeUndefined();
      expect(await readFile(join(location, path ?? ''), 'utf8')).toBe(`{"Records":["${key}"]}`);
      paths.push(path);
    }
    expect(paths).toEqual([
      'log-files/a/x.json',
      expect.stringMatching(/^log-files\/%sha256\/[0-9a-f]{64}$/),
      expect.stringMatching(/^log-files\/%sha256\/[0-9a-f]{64}$/),
      expect.stringMatching(/^log-files\/%sha256\/[0-9a-f]{64}$/),
      expect.stringMatching(/^log-files\/%sha256\/[0-9a-f]{64}$/),
    ]);
  });
});
