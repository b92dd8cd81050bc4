/**
 * Refuses filters that a question cannot honour. The catalogue keeps each value by itself: it knows that a principal was
 * there and that a region was, not who was where. A filter that went unheard would give a wrong answer.
 */
import { askedFilters, type EventFilters } from '../../../event-index/filters.ts';

export class UnsupportedFilterError extends Error {
  override readonly name = 'UnsupportedFilterError';
  readonly code = 'unsupported-filter';
  readonly question: string;
  readonly filters: readonly (keyof EventFilters)[];

  constructor(question: string, filters: readonly (keyof EventFilters)[], reason: string) {
    super(`${question} cannot be narrowed by ${filters.join(', ')}: ${reason}`);
    this.question = question;
    this.filters = filters;
  }
}

const REASON = 'it asks the catalogue, which lists each kind of name by itself. Leave the filter out.';

/** @throws UnsupportedFilterError when `filters` has more than those that the question honours. */
export function refuseFilters(
  question: string,
  filters: EventFilters,
  honoured: readonly (keyof EventFilters)[] = [],
): void {
  const unheard = askedFilters(filters).flatMap(([name]) => (honoured.includes(name) ? [] : [name]));
  if (unheard.length > 0) throw new UnsupportedFilterError(question, unheard, REASON);
}
