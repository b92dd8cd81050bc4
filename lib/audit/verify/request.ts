/** What a verification is asked. */
import type { TrailFolders } from '../trail-folders.ts';
import type { VerifyStores } from './ports.ts';

export interface VerifyRequest {
  /** The part of the bucket that is the trail's. */
  readonly folders: TrailFolders;
  /** Regions of digests and log files that are looked at. @default every one */
  readonly regions?: readonly string[] | undefined;
  /** Digests of this trail only. @default those of every trail that delivers there */
  readonly trailName?: string | undefined;
  /** Time of delivery: hours that begin from `from` on and before `until`. */
  readonly window: VerifyWindow;
  readonly now: Date;
  /** CloudTrail is delivering at this moment: a digest that is not there by the clock is overdue. */
  readonly isLive: boolean;
  /** Reads every log file again and asks the index for every event of it. @default false */
  readonly deep?: boolean | undefined;
  /** The trail bucket as it is called. */
  readonly bucket: string;
  /** Where digests and log files were delivered to, which they are signed with, where this bucket is a copy. */
  readonly origin?: Origin | undefined;
  readonly retention: Retention;
}

export interface VerifyWindow {
  readonly from: Date;
  readonly until: Date;
}

export interface Origin {
  readonly bucket: string;
  /** The trail's key prefix there, without a slash at its end; '' for none. */
  readonly keyPrefix: string;
}

/** Days after delivery for which things are kept; undefined for ever, or for as long as nobody knows. */
export interface Retention {
  readonly logFileDays?: number | undefined;
  readonly digestDays?: number | undefined;
  /** Of events in the index, from when they happened. */
  readonly eventDays?: number | undefined;
}

export interface VerifyContext extends VerifyStores {
  /** Ends the run: no further region is begun, and the one under way fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called often. */
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
}

export interface VerifyProgress {
  readonly regions: number;
  readonly regionsDone: number;
  readonly digests: number;
  readonly logFiles: number;
  /** Log files that were read again. */
  readonly filesRead: number;
}
