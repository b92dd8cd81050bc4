/**
 * Calls that only look: one page per service, as somebody sees them who opens its console or runs an inventory.
 *
 * Describe, List and Get calls are most of what people and tools leave in a trail. They answer nothing into the record;
 * what they asked for is all there is to see.
 */

import type { Place } from '../organization.ts';
import type { ApiCall, JsonObject } from '../record.ts';

export interface ReadCall {
  readonly name: string;
  readonly request?: JsonObject | ((place: Place) => JsonObject);
}

export interface ServicePage {
  /** The event source without `.amazonaws.com`. */
  readonly source: string;
  readonly calls: readonly [ReadCall, ...ReadCall[]];
}

export function toApiCall({ source }: ServicePage, { name, request }: ReadCall, place: Place): ApiCall {
  const parameters = typeof request === 'function' ? request(place) : (request ?? null);
  return { source, name, region: place.region, request: parameters };
}
