import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ListedObject } from '../../lib/audit/ports.ts';
import { openTrailListing } from '../../lib/aws/trail-listing.ts';
import { CREDENTIALS, startFaultServer } from '../helpers/fault-server.ts';

const FOLDER = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/';

/** The first page goes on with the token, the second is the last. */
async function listingOf(pages: readonly string[], owner?: string) {
  const requests: URLSearchParams[] = [];
  const owners: unknown[] = [];
  const attributes: unknown[] = [];
  const endpoint = await startFaultServer(({ url, headers }, response) => {
    const query = new URLSearchParams(url.slice(url.indexOf('?')));
    const more = pages.length > requests.length + 1;
    const next = more ? '<NextContinuationToken>second page</NextContinuationToken>' : '';
    const page = pages[requests.length];
    requests.push(query);
    owners.push(headers['x-amz-expected-bucket-owner']);
    attributes.push(headers['x-amz-optional-object-attributes']);
    response.end(`<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${page}</ListBucketResult>`);
  });
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    forcePathStyle: true,
  });
  onTestFinished(() => client.destroy());
  return { listing: openTrailListing(client, { bucket: 'trail', owner }), requests, owners, attributes };
}

function object(name: string): string {
  return (
    `<Contents><Key>${FOLDER}${name}</Key><ETag>&quot;${name}-etag&quot;</ETag>` +
    '<LastModified>2026-03-17T10:00:00.000Z</LastModified><Size>2048</Size></Contents>'
  );
}

async function take(objects: AsyncIterable<ListedObject>, count: number): Promise<ListedObject[]> {
  const taken: ListedObject[] = [];
  for await (const one of objects) {
    taken.push(one);
    if (taken.length === count) break;
  }
  return taken;
}

describe('listing the objects of a folder', () => {
  it('gives them page by page, with the ETag as the ledger writes it', async () => {
    const { listing, requests } = await listingOf([object('a') + object('b'), object('c')]);
    const all = await take(listing.listObjects(FOLDER), 10);
    expect(all[0]).toEqual({
      key: `${FOLDER}a`,
      eTag: 'a-etag',
      sizeBytes: 2048,
      storedAt: new Date('2026-03-17T10:00:00Z'),
    });
    expect(all.map(({ key }) => key)).toEqual([`${FOLDER}a`, `${FOLDER}b`, `${FOLDER}c`]);
    expect(requests.map((query) => [query.get('prefix'), query.get('continuation-token')])).toEqual([
      [FOLDER, null],
      [FOLDER, 'second page'],
    ]);
  });

  it('asks for the next page only when it is wanted', async () => {
    const { listing, requests } = await listingOf([object('a') + object('b'), object('c')]);
    await take(listing.listObjects(FOLDER), 2);
    expect(requests).toHaveLength(1);
  });

  it('gives nothing of an empty folder', async () => {
    const { listing } = await listingOf(['']);
    expect(await take(listing.listObjects(FOLDER), 1)).toEqual([]);
  });

  it('names the account that must own the bucket, where it is known', async () => {
    const { listing, owners } = await listingOf(['', ''], '111122223333');
    await take(listing.listObjects(FOLDER), 1);
    expect(owners).toEqual(['111122223333', '111122223333']);
    const anybodys = await listingOf(['']);
    await take(anybodys.listing.listObjects(FOLDER), 1);
    expect(anybodys.owners).toEqual([undefined]);
  });
});

describe('an object in an archive', () => {
  const restored =
    '<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2026-04-01T00:00:00Z</RestoreExpiryDate></RestoreStatus>';
  const beingRestored = '<RestoreStatus><IsRestoreInProgress>true</IsRestoreInProgress></RestoreStatus>';

  it.each([
    ['STANDARD', '', undefined],
    ['GLACIER_IR', '', undefined],
    ['INTELLIGENT_TIERING', '', undefined],
    ['GLACIER', '', true],
    ['DEEP_ARCHIVE', '', true],
    ['GLACIER', beingRestored, true],
    ['GLACIER', restored, undefined],
  ])('of class %s %s', async (storageClass, restore, archived) => {
    const inClass = object('a').replace(
      '</Contents>',
      `<StorageClass>${storageClass}</StorageClass>${restore}</Contents>`,
    );
    const { listing, attributes } = await listingOf([inClass]);
    const [listed] = await take(listing.listObjects(FOLDER), 1);
    expect(listed?.archived).toBe(archived);
    // Without being asked S3 does not say what is restored.
    expect(attributes).toEqual(['RestoreStatus']);
  });
});

describe('listing the folders in a folder', () => {
  it('gives their prefixes, of all pages', async () => {
    const folder = (name: string) => `<CommonPrefixes><Prefix>AWSLogs/${name}/</Prefix></CommonPrefixes>`;
    const { listing, requests } = await listingOf([folder('1') + folder('2'), folder('3')]);
    expect(await listing.listFolders('AWSLogs/')).toEqual(['AWSLogs/1/', 'AWSLogs/2/', 'AWSLogs/3/']);
    expect(requests.map((query) => [query.get('prefix'), query.get('delimiter')])).toEqual([
      ['AWSLogs/', '/'],
      ['AWSLogs/', '/'],
    ]);
  });
});
