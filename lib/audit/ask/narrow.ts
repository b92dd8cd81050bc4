/**
 * Filters that somebody typed, added to those of a question: an event must satisfy both.
 *
 * Lists of whole values are intersected, so that an index reads no more than is meant. Patterns have no intersection
 * that a filter could say; where both ask for the same thing, what was typed is tested on the events that the question
 * gives.
 */
import { askedFilters, type EventFilters } from '../../event-index/filters.ts';

export interface Narrowed {
  readonly filters: EventFilters;
  /** What the events still have to be tested for. */
  readonly rest: EventFilters | undefined;
}

/** Keys of an index are compared as they are stored. */
const KEYS: readonly (keyof EventFilters)[] = [
  'eventSource',
  'eventName',
  'principal',
  'errorCode',
  'userName',
];

/** Case does not matter for these. */
const VALUES: readonly (keyof EventFilters)[] = [
  'recipientAccountId',
  'awsRegion',
  'eventCategory',
  'credentialKind',
];

/** No event satisfies it. */
const NOTHING: EventFilters = { eventSource: [] };

/** Both with full names. */
export function narrow(own: EventFilters, typed: EventFilters): Narrowed {
  let filters = own;
  const rest: Record<string, unknown> = {};
  for (const [name, wanted] of askedFilters(typed)) {
    const mine = own[name];
    if (mine === undefined) filters = { ...filters, [name]: wanted };
    else if (name === 'not') filters = { ...filters, not: [...(own.not ?? []), ...(typed.not ?? [])] };
    else if (name === 'readOnly') filters = mine === wanted ? filters : { ...filters, ...NOTHING };
    else if (KEYS.includes(name)) filters = { ...filters, [name]: intersect(mine, wanted, (key) => key) };
    else if (VALUES.includes(name)) filters = { ...filters, [name]: intersect(mine, wanted, toLowerCase) };
    else rest[name] = wanted;
  }
  return { filters, rest: Object.keys(rest).length > 0 ? rest : undefined };
}

function intersect(mine: unknown, wanted: unknown, fold: (value: string) => string): readonly string[] {
  const meant = new Set((wanted as readonly string[]).map(fold));
  return (mine as readonly string[]).filter((value) => meant.has(fold(value)));
}

function toLowerCase(value: string): string {
  return value.toLowerCase();
}
