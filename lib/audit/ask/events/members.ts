/**
 * Finds what a record says wherever it says it.
 *
 * Services spell and nest the same parameter differently, and some differently over time: `cidrIp` below `items` below
 * `ipPermissions`, `CidrIpv4` below a member named after the action. A name is looked for at any depth, in any case.
 */
import { isObject } from '../../../cloudtrail/json.ts';

/** Deeper than any parameters of AWS's; a record does not decide how far a search goes. */
const MAX_DEPTH = 24;

/** The values of all members of these names, given in lower case. */
export function membersNamed(value: unknown, ...names: readonly string[]): readonly unknown[] {
  return [...membersIn(value)]
    .filter(([name]) => names.includes(name.toLowerCase()))
    .map(([, member]) => member);
}

/** All texts in it. */
export function textsIn(value: unknown): readonly string[] {
  const members = [...membersIn(value)].map(([, member]) => member);
  return [value, ...members].filter((member) => typeof member === 'string');
}

/** Members and elements at any depth; elements have no name. */
function* membersIn(value: unknown, depth = 0): Generator<readonly [string, unknown]> {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const element of value) {
      yield ['', element];
      yield* membersIn(element, depth + 1);
    }
  } else if (isObject(value)) {
    for (const entry of Object.entries(value)) {
      yield entry;
      yield* membersIn(entry[1], depth + 1);
    }
  }
}
