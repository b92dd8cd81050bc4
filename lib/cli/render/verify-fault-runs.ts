/**
 * Faults of one place that have the same to say, told as one: where one follows the other without anything between them.
 *
 * Two gaps around an hour that is proven stay two.
 */

import type { Fault } from '../../audit/verify/report.ts';
import { HOUR_MS } from '../../cloudtrail/utc.ts';

export interface FaultRun {
  readonly first: Fault;
  readonly last: Fault;
  readonly count: number;
  /** Of the first few. */
  readonly keys: readonly string[];
  readonly message: string;
}

const KEPT_KEYS = 3;

export function startRun(fault: Fault): FaultRun {
  const keys = fault.key === undefined ? [] : [fault.key];
  return { first: fault, last: fault, count: 1, keys, message: wordsOf(fault) };
}

/** Undefined where the fault is not one more of the run. */
export function extendRun(run: FaultRun, fault: Fault): FaultRun | undefined {
  const { first, last, count, keys, message } = run;
  const isSamePlace = first.accountId === fault.accountId && first.region === fault.region;
  if (!isSamePlace || message !== wordsOf(fault) || !follows(last, fault)) return undefined;
  const isNamed = fault.key !== undefined && keys.length < KEPT_KEYS;
  return {
    first,
    last: fault,
    count: count + 1,
    keys: isNamed && fault.key !== undefined ? [...keys, fault.key] : keys,
    message,
  };
}

/** In the time that both speak of, or in the hours that they count in. */
function follows(last: Fault, next: Fault): boolean {
  if (last.until !== undefined || next.from !== undefined) return last.until === next.from;
  const distanceMs = startOf(next) - startOf(last);
  return distanceMs === 0 || distanceMs === HOUR_MS;
}

function startOf({ hour }: Fault): number {
  return Date.parse(`${hour}:00:00Z`);
}

/** Where a moved digest came from, without what is the same here: so all of one copy say the same. */
function wordsOf({ code, key, message }: Fault): string {
  if (code !== 'digest-moved' || key === undefined) return message;
  const segments = key.split('/');
  const endings = segments.map((_, at) => `/${segments.slice(at).join('/')}`);
  const common = endings.find((ending) => message.includes(ending));
  return common === undefined ? message : message.replace(common, () => '/…');
}
