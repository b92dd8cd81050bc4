import { describe, expect, it } from 'vitest';
import type { KeyArchive } from '../../lib/aws/key-archive.ts';
import { openPublicKeys, type PublicKeySources } from '../../lib/aws/public-keys.ts';
import { fingerprintOf, type PublicKey } from '../../lib/cloudtrail/public-key.ts';
import type { ArchivedKey } from '../../lib/event-index/public-key-archive.ts';

const NOW = new Date('2026-03-25T09:30:00Z');
const REGION = 'eu-west-1';

function keyOf(text: string): PublicKey {
  const der = Buffer.from(text);
  return { fingerprint: fingerprintOf(der), der };
}

const [FIRST, SECOND, UNKNOWN] = [keyOf('first'), keyOf('second'), keyOf('unknown')];

/** A time of one hour, as a digest has it. */
function hourFrom(start: string) {
  const from = new Date(start);
  return { from, until: new Date(from.getTime() + 3_600_000) };
}

const HOUR = hourFrom('2026-03-17T08:13:52Z');

class MemoryArchive implements KeyArchive {
  readonly keys: ArchivedKey[] = [];
  reads = 0;

  async read(region: string, fingerprint: string) {
    this.reads++;
    return this.keys.find((one) => one.region === region && one.key.fingerprint === fingerprint);
  }

  async put(key: ArchivedKey) {
    this.keys.push(key);
  }
}

/** CloudTrail in one region, and what it was asked. */
function publisherOf(keys: readonly PublicKey[]) {
  const requests: string[] = [];
  const published: PublicKeySources['published'] = {
    list: async (region, { from, until }) => {
      requests.push(`${region} ${from.toISOString()} ${until.toISOString()}`);
      return region === REGION ? keys : [];
    },
  };
  return { published, requests };
}

const archivedKey = (key: PublicKey, signer: ArchivedKey['signer']): ArchivedKey => ({
  region: REGION,
  key,
  signer,
  archivedAt: '2026-01-01T00:00:00.000Z',
});

describe('a public key', () => {
  it('is one that was given before all others, of whatever region, and nobody is asked', async () => {
    const archive = new MemoryArchive();
    archive.keys.push(archivedKey(FIRST, 'local'));
    const { published, requests } = publisherOf([FIRST]);
    const keys = openPublicKeys({ given: [FIRST], archive, published, now: NOW });
    expect(await keys.find('us-east-1', FIRST.fingerprint, HOUR)).toEqual({ key: FIRST, signer: 'given' });
    expect([archive.reads, requests]).toEqual([0, []]);
  });

  it.each([
    ['cloudtrail', 'archived'],
    ['local', 'local'],
  ] as const)(
    'is the archived one where CloudTrail does not know it, with whose it is: %s',
    async (kept, signer) => {
      const archive = new MemoryArchive();
      archive.keys.push(archivedKey(FIRST, kept));
      const { published } = publisherOf([]);
      const keys = openPublicKeys({ archive, published, now: NOW });
      expect(await keys.find(REGION, FIRST.fingerprint, HOUR)).toEqual({ key: FIRST, signer });
    },
  );

  it('is not one that is archived for another region', async () => {
    const archive = new MemoryArchive();
    archive.keys.push(archivedKey(FIRST, 'cloudtrail'));
    const keys = openPublicKeys({
      archive,
      published: publisherOf([]).published,
      now: NOW,
    });
    expect(await keys.find('us-east-1', FIRST.fingerprint, HOUR)).toBeUndefined();
  });

  it('is not an archived one of other bytes than its name says', async () => {
    const archive = new MemoryArchive();
    archive.keys.push(archivedKey({ ...FIRST, der: Buffer.from('damaged') }, 'cloudtrail'));
    const keys = openPublicKeys({ archive, published: publisherOf([]).published, now: NOW });
    expect(await keys.find(REGION, FIRST.fingerprint, HOUR)).toBeUndefined();
  });

  it('comes from CloudTrail, whose whole answer is archived', async () => {
    const archive = new MemoryArchive();
    const { published } = publisherOf([FIRST, SECOND]);
    const keys = openPublicKeys({ archive, published, now: NOW });
    expect(await keys.find(REGION, FIRST.fingerprint, HOUR)).toEqual({ key: FIRST, signer: 'cloudtrail' });
    expect(archive.keys).toEqual(
      [FIRST, SECOND].map((key) => ({
        region: REGION,
        key,
        signer: 'cloudtrail',
        archivedAt: '2026-03-25T09:30:00.000Z',
      })),
    );
  });

  it('is had although nothing may be archived', async () => {
    const archive: KeyArchive = {
      read: async () => undefined,
      put: () => Promise.reject(new Error('AccessDeniedException')),
    };
    const keys = openPublicKeys({
      archive,
      published: publisherOf([FIRST]).published,
      now: NOW,
    });
    expect(await keys.find(REGION, FIRST.fingerprint, HOUR)).toEqual({ key: FIRST, signer: 'cloudtrail' });
  });

  it('is asked of CloudTrail before the archive, which anybody with rights on the table can write', async () => {
    const archive = new MemoryArchive();
    archive.keys.push(archivedKey(FIRST, 'cloudtrail'), archivedKey(SECOND, 'cloudtrail'));
    const { published } = publisherOf([FIRST]);
    const keys = openPublicKeys({ archive, published, now: NOW });
    expect(await keys.find(REGION, FIRST.fingerprint, HOUR)).toEqual({ key: FIRST, signer: 'cloudtrail' });
    expect(await keys.find(REGION, SECOND.fingerprint, HOUR)).toEqual({ key: SECOND, signer: 'archived' });
    expect(await keys.find(REGION, UNKNOWN.fingerprint, HOUR)).toBeUndefined();
  });

  it('is the archived one where CloudTrail does not answer, and its refusal where there is none', async () => {
    const archive = new MemoryArchive();
    archive.keys.push(archivedKey(FIRST, 'cloudtrail'));
    const published = { list: () => Promise.reject(new Error('CloudTrail did not say.')) };
    const keys = openPublicKeys({ archive, published, now: NOW });
    expect(await keys.find(REGION, FIRST.fingerprint, HOUR)).toEqual({ key: FIRST, signer: 'archived' });
    await expect(keys.find(REGION, UNKNOWN.fingerprint, HOUR)).rejects.toThrow('CloudTrail did not say.');
  });

  it('is there for nobody where there is no CloudTrail', async () => {
    const keys = openPublicKeys({ archive: new MemoryArchive(), now: NOW });
    expect(await keys.find(REGION, FIRST.fingerprint, HOUR)).toBeUndefined();
  });
});

