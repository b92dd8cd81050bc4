/**
 * By what events can be counted: each dimension is a field of the summary under the name that people type.
 *
 * The index keeps the beginning of a long text only, and little of a long list. A value therefore says whether it is
 * whole, so that nobody takes a beginning for the value, or what is not kept for what is not there.
 */
import type { IndexedEvent } from '../event-index/event-item.ts';
import type { EventFilters } from '../event-index/filters.ts';
import { isBeginning } from '../event-index/resource-list.ts';

const FIELD_OF = {
  source: 'eventSource',
  name: 'eventName',
  principal: 'principal',
  user: 'userName',
  account: 'recipientAccountId',
  region: 'awsRegion',
  ip: 'sourceIPAddress',
  error: 'errorCode',
  'access-key': 'accessKeyId',
  'user-agent': 'userAgent',
  resource: 'resources',
  kind: 'credentialKind',
  category: 'eventCategory',
  identity: 'identityType',
  'source-identity': 'sourceIdentity',
  'invoked-by': 'invokedBy',
  'event-type': 'eventType',
} as const satisfies Readonly<Record<string, keyof IndexedEvent>>;

export type Dimension = keyof typeof FIELD_OF;

export const DIMENSIONS = Object.keys(FIELD_OF) as readonly Dimension[];

/** Words of AWS's own: what is there of them is whole. */
const NEVER_CUT: ReadonlySet<Dimension> = new Set([
  'account',
  'region',
  'kind',
  'category',
  'identity',
  'event-type',
]);

export type DimensionValue =
  | { readonly kind: 'whole'; readonly text: string }
  /** The record may go on: values that begin alike are one. */
  | { readonly kind: 'beginning'; readonly text: string }
  /** The record has none. */
  | { readonly kind: 'missing' }
  /** The index had no room for it. */
  | { readonly kind: 'not-kept' };

/** The field of an event that a dimension counts. */
export function fieldOf(dimension: Dimension): keyof IndexedEvent {
  return FIELD_OF[dimension];
}

/** At least one; several where an event names several resources, each once. */
export function valuesOf(event: IndexedEvent, dimension: Dimension): readonly DimensionValue[] {
  if (dimension === 'resource') return resourcesOf(event);
  const field = FIELD_OF[dimension];
  const text = event[field];
  const isClipped = event.clipped.includes(field) && !(text !== undefined && NEVER_CUT.has(dimension));
  if (text === undefined) return [{ kind: isClipped ? 'not-kept' : 'missing' }];
  return [{ kind: isClipped ? 'beginning' : 'whole', text }];
}

function resourcesOf({ resources, clipped }: IndexedEvent): readonly DimensionValue[] {
  const isClipped = clipped.includes('resources');
  const known = [...new Set(resources)].map(
    (text): DimensionValue => ({ kind: isClipped && isBeginning(text) ? 'beginning' : 'whole', text }),
  );
  if (isClipped) return [...known, { kind: 'not-kept' }];
  return known.length > 0 ? known : [{ kind: 'missing' }];
}

/** Only failed calls have an error: asked by it, the others are no answer, and need not be read. */
export function filtersFor(dimension: Dimension | undefined, filters: EventFilters): EventFilters {
  return dimension === 'error' ? { ...filters, errors: true } : filters;
}
