/**
 * The key with which a data directory signs digests, as CloudTrail signs its own: made once, kept beside the data, for
 * its owner's eyes only.
 *
 * It proves that nothing was changed since it was put in here, and nothing about AWS. Lost, another one takes its place:
 * what the old one signed is still checked with its public half, which is archived in the index.
 */
import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalEnvironmentError } from './local-error.ts';

export const SIGNING_KEY_FILE = 'signing-key.pem';

/** As CloudTrail's. */
const MODULUS_BITS = 2048;

const OWNER_ONLY = 0o600;

/**
 * The key of a data directory, made where there is none.
 * @throws LocalEnvironmentError (`signing-key`) when the file holds something else.
 */
export async function openSigningKey(dataDirectory: string): Promise<KeyObject> {
  const path = join(dataDirectory, SIGNING_KEY_FILE);
  return parseKey((await readIfThere(path)) ?? (await makeKey(path)), path);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all, and nobody else can have read it meanwhile. */
async function makeKey(path: string): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: MODULUS_BITS,
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await rm(`${path}.new`, { force: true });
  await writeFile(`${path}.new`, privateKey, { mode: OWNER_ONLY, flag: 'wx' });
  await rename(`${path}.new`, path);
  return privateKey;
}

function parseKey(pem: string, path: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch (cause) {
    throw notAKey(path, cause);
  }
  throw notAKey(path);
}

function notAKey(path: string, cause?: unknown): LocalEnvironmentError {
  return new LocalEnvironmentError(
    'signing-key',
    `${path} is not the key that digests are signed with. Remove it, and the next delivery makes a new one; what was ` +
      'signed before can still be verified.',
    { cause },
  );
}
