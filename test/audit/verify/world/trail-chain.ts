/**
 * Plays CloudTrail for one trail in one region of one account: log files, and a chain of signed digests about them.
 *
 * Signs by the rules as AWS documents them, in code of its own: what is tested must not be what made the test.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
import { createHash, sign } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  buildDayFolder,
  buildLogFileKey,
  type LogFileFolder,
} from '../../../../lib/cloudtrail/object-key.ts';
import type { MemoryBucket } from './memory-bucket.ts';
import type { SigningKey } from './signing-key.ts';

export interface ChainSettings {
  readonly bucketName: string;
  readonly accountId: string;
  readonly region: string;
  readonly trailName: string;
  readonly homeRegion: string;
  readonly organizationId?: string | undefined;
  readonly keyPrefix?: string | undefined;
  /** Backfill digests, which form a chain of their own. */
  readonly isBackfill: boolean;
  readonly algorithm: string;
  readonly signer: SigningKey;
}

export interface Delivered {
  /** `2026-03-17T09` */
  readonly hour: string;
  readonly start: string;
  readonly end: string;
  /** Key. */
  readonly digest: string;
  /** Keys. */
  readonly logFiles: readonly string[];
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export class TrailChain {
  readonly settings: ChainSettings;
  #signer: SigningKey;
  readonly #bucket: MemoryBucket;
  #previous: string | undefined;

  constructor(settings: ChainSettings, bucket: MemoryBucket) {
    this.settings = settings;
    this.#signer = settings.signer;
    this.#bucket = bucket;
  }

  /** Hours one after the other from `start` on, each with so many log files; their keys. */
  deliver(start: string, fileCounts: readonly number[]): Delivered[] {
    return fileCounts.map((count, at) => {
      const from = new Date(Date.parse(start) + at * HOUR_MS);
      const spread = (50 * MINUTE_MS) / Math.max(1, count - 1);
      const logFiles = Array.from({ length: count }, (_, file) =>
        this.deliverLogFile(new Date(from.getTime() + 5 * MINUTE_MS + file * spread)),
      );
      return this.deliverDigest(timeText(from), timeText(new Date(from.getTime() + HOUR_MS)), logFiles);
    });
  }

  /** A log file of two records; no digest lists it yet. */
  deliverLogFile(deliveredAt: Date, uniqueString?: string, folder: LogFileFolder = 'CloudTrail'): string {
    const { accountId, region, organizationId, keyPrefix } = this.settings;
    const name = String(this.#bucket.nextNumber()).padStart(13, '0');
    const key = buildLogFileKey({
      accountId,
      region,
      organizationId,
      prefix: keyPrefix,
      folder,
      deliveredAt: deliveredAt.toISOString(),
      uniqueString: uniqueString ?? `log${name}`,
    });
    const records = [1, 2].map((number) => ({
      eventVersion: '1.11',
      eventID: `event-${number}-of-${name}`,
      eventTime: timeText(new Date(deliveredAt.getTime() - number * MINUTE_MS)),
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      awsRegion: region,
      recipientAccountId: accountId,
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${accountId}:user/mary`, userName: 'mary' },
    }));
    this.#bucket.put(key, gzipSync(JSON.stringify({ Records: records })), {}, deliveredAt);
    return key;
  }

  /** The next of the chain. */
  deliverDigest(start: string, end: string, logFiles: readonly string[]): Delivered {
    const digest = this.#keyOf(end);
    const json = {
      awsAccountId: this.settings.accountId,
      digestStartTime: start,
      digestEndTime: end,
      digestS3Bucket: this.settings.bucketName,
      digestS3Object: digest,
      digestPublicKeyFingerprint: this.#signer.published.fingerprint,
      digestSignatureAlgorithm: this.settings.algorithm,
      newestEventTime: null,
      oldestEventTime: null,
      ...this.#previousMembers(),
      logFiles: logFiles.map((key) => ({
        s3Bucket: this.settings.bucketName,
        s3Object: key,
        hashValue: sha256(gunzipSync(this.#bucket.object(key).stored)),
        hashAlgorithm: 'SHA-256',
        newestEventTime: null,
        oldestEventTime: null,
      })),
    };
    const storedAt = new Date(Date.parse(end) + 30 * MINUTE_MS);
    const generatedAt = this.settings.isBackfill
      ? { 'backfill-generation-timestamp': storedAt.toISOString() }
      : {};
    const text = JSON.stringify(json);
    const metadata = {
      signature: signText(text, this.#signer),
      'signature-algorithm': this.settings.algorithm,
      ...generatedAt,
    };
    this.#bucket.put(digest, gzipSync(text), metadata, storedAt);
    this.#previous = digest;
    return { hour: start.slice(0, 13), start, end, digest, logFiles };
  }

  /** The next digest is the first of a chain: validation was turned off and on again. */
  restart(): void {
    this.#previous = undefined;
  }

  /** The trail is changed so that it delivers elsewhere: its next digest names the last one here. */
  convert(settings: Partial<ChainSettings>): TrailChain {
    const converted = new TrailChain({ ...this.settings, ...settings }, this.#bucket);
    converted.#previous = this.#previous;
    return converted;
  }

  /** CloudTrail changes its keys from time to time. */
  signWith(signer: SigningKey): void {
    this.#signer = signer;
  }

  #previousMembers() {
    const previous = this.#previous;
    const object = previous === undefined ? undefined : this.#bucket.object(previous);
    return {
      previousDigestS3Bucket: object === undefined ? null : this.settings.bucketName,
      previousDigestS3Object: previous ?? null,
      previousDigestHashValue: object === undefined ? null : sha256(gunzipSync(object.stored)),
      previousDigestHashAlgorithm: object === undefined ? null : 'SHA-256',
      previousDigestSignature: object?.metadata.signature ?? null,
    };
  }

  #keyOf(end: string): string {
    const { accountId, region, organizationId, keyPrefix, trailName, homeRegion, isBackfill } = this.settings;
    const day = end.slice(0, 10);
    const folder = buildDayFolder({
      accountId,
      region,
      organizationId,
      prefix: keyPrefix,
      folder: 'CloudTrail-Digest',
      day,
    });
    const stamp = end.replace(/[-:]/g, '');
    const ending = isBackfill ? '_backfill.json.gz' : '.json.gz';
    return `${folder}${accountId}_CloudTrail-Digest_${region}_${trailName}_${homeRegion}_${stamp}${ending}`;
  }
}

/** Whoever has the key can sign any digest. @returns hex */
export function signText(text: string, { privateKey }: SigningKey): string {
  const digest = JSON.parse(text);
  const lines = [
    digest.digestEndTime,
    `${digest.digestS3Bucket}/${digest.digestS3Object}`,
    sha256(text),
    digest.previousDigestSignature ?? 'null',
  ];
  return sign('sha256', Buffer.from(lines.join('\n')), privateKey).toString('hex');
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** As digests and records write it. */
export function timeText(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
