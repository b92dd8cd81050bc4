/** Time as CloudTrail counts and writes it: milliseconds since 1970, whole seconds of UTC as text. */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** `2026-03-17T09:21:44Z` */
export function toTimeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
