/**
 * Whether the condition of a policy's statement ties a request to somebody or to a place.
 *
 * Whoever opens something may write a condition that looks like a limit and is none: a wildcard, half of all addresses,
 * an operator that holds where the request says nothing. Where it cannot be told, the condition is none: rather one
 * answer too many than one too few.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
import { isObject } from '../../../cloudtrail/json.ts';

/** Condition keys that say who asks or from where. In lower case. */
const NARROWING = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'aws:username',
  'aws:vpcsourceip',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
]);

/** Operators that name who is left out, or let pass who does not say. */
const LOOSE_OPERATOR = /^forallvalues:|not|null$|ifexists$/i;

export function isNarrowed(condition: unknown): boolean {
  if (!isObject(condition)) return false;
  return Object.entries(condition).some(
    ([operator, keys]) =>
      !LOOSE_OPERATOR.test(operator) &&
      isObject(keys) &&
      Object.entries(keys).some(
        ([key, values]) => NARROWING.has(key.toLowerCase()) && !textsOf(values).some(isAnybodys),
      ),
  );
}

/** Values that tie to nobody and nowhere. */
function isAnybodys(value: string): boolean {
  if (/:\d{12}(?::|$)/.test(value)) return false; // The number of an account, in an ARN.
  return /^(?:o-)?[*?]/.test(value) || isAnybodysArn(value) || isLargeRange(value);
}

/** Without an account an ARN can be of anybody, unless its name is the only one of its kind, as that of a bucket is. */
function isAnybodysArn(value: string): boolean {
  if (!value.startsWith('arn:')) return false;
  const [, , service, , account, name = ''] = value.split(':');
  const isUnique = (account === '' || service === 's3') && /^[^*?]/.test(name);
  return !isUnique && (account === undefined || account === '' || /[*?]/.test(account));
}

/** Nobody has more addresses than these in one range. */
const SHORTEST_PREFIX = { v4: 8, v6: 16 };

function isLargeRange(value: string): boolean {
  const [, address, prefix] = /^([\da-f.:]+)\/(\d{1,3})$/i.exec(value) ?? [];
  if (address === undefined) return false;
  return Number(prefix) < SHORTEST_PREFIX[address.includes(':') ? 'v6' : 'v4'];
}

/** The texts in what AWS takes as one value or a list. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((element) => typeof element === 'string');
}

export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
