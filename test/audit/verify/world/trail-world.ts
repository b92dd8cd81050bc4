/**
 * A trail bucket with signed digests, its index and CloudTrail's keys in memory; and what a verification says of them.
 *
 * Without further words: one account, one region, five hours from 22:13:52 over midnight, the middle one silent. The
 * second log file of an hour is delivered in the next hour of the clock, as the time of a digest begins where it likes.
 */

import type { FoundKey, KeyWindow, VerifyStores } from '../../../../lib/audit/verify/ports.ts';
import type { RegionReport, Signer } from '../../../../lib/audit/verify/report.ts';
import type { VerifyRequest } from '../../../../lib/audit/verify/request.ts';
import { verify } from '../../../../lib/audit/verify/verify.ts';
import { parseObjectKey } from '../../../../lib/cloudtrail/object-key.ts';
import type { PublicKey } from '../../../../lib/cloudtrail/public-key.ts';
import { MemoryBucket } from './memory-bucket.ts';
import { MemoryTrailIndex } from './memory-trail-index.ts';
import { CLOUDTRAIL_KEY } from './signing-key.ts';
import { type ChainSettings, type Delivered, TrailChain } from './trail-chain.ts';

export const BUCKET = 'trail-bucket';
export const FIRST_START = '2026-03-16T22:13:52Z';
/** Log files of each of the five hours: 22, 23, 00 (silent), 01, 02. */
export const FILE_COUNTS = [2, 2, 0, 1, 2] as const;
/** How the hours of a trail stand that nobody touched. */
export const SOUND = {
  '2026-03-16T22': 'proven',
  '2026-03-16T23': 'proven',
  '2026-03-17T00': 'silent',
  '2026-03-17T01': 'proven',
  '2026-03-17T02': 'proven',
} as const;

interface RegionKey extends FoundKey {
  readonly region: string;
}

export class TrailWorld {
  readonly bucket = new MemoryBucket();
  readonly index = new MemoryTrailIndex(this.bucket);
  readonly keys: RegionKey[] = [];

  startChain(settings: Partial<ChainSettings> = {}): TrailChain {
    const all: ChainSettings = {
      bucketName: BUCKET,
      accountId: '111122223333',
      region: 'eu-west-1',
      trailName: 'audit_trail-1',
      homeRegion: 'eu-central-1',
      isBackfill: false,
      algorithm: 'SHA256withRSA',
      signer: CLOUDTRAIL_KEY,
      ...settings,
    };
    return new TrailChain(all, this.bucket);
  }

  /** CloudTrail, or somebody else, hands out the key in the region. */
  publish(region: string, key: PublicKey, signer: Signer = 'cloudtrail'): void {
    this.keys.push({ region, key, signer });
  }

  /** Everything in the bucket is announced, and indexed. */
  async indexAll(): Promise<void> {
    for (const key of this.bucket.objects.keys()) {
      if (parseObjectKey(key).kind === 'digest') this.index.record(key);
      else await this.index.index(key);
    }
  }

  /** Keys of the digests that are in the bucket, in the order in which they were delivered. */
  digests(): string[] {
    return [...this.bucket.objects.keys()].filter((key) => parseObjectKey(key).kind === 'digest');
  }

  stores(): VerifyStores {
    return {
      listing: this.bucket,
      ledger: this.index,
      digests: this.bucket,
      logFiles: this.bucket,
      events: this.index,
      keys: { find: async (region, fingerprint, window) => this.#find(region, fingerprint, window) },
    };
  }

  request(rest: Partial<VerifyRequest> = {}): VerifyRequest {
    return {
      folders: {},
      window: { from: new Date('2026-03-16T22:00:00Z'), until: new Date('2026-03-17T03:00:00Z') },
      now: new Date('2026-03-17T05:00:00Z'),
      isLive: false,
      bucket: BUCKET,
      retention: {},
      ...rest,
    };
  }

  async verify(rest: Partial<VerifyRequest> = {}): Promise<RegionReport[]> {
    const reports: RegionReport[] = [];
    for await (const report of verify(this.request(rest), this.stores())) reports.push(report);
    return reports;
  }

  /** As those who are asked by time: a key that was not valid in the window is not handed out. */
  #find(region: string, fingerprint: string, { from, until }: KeyWindow): FoundKey | undefined {
    return this.keys.find(
      ({ key, ...found }) =>
        found.region === region &&
        key.fingerprint === fingerprint &&
        Date.parse(key.validFrom ?? '2000-01-01') <= until.getTime() &&
        Date.parse(key.validUntil ?? '2100-01-01') >= from.getTime(),
    );
  }
}

export interface DeliveredTrail {
  readonly world: TrailWorld;
  readonly chain: TrailChain;
  readonly hours: readonly Delivered[];
}

/** Delivered, indexed, and nothing wrong with it. */
export async function deliverTrail(
  settings: Partial<ChainSettings> = {},
  fileCounts: readonly number[] = FILE_COUNTS,
  start: string = FIRST_START,
): Promise<DeliveredTrail> {
  const world = new TrailWorld();
  const chain = world.startChain(settings);
  world.publish(chain.settings.region, CLOUDTRAIL_KEY.published);
  const hours = chain.deliver(start, fileCounts);
  await world.indexAll();
  return { world, chain, hours };
}
