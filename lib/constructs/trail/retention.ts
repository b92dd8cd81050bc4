/**
 * How long bucket and index keep what they have, by the settings: what is older is expired, never missing.
 *
 * Of a bucket that is not the stack's only its owner knows. Where digests are not spoken of, they go with the log files:
 * few lifecycle rules tell the two apart.
 */
import type { Settings } from '../../config/settings.ts';

/** In days; undefined for ever, or for as long as nobody knows. */
export interface RetentionDays {
  readonly logFileDays: number | undefined;
  readonly digestDays: number | undefined;
  readonly eventDays: number | undefined;
}

export function retentionOf({ trail: { existing }, bucket, index }: Settings): RetentionDays {
  const eventDays = index.retentionDays;
  if (existing === undefined)
    return {
      logFileDays: bucket.logFiles.expireAfterDays,
      digestDays: bucket.digests.expireAfterDays,
      eventDays,
    };
  const { expireAfterDays: logFileDays, digestsExpireAfterDays: digestDays = logFileDays } = existing;
  return { logFileDays, digestDays, eventDays };
}
