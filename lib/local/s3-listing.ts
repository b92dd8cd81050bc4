/**
 * Lists objects as ListObjectsV2 does: in the order of the keys' UTF-8 bytes, in pages that join without a gap.
 *
 * The emulator sorts by the rules of a language but resumes by code units, so that a page boundary between keys of
 * mixed case skips objects. Contract: ListObjectsV2 in the Amazon S3 API Reference. Pure.
 */
export interface ListingOptions {
  readonly prefix?: string | undefined;
  readonly delimiter?: string | undefined;
  /** At most as many objects and common prefixes together. @default 1000 */
  readonly maxKeys?: number | undefined;
  /** Only keys after this one; or, where it is a common prefix of the page before, after everything below it. */
  readonly startAfter?: string | undefined;
}

export interface Listing<T> {
  readonly objects: T[];
  readonly commonPrefixes: string[];
  readonly isTruncated: boolean;
}

export function listByKey<T extends { readonly key: string }>(
  all: Iterable<T>,
  { prefix = '', delimiter, maxKeys = 1000, startAfter = '' }: ListingOptions,
): Listing<T> {
  const inRange = [...all].filter(({ key }) => key.startsWith(prefix) && compareKeys(key, startAfter) > 0);
  inRange.sort((one, other) => compareKeys(one.key, other.key));
  const objects: T[] = [];
  const commonPrefixes: string[] = [];
  for (const object of inRange) {
    const common = commonPrefix(object.key, prefix, delimiter);
    if (common !== undefined && (common === commonPrefixes.at(-1) || common === startAfter)) continue;
    if (objects.length + commonPrefixes.length >= maxKeys)
      return { objects, commonPrefixes, isTruncated: true };
    if (common === undefined) objects.push(object);
    else commonPrefixes.push(common);
  }
  return { objects, commonPrefixes, isTruncated: false };
}

function commonPrefix(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}

/** By UTF-8 bytes, without making them: code units agree but for surrogates, which stand for the highest code points. */
export function compareKeys(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const left = one.charCodeAt(index);
    const right = other.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return one.length - other.length;
}

function rank(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x10000 : codeUnit;
}
