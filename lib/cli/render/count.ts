/** Numbers of things in sentences: `1 event`, `12,575 events`. Every noun we count takes an s. */

export function count(number: number, noun: string): string {
  return `${grouped(number)} ${nounFor(number, noun)}`;
}

export function nounFor(number: number, noun: string): string {
  return number === 1 ? noun : `${noun}s`;
}

export function grouped(number: number): string {
  return number.toLocaleString('en-US');
}
