import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readState, writeState } from '../../lib/local/state.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

describe('what a data directory remembers', () => {
  it('is nothing at first', async () => {
    expect(await readState(await temporaryDirectory())).toBeUndefined();
  });

  it('is the engine, with the version of the layout', async () => {
    const directory = await temporaryDirectory();
    await writeState(directory, { engine: 'dynalite' });
    expect(await readState(directory)).toEqual({ engine: 'dynalite' });
    expect(JSON.parse(await readFile(join(directory, 'environment.json'), 'utf8'))).toEqual({
      layoutVersion: 1,
      engine: 'dynalite',
    });
    expect(await readdir(directory)).toEqual(['environment.json']);
  });

  it.each([
    ['a half-written file', '{"layoutVer', 'it is not JSON'],
    [
      'a newer layout',
      '{"layoutVersion":2,"engine":"dynalite"}',
      'its layout version is 2, this traildex reads 1',
    ],
    ['another engine', '{"layoutVersion":1,"engine":"redis"}', 'it names no DynamoDB engine'],
  ])('is refused with a way out: %s', async (_what, content, message) => {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, 'environment.json'), content);
    await expect(readState(directory)).rejects.toThrow(message);
    await expect(readState(directory)).rejects.toThrow('Use another data directory, or delete this one');
  });
});
