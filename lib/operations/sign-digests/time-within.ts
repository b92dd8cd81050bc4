/** Whether a time touches any of many others: those are joined once, and one look finds the only one that can. */
import type { DigestHour } from './digest-hours.ts';

export function timeWithin(spans: readonly DigestHour[]): (span: DigestHour) => boolean {
  const joined = join(spans);
  return ({ startMs, endMs }) => {
    const last = joined[countBefore(joined, endMs) - 1];
    return last !== undefined && last.endMs > startMs;
  };
}

/** Spans that touch as one, in the order of time. */
function join(spans: readonly DigestHour[]): readonly DigestHour[] {
  const joined: DigestHour[] = [];
  for (const span of spans.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = joined.at(-1);
    if (last === undefined || last.endMs < span.startMs) joined.push(span);
    else joined[joined.length - 1] = { ...last, endMs: Math.max(last.endMs, span.endMs) };
  }
  return joined;
}

/** How many of them begin before `ms`. */
function countBefore(joined: readonly DigestHour[], ms: number): number {
  let low = 0;
  let high = joined.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((joined[middle]?.startMs ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
