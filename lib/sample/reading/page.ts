/**
 * Calls that only look: one page per service, as somebody sees them who opens its console or runs an inventory.
 *
 * Describe, List and Get calls are most of what people and tools leave in a trail. They answer nothing into the record;
 * what they asked for is all there is to see.
 */

import type { Place } from '../organization.ts';
import type { ApiCall, JsonObject } from '../record.ts';
import { GOVERNANCE_PAGES } from './governance.ts';
import { RUNNING_PAGES } from './running.ts';
import { STORING_PAGES } from './storing.ts';

export interface ReadCall {
  readonly name: string;
  readonly request?: JsonObject | ((place: Place) => JsonObject);
}

export interface ServicePage {
  /** The event source without `.amazonaws.com`. */
  readonly source: string;
  readonly calls: readonly [ReadCall, ...ReadCall[]];
}

export const PAGES: readonly [ServicePage, ...ServicePage[]] = [
  ...RUNNING_PAGES,
  ...STORING_PAGES,
  ...GOVERNANCE_PAGES,
];

export function toApiCall({ source }: ServicePage, { name, request }: ReadCall, place: Place): ApiCall {
  const parameters = typeof request === 'function' ? request(place) : (request ?? null);
  return { source, name, region: place.region, request: parameters };
}

/** The page of a service that is known to have one. */
export function findPage(source: string): ServicePage {
  return PAGES.find((page) => page.source === source) ?? PAGES[0];
}
