/**
 * The trail that an embedded AWS plays, and what its digests count beside others: nothing.
 *
 * They say what was delivered to a data directory, whatever CloudTrail had delivered before. Where CloudTrail's own digests
 * are at hand, an hour that these do not speak for must not look proven.
 */
import { type DigestKey, parseObjectKey } from '../../cloudtrail/object-key.ts';
import { HOUR_MS } from '../../cloudtrail/utc.ts';
import type { PlaceRun } from './run.ts';

/** Backfill digests that came too late for its chain are those of `…-2` and so on. */
export const LOCAL_TRAIL_NAME = 'traildex-local';

const CLOCK_SLACK_MS = 10 * 60_000;

const NAME = new RegExp(`^${LOCAL_TRAIL_NAME}(?:-\\d+)?$`);

export function isLocalTrail({ trailName = '' }: Pick<DigestKey, 'trailName'>): boolean {
  return NAME.test(trailName);
}

/** Without those of the local trail, where there are any of another one. */
export function withoutLocal<Named extends { readonly name: DigestKey }>(
  digests: readonly Named[],
  areOthersThere: boolean,
): readonly Named[] {
  return areOthersThere ? digests.filter(({ name }) => !isLocalTrail(name)) : digests;
}

/** Whether there are digests of another trail in the region, at any time. Looked for only where there are local ones. */
export async function isBesideOthers(
  digests: readonly { readonly name: DigestKey }[],
  { place, stores, request: { now } }: PlaceRun,
): Promise<boolean> {
  const isOther = (name: DigestKey) =>
    name.trailName !== undefined && !isLocalTrail(name) && isPlausible(name, now);
  if (!digests.some(({ name }) => isLocalTrail(name))) return false;
  if (digests.some(({ name }) => isOther(name))) return true;
  for (const folder of place.digestFolders) {
    for await (const { key } of stores.listing.listObjects(folder)) {
      const name = parseObjectKey(key);
      if (name.kind === 'digest' && isOther(name)) return true;
    }
  }
  return false;
}

/**
 * A digest is written after the time that it is about, and clocks differ by little. That of an embedded AWS may be about an
 * hour that is not over.
 */
export function isPlausible(name: DigestKey, now: Date): boolean {
  const slackMs = isLocalTrail(name) ? HOUR_MS : CLOCK_SLACK_MS;
  return name.endTime !== undefined && Date.parse(name.endTime) <= now.getTime() + slackMs;
}