describe('CloudTrail', () => {
  it('is asked once about all the digests of a week, also of keys that it has not', async () => {
    const archive = new MemoryArchive();
    const { published, requests } = publisherOf([FIRST, SECOND]);
    const keys = openPublicKeys({ archive, published, now: NOW });
    const hours = Array.from({ length: 48 }, (_, hour) =>
      hourFrom(new Date(Date.parse('2026-03-16T00:13:52Z') + hour * 3_600_000).toISOString()),
    );
    const asked = [FIRST, SECOND, UNKNOWN].flatMap((key) =>
      hours.map((hour) => keys.find(REGION, key.fingerprint, hour)),
    );
    const found = await Promise.all(asked);
    expect(found.filter((one) => one?.signer === 'cloudtrail')).toHaveLength(96);
    expect(requests).toEqual(['eu-west-1 2026-03-12T00:00:00.000Z 2026-03-19T00:00:00.000Z']);
    expect(archive.reads).toBe(1);
  });

  it('is asked region by region', async () => {
    const { published, requests } = publisherOf([FIRST]);
    const keys = openPublicKeys({ archive: new MemoryArchive(), published, now: NOW });
    expect(await keys.find('us-east-1', FIRST.fingerprint, HOUR)).toBeUndefined();
    expect(await keys.find(REGION, FIRST.fingerprint, HOUR)).toBeDefined();
    expect(requests.map((request) => request.split(' ')[0])).toEqual(['us-east-1', 'eu-west-1']);
  });

  it('is asked up to two hours beyond the digest, and not about a time that is far ahead', async () => {
    const { published, requests } = publisherOf([]);
    const keys = openPublicKeys({ archive: new MemoryArchive(), published, now: NOW });
    await keys.find(REGION, FIRST.fingerprint, hourFrom('2026-03-11T22:13:52Z'));
    await keys.find(REGION, FIRST.fingerprint, hourFrom('2026-03-25T08:13:52Z'));
    await keys.find(REGION, FIRST.fingerprint, hourFrom('2026-03-25T09:13:52Z'));
    expect(requests).toEqual([
      'eu-west-1 2026-03-05T00:00:00.000Z 2026-03-19T00:00:00.000Z',
      'eu-west-1 2026-03-19T00:00:00.000Z 2026-03-25T11:30:00.000Z',
      'eu-west-1 2026-03-19T00:00:00.000Z 2026-03-25T12:13:52.000Z',
    ]);
  });

  it('that refuses does not pass for one that has no such key, and is not asked again', async () => {
    let requests = 0;
    const published: PublicKeySources['published'] = {
      list: () => {
        requests++;
        return Promise.reject(new Error('refused'));
      },
    };
    const keys = openPublicKeys({ archive: new MemoryArchive(), published, now: NOW });
    await expect(keys.find(REGION, FIRST.fingerprint, HOUR)).rejects.toThrow('refused');
    await expect(keys.find(REGION, SECOND.fingerprint, HOUR)).rejects.toThrow('refused');
    expect(requests).toBe(1);
  });
});
