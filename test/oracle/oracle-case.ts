/** One case for the oracle: a trail, how it is indexed, and what is asked of it. */
import fc from 'fast-check';
import type { QueryRequest } from '../../lib/audit/query.ts';
import type { IndexSetup } from './oracle-index.ts';
import type { ReferenceRequest } from './reference.ts';
import { type DrawnRequest, drawnRequests, setups } from './requests.ts';
import { type TrailEntry, trails } from './trails.ts';

export interface OracleCase {
  readonly trail: readonly TrailEntry[];
  readonly setup: IndexSetup;
  readonly drawn: DrawnRequest;
}

export function oracleCases(size: { readonly min: number; readonly max: number }): fc.Arbitrary<OracleCase> {
  return fc.record({ trail: trails(size), setup: setups, drawn: drawnRequests });
}

export function toQuery({ filters, since, until, order }: ReferenceRequest): QueryRequest {
  return { filters, window: { since, until }, order };
}
