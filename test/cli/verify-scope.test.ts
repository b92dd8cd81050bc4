import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foldersToVerify, origin, readPublicKeys, trailName } from '../../lib/cli/verify-scope.ts';
import { CLOUDTRAIL_KEY } from '../audit/verify/world/signing-key.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { World } from './run-cli.ts';

describe('--origin', () => {
  it.each([
    ['s3://their-bucket', { bucket: 'their-bucket', keyPrefix: '' }],
    ['s3://their-bucket/', { bucket: 'their-bucket', keyPrefix: '' }],
    ['s3://their-bucket/audit/trails/', { bucket: 'their-bucket', keyPrefix: 'audit/trails' }],
    ['s3://their-bucket/audit/AWSLogs/111122223333', { bucket: 'their-bucket', keyPrefix: 'audit' }],
    ['s3://their-bucket/AWSLogs', { bucket: 'their-bucket', keyPrefix: '' }],
  ])('%s', (typed, expected) => {
    expect(origin(typed)).toEqual(expected);
  });

  it.each(['their-bucket', 's3://', 's3:///prefix', 'https://their-bucket'])('%s is refused', (typed) => {
    expect(() => origin(typed)).toThrow('s3://BUCKET or s3://BUCKET/PREFIX');
  });
});

describe('--trail', () => {
  it('is a name, or an ARN', () => {
    expect(trailName('management-events')).toBe('management-events');
    expect(trailName('arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/org_trail.1')).toBe(
      'org_trail.1',
    );
  });

  it.each(['', 'a/b', 'arn:aws:s3:::bucket'])('%j is refused', (typed) => {
    expect(() => trailName(typed)).toThrow('A trail is named by its name');
  });
});

describe('--account', () => {
  const { deployment } = new World().place();

  it('narrows the folders to those accounts', () => {
    const asked = { local: false, accountIds: ['111122223333'] };
    expect(foldersToVerify(deployment, asked).accountIds).toEqual(['111122223333']);
    expect(foldersToVerify(deployment, { ...asked, accountIds: undefined }).accountIds).toBeUndefined();
  });

  it('that the stack does not take is refused', () => {
    const some = { ...deployment, accountIds: ['111122223333', '444455556666'] };
    expect(() => foldersToVerify(some, { local: false, accountIds: ['777788889999'] })).toThrow(
      '--account 777788889999: the stack takes the log files of 111122223333, 444455556666 only.',
    );
  });
});

describe('--public-keys', () => {
  const fileOf = async (content: unknown) => {
    const path = join(await temporaryDirectory(), 'keys.json');
    await writeFile(path, JSON.stringify(content));
    return path;
  };

  it('reads what list-public-keys printed', async () => {
    const { der, fingerprint } = CLOUDTRAIL_KEY.published;
    const path = await fileOf({
      PublicKeyList: [{ Value: Buffer.from(der).toString('base64'), Fingerprint: fingerprint }],
    });
    expect((await readPublicKeys(path)).map((key) => key.fingerprint)).toEqual([fingerprint]);
  });

  it('names the file that is none', async () => {
    const path = await fileOf({ Keys: [] });
    await expect(readPublicKeys(path)).rejects.toThrow(`--public-keys ${path}: it has no PublicKeyList`);
    await expect(readPublicKeys('test')).rejects.toThrow(
      '--public-keys test cannot be read: it is a folder.',
    );
  });
});
