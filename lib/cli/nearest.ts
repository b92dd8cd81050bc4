/** Names what somebody probably meant: "Did you mean --source?" */
import { editDistance } from '../audit/nearest-names.ts';

/** The known name that is fewest edits away, or undefined when none is near. */
export function nearestName(asked: string, known: readonly string[]): string | undefined {
  const typed = asked.toLowerCase();
  const furthest = Math.max(1, Math.floor(typed.length / 3));
  let best: { name: string; distance: number } | undefined;
  for (const name of known) {
    const plain = name.toLowerCase();
    // Who types the end or the beginning of a long name is close, too: `time` for `eventTime`.
    const partOf = typed.length > 1 && (plain.endsWith(typed) || plain.startsWith(typed));
    const distance = partOf ? 0.5 : editDistance(typed, plain);
    if ((partOf || distance <= furthest) && (best === undefined || distance < best.distance))
      best = { name, distance };
  }
  return best?.name;
}

/** The flag that is few edits away. The dashes do not count: they would make all short flags alike. */
export function nearestFlag(asked: string, known: readonly string[]): string | undefined {
  const typed = asked.replace(/^-+/, '').toLowerCase();
  const near = known
    .map((flag) => ({ flag, distance: editDistance(typed, flag.replace(/^-+/, '')) }))
    .filter(({ distance }) => distance <= typed.length / 3)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.flag;
}

/** ` Did you mean NAME?`, or nothing. */
export function didYouMean(asked: string, known: readonly string[]): string {
  const name = nearestName(asked, known);
  return name === undefined ? '' : ` Did you mean ${name}?`;
}
