/** One case: the object as it stands in the bucket, and the settings that it is read under. */
import type { LogFileFolder } from '../../lib/cloudtrail/object-key.ts';

export interface FuzzCase {
  /** Names the kind of damage; cases of a family have nothing else in common. */
  readonly family: string;
  readonly body: Buffer;
  /** Of the key, with its slash, or empty. */
  readonly prefix: string;
  readonly folder: LogFileFolder;
  readonly now: Date;
  readonly maxInflatedBytes: number;
  readonly maxRecordBytes: number;
  readonly retentionDays: number | undefined;
  readonly shardCount: number;
  /** The bucket hands out the body in pieces of this size. */
  readonly chunkBytes: number;
}
