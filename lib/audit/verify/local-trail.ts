/**
 * The trail that an embedded AWS plays, and what its digests count beside others: nothing.
 *
 * They say what was delivered to a data directory, whatever CloudTrail had delivered before. Where CloudTrail's own digests
 * are at hand, an hour that these do not speak for must not look proven.
 */
import type { DigestKey } from '../../cloudtrail/object-key.ts';

/** Backfill digests that came too late for its chain are those of `…-2` and so on. */
export const LOCAL_TRAIL_NAME = 'traildex-local';

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

/** An object of an odd name is of no trail. */
export function isOfOtherTrail({ name }: { readonly name: DigestKey }): boolean {
  return name.trailName !== undefined && !isLocalTrail(name);
}
