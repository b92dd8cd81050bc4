/** `--explain`: how a question was answered and what that cost, in sentences for stderr. */
import type { ReadUsage } from '../audit/meter.ts';
import { priceOf } from '../audit/price.ts';
import type { EventFilters } from '../event-index/filters.ts';
import type { QueryPlan } from '../event-index/query-plan.ts';
import { flagsFor } from './filter-options.ts';
import { count, grouped } from './render/count.ts';

const LISTED_KEYS = 5;

export function describePlan(plan: QueryPlan | undefined, filters: EventFilters): string[] {
  if (plan === undefined) return ['Plan: nothing to read, because a filter matches nothing.'];
  const flags = flagsFor(filters);
  return [
    `Plan: ${describeKeys(plan)}`,
    ...(plan.filter === undefined ? [] : [`  DynamoDB filters: ${withNames(plan.filter)}`]),
    `  Every event is tested for: ${flags.length > 0 ? flags.join(' ') : 'nothing'}`,
  ];
}

function describeKeys(plan: QueryPlan): string {
  const { index } = plan;
  if (plan.kind === 'sweep') {
    const values = plan.dimension === 'error' ? 'error codes' : 'event sources';
    return `no index serves this, so it sweeps ${index.name} over all ${values} of the window`;
  }
  const listed = plan.keys.slice(0, LISTED_KEYS).join(', ');
  const more = plan.keys.length > LISTED_KEYS ? ` and ${grouped(plan.keys.length - LISTED_KEYS)} more` : '';
  return `${index.name}, ${index.partitionKey} = ${listed}${more}`;
}

function withNames({ expression, names, values }: NonNullable<QueryPlan['filter']>): string {
  return expression.replace(/[#:]\w+/g, (placeholder) => {
    const value = values[placeholder];
    if (value === undefined) return names[placeholder] ?? placeholder;
    return JSON.stringify('S' in value ? value.S : Object.values(value)[0]);
  });
}

export function describeCost({ requests, readUnits, entries, logFiles }: ReadUsage): string {
  const files = logFiles > 0 ? `, ${count(logFiles, 'log file')}` : '';
  return `Cost: ${count(requests, 'request')}, ${grouped(entries)} index ${entries === 1 ? 'entry' : 'entries'} read, ${grouped(readUnits)} read units${files} (${describePrice(priceOf(readUnits, logFiles))}).`;
}

/** Questions cost little: as many digits as it takes to see something. */
export function describePrice(usd: number): string {
  return `${usd.toLocaleString('en-US', { maximumSignificantDigits: 2 })} USD`;
}
