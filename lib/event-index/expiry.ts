/** When an event leaves the index: its own time plus the retention, the same for every copy of it. */

const SECONDS_PER_DAY = 86_400;

/** Epoch seconds, or undefined where the index keeps everything. */
export function expiryOf(eventTime: string, retentionDays: number | undefined): number | undefined {
  if (retentionDays === undefined) return undefined;
  return Math.floor(Date.parse(eventTime) / 1000) + retentionDays * SECONDS_PER_DAY;
}
