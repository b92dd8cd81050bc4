/**
 * Reading JSON that nobody vouches for: every accessor answers undefined where the shape is not the expected one.
 *
 * Only own members are seen, so a member called `constructor` or `__proto__` is text like any other and a missing
 * one never resolves to Object's. Strings are handed on well-formed: a lone surrogate (JSON may spell one as `\ud800`)
 * cannot be written as UTF-8, and DynamoDB refuses it. Empty strings count as absent: CloudTrail writes `""` for
 * "does not apply" (`accessKeyId` of a console sign-in).
 */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member of that name, if `value` is an object that has one of its own. */
export function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** `value` as non-empty, well-formed text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.toWellFormed() : undefined;
}

/** The member of that name as non-empty, well-formed text. */
export function textIn(value: unknown, name: string): string | undefined {
  return textOf(memberOf(value, name));
}

/** True and false, also as the words `true`, `Yes`, `false`, `No`, which several AWS services write instead. */
export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' || value.length > 5) return undefined;
  const word = value.toLowerCase();
  if (word === 'true' || word === 'yes') return true;
  return word === 'false' || word === 'no' ? false : undefined;
}

/** The elements of an array, at most `limit` of them; of anything else, none. */
export function elementsOf(value: unknown, limit: number): readonly unknown[] {
  if (!Array.isArray(value)) return [];
  const elements: readonly unknown[] = value;
  return elements.length > limit ? elements.slice(0, limit) : elements;
}
