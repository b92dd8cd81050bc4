/**
 * How untrusted text is quoted in an error message or a reason: short, in double quotes, printable ASCII only.
 *
 * Keys, bucket names and message bodies come from whoever can write to the bucket or the topic. Escaping everything
 * else keeps a terminal from obeying control sequences and a log line from breaking in two.
 */

const DEFAULT_MAX_LENGTH = 60;

/** The beginning of `text`, quoted and escaped; `…` after the quotes says that it goes on. Length in UTF-16 units. */
export function excerpt(text: string, maxLength: number = DEFAULT_MAX_LENGTH): string {
  const escaped = text.slice(0, maxLength).replace(/[^\x20-\x7e]|["\\]/g, escapeUnit);
  return text.length > maxLength ? `"${escaped}"…` : `"${escaped}"`;
}

function escapeUnit(unit: string): string {
  if (unit === '"' || unit === '\\') return `\\${unit}`;
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
