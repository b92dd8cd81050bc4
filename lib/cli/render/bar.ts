/**
 * Bars of block characters, for charts in a terminal. What is not nothing is never drawn as nothing.
 */

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const FULL = '█';

/** A bar as long as `value` is of `max`, in eighths of a column. */
export function bar(value: number, max: number, width: number): string {
  if (value <= 0 || width < 1) return '';
  const eighths = Math.max(1, Math.round((value / max) * width * 8));
  return FULL.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}

/** The columns of a bar that are each part's: whole ones, together as many as all parts are of `max`. */
export function splitBar(parts: readonly number[], max: number, width: number): readonly number[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total <= 0 || width < 1) return parts.map(() => 0);
  const columns = Math.max(1, Math.round((total / max) * width));
  const shares = parts.map((part) => (part / total) * columns);
  const lengths = shares.map(Math.floor);
  const left = columns - lengths.reduce((sum, length) => sum + length, 0);
  // The columns that are left go to the parts that lost most by rounding down.
  const losers = shares
    .map((share, index) => ({ index, loss: share - Math.floor(share) }))
    .sort((a, b) => b.loss - a.loss || a.index - b.index);
  for (const { index } of losers.slice(0, left)) lengths[index] = (lengths[index] ?? 0) + 1;
  return lengths;
}
