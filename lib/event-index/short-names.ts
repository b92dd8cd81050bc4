/**
 * Which full values a short name means: `s3` a service, `role/Admin` a role in any account, `alice` an address of hers.
 * Case does not matter, `*` at either end stands for any text.
 */
import type { NameFilter } from './filters.ts';
import { beginningOfKey, isCutKey } from './key-value.ts';
import { fold, matchesPattern, parsePattern, UNKNOWN_REST } from './text-pattern.ts';

/** Whether `value` is what `short` stands for, both in lower case. */
const COMPLETES: Readonly<Record<NameFilter, (value: string, short: string) => boolean>> = {
  eventSource: (value, short) => value === short || value.startsWith(`${short}.`),
  eventName: (value, short) => value === short,
  errorCode: (value, short) => value === short,
  recipientAccountId: (value, short) => value === short,
  awsRegion: (value, short) => value === short,
  user: (value, short) => value === short || value.startsWith(`${short}@`),
  principal: (value, short) =>
    value === short ||
    value.endsWith(`/${short}`) ||
    value.endsWith(`:${short}`) ||
    value.startsWith(`${short}.`),
};

/** As `shortNameTest`, for values as the catalogue lists them: a long one is a beginning and a hash, which is no part of it. */
export function shortKeyTest(filter: NameFilter, asked: string): (key: string) => boolean {
  const isMeant = shortNameTest(filter, asked);
  return (key) => key === asked || isMeant(isCutKey(key) ? beginningOfKey(key) + UNKNOWN_REST : key);
}

/** A test for the full values that `asked` means. */
export function shortNameTest(filter: NameFilter, asked: string): (value: string) => boolean {
  const pattern = parsePattern(asked);
  const { text, openStart, openEnd } = pattern;
  if (!openStart && !openEnd) return (value) => COMPLETES[filter](fold(value), text);
  // `role/Adm*` begins inside an ARN, as `role/Admin` stands inside one.
  const beginsInside = filter === 'principal' && openEnd && !openStart;
  return (value) =>
    matchesPattern(pattern, value) ||
    (beginsInside && [':', '/'].some((mark) => fold(value).includes(mark + text)));
}
