/**
 * Aggregated events: five-minute sums of data events. Their members are named unlike every other record's
 * (`eventId`, `accountId`, a time window for a time), and what they counted is their primary dimension.
 *
 * The event happened when its window began, which is inclusive. The name of the primary dimension becomes the event's
 * name, its principal or its first resource, after the template that the trail aggregates by; the resources among the
 * further dimensions are kept as resources. Within a dimension the largest count stands for the others.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aggregated-events.html
 */
import { eventCategoryOf } from './event-category.ts';
import { elementsOf, type JsonObject, memberOf, textIn } from './json.ts';
import { principalOfArn, UNKNOWN_PRINCIPAL } from './principal.ts';

export interface AggregatedEvent {
  readonly eventID: string | undefined;
  /** As written, whatever it is. */
  readonly windowStart: unknown;
  readonly eventName: string | undefined;
  readonly recipientAccountId: string | undefined;
  readonly principal: string;
  readonly resourceArns: readonly string[];
}

const MAX_DIMENSIONS = 16;
const MAX_STATISTICS = 64;

/** What the aggregated event sums up, or undefined if the record is not one. */
export function aggregatedEventOf(record: JsonObject): AggregatedEvent | undefined {
  if (eventCategoryOf(record) !== 'Aggregated') return undefined;
  const summary = memberOf(record, 'summary');
  const primary = memberOf(summary, 'primaryDimension');
  const dimension = memberOf(primary, 'dimension');
  const caller = dimension === 'userIdentity' ? namesByCount(primary)[0] : undefined;
  return {
    eventID: textIn(record, 'eventId'),
    windowStart: memberOf(memberOf(record, 'timeWindow'), 'windowStart'),
    eventName: dimension === 'eventName' ? namesByCount(primary)[0] : undefined,
    recipientAccountId: textIn(record, 'accountId'),
    principal: caller === undefined ? UNKNOWN_PRINCIPAL : principalOfArn(caller),
    resourceArns: resourceArnsOf([primary, ...elementsOf(memberOf(summary, 'details'), MAX_DIMENSIONS)]),
  };
}

function resourceArnsOf(dimensions: readonly unknown[]): readonly string[] {
  return dimensions
    .filter((dimension) => memberOf(dimension, 'dimension') === 'resourceARN')
    .flatMap(namesByCount);
}

function namesByCount(dimension: unknown): readonly string[] {
  const counted: { readonly name: string; readonly count: number }[] = [];
  for (const statistic of elementsOf(memberOf(dimension, 'statistics'), MAX_STATISTICS)) {
    const name = textIn(statistic, 'name');
    const count = memberOf(statistic, 'value');
    if (name !== undefined) counted.push({ name, count: typeof count === 'number' ? count : 0 });
  }
  return counted.sort((a, b) => b.count - a.count).map(({ name }) => name);
}
