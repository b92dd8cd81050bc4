/** A moment of ISO 8601 for people: `2026-07-19 21:36:30 UTC`. */
export function utcSecond(iso: string): string {
  return `${iso.replace('T', ' ').replace(/(?:\.\d+)?Z$/, '')} UTC`;
}
