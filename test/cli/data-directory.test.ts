import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireDataDirectory } from '../../lib/cli/data-directory.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const local = (dataDir: string) => ({ local: true, dataDir, stack: '' });

describe('a command that needs a data directory', () => {
  it('refuses one that is not there', async () => {
    const dataDir = join(await temporaryDirectory(), 'mistyped');
    expect(() => requireDataDirectory(local(dataDir))).toThrow(
      `There is no data directory ${dataDir}. traildex ingest PATH --local --data ${dataDir} makes one.`,
    );
  });

  it('refuses an empty folder, and leaves it empty', async () => {
    const dataDir = join(await temporaryDirectory(), 'empty');
    await mkdir(dataDir);
    expect(() => requireDataDirectory(local(dataDir))).toThrow(
      `There is nothing in the data directory ${dataDir}. traildex ingest PATH`,
    );
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('takes what has something in it, and asks for none beside a deployed stack', async () => {
    const dataDir = await temporaryDirectory();
    await writeFile(join(dataDir, 'contents.json'), '{}');
    expect(() => requireDataDirectory(local(dataDir))).not.toThrow();
    expect(() => requireDataDirectory(local(join(dataDir, 'contents.json')))).not.toThrow();
    expect(() => requireDataDirectory({ ...local(join(dataDir, 'none')), local: false })).not.toThrow();
  });
});
