import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSigningKey, SIGNING_KEY_FILE } from '../../lib/local/signing-key.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

describe('the signing key of a data directory', () => {
  it('is made once, for the eyes of its owner', async () => {
    const directory = await temporaryDirectory();
    const made = await openSigningKey(directory);
    expect(await readdir(directory)).toEqual([SIGNING_KEY_FILE]);
    expect((await stat(join(directory, SIGNING_KEY_FILE))).mode & 0o777).toBe(0o600);
    const opened = await openSigningKey(directory);
    expect(opened.equals(made)).toBe(true);
  });

  it('is an RSA key of 2,048 bits, as those of CloudTrail', async () => {
    const key = await openSigningKey(await temporaryDirectory());
    expect([key.type, key.asymmetricKeyType]).toEqual(['private', 'rsa']);
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  it('is another one after it was lost, also where a try to make it was cut off', async () => {
    const directory = await temporaryDirectory();
    const lost = await openSigningKey(directory);
    await rm(join(directory, SIGNING_KEY_FILE));
    await writeFile(join(directory, `${SIGNING_KEY_FILE}.new`), '-----BEGIN PRI');
    const made = await openSigningKey(directory);
    expect(made.equals(lost)).toBe(false);
    expect(await readdir(directory)).toEqual([SIGNING_KEY_FILE]);
  });

  it('is not replaced where something else is in its file', async () => {
    const directory = await temporaryDirectory();
    const path = join(directory, SIGNING_KEY_FILE);
    await writeFile(path, 'a shopping list');
    await expect(openSigningKey(directory)).rejects.toMatchObject({
      code: 'signing-key',
      message:
        `${path} is not the key that digests are signed with. Remove it, and the next delivery makes a new one; ` +
        'what was signed before can still be verified.',
    });
    expect(await readFile(path, 'utf8')).toBe('a shopping list');
  });
});
