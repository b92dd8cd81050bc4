/**
 * Filters for API calls by their names, and what carries the same names without being a call.
 *
 * An Insight and a five-minute summary are about calls, and the copy that a VPC endpoint's owner gets is a second record
 * of one: each would be counted as another call.
 */
import type { EventFilters, FieldFilter } from '../../../event-index/filters.ts';

export const NO_CALLS: readonly FieldFilter[] = [
  { field: 'eventCategory', value: 'Insight' },
  { field: 'eventCategory', value: 'Aggregated' },
  { field: 'eventCategory', value: 'NetworkActivity' },
];

/** What AWS services do on their own account, as against on a person's behalf. */
export const BY_SERVICES: FieldFilter = { field: 'credentialKind', value: 'service' };

/** @param service the event source without `.amazonaws.com`; @param eventName full names, or patterns. */
export function callsOf(service: string, eventName: readonly string[]): EventFilters {
  return { eventSource: [`${service}.amazonaws.com`], eventName, not: NO_CALLS };
}

/** Those of them that were carried out. */
export function doneCallsOf(service: string, eventName: readonly string[]): EventFilters {
  return { ...callsOf(service, eventName), succeeded: true };
}
