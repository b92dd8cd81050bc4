/** Finds names that look like a mistyped one: those that contain it, else those few edits away. */

const MOST = 3;

export function nearestNames(asked: string, known: readonly string[]): readonly string[] {
  const typed = asked.toLowerCase().replaceAll('*', '');
  if (typed === '') return [];
  const containing = known.filter((name) => name.toLowerCase().includes(typed));
  if (containing.length > 0) return containing.slice(0, MOST);
  const furthest = Math.max(1, Math.floor(typed.length / 3));
  return known
    .map((name) => ({ name, distance: editDistance(typed, comparable(name)) }))
    .filter(({ distance }) => distance <= furthest)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name);
}

/** What people leave out when they type a name: the ending of an event source, the ARN before a role or user. */
function comparable(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/\.amazonaws\.com$/, '')
      .split('/')
      .at(-1) ?? ''
  ).slice(0, 64);
}

/** Levenshtein distance, one row at a time. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
