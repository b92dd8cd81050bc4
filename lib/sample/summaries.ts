/**
 * Aggregated events: five-minute summaries of S3 data events, one per account, region and window in which enough happened,
 * counted from the very events of the trail. CloudTrail's own threshold is not published; this one keeps small trails free
 * of summaries that say nothing.
 *
 * They are unlike other records (`eventId`, no `eventTime`). Their file is written as `{"Records":[…]}` as all others;
 * AWS documents the events but not the file around them.
 * Rules: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/aggregating-data-events.html
 */

import { formatTime, WINDOW_SECONDS } from './calendar.ts';
import type { Random } from './random.ts';
import type { JsonObject, SampleRecord } from './record.ts';

const SUMMARISED_FROM = 20;
const LISTED_BUCKETS = 5;

interface Tally {
  readonly windowStart: number;
  readonly accountId: string;
  readonly region: string;
  total: number;
  readonly names: Map<string, number>;
  readonly buckets: Map<string, number>;
}

export interface Summaries {
  count(record: SampleRecord): void;
  /** Summaries of the windows that ended before or at this moment; each is given once. */
  close(now: number): SampleRecord[];
}

export function createSummaries(random: Random): Summaries {
  const tallies = new Map<string, Tally>();
  return {
    count({ at, accountId, region, objectCall }) {
      if (objectCall === undefined) return;
      const windowStart = at - (at % WINDOW_SECONDS);
      const key = `${windowStart}/${accountId}/${region}`;
      const tally = tallies.get(key) ?? startTally(windowStart, accountId, region);
      tallies.set(key, tally);
      tally.total += 1;
      increment(tally.names, objectCall.name);
      increment(tally.buckets, objectCall.bucketArn);
    },
    close(now) {
      const ended = [...tallies].filter(([, { windowStart }]) => windowStart + WINDOW_SECONDS <= now);
      for (const [key] of ended) tallies.delete(key);
      return ended.flatMap(([, tally]) => (tally.total < SUMMARISED_FROM ? [] : [summarise(tally, random)]));
    },
  };
}

function startTally(windowStart: number, accountId: string, region: string): Tally {
  return { windowStart, accountId, region, total: 0, names: new Map(), buckets: new Map() };
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function summarise({ windowStart, accountId, region, names, buckets }: Tally, random: Random): SampleRecord {
  const record: JsonObject = {
    eventVersion: '1.0',
    accountId,
    eventId: random.uuid(),
    eventCategory: 'Aggregated',
    eventType: 'AwsAggregatedEvent',
    awsRegion: region,
    eventSource: 's3.amazonaws.com',
    timeWindow: {
      windowStart: formatTime(windowStart),
      windowEnd: formatTime(windowStart + WINDOW_SECONDS),
      windowSize: 'PT5M',
    },
    summary: {
      primaryDimension: describeDimension('eventName', names),
      details: [describeDimension('resourceARN', buckets)],
    },
  };
  return {
    text: JSON.stringify(record),
    at: windowStart,
    accountId,
    region,
    folder: 'CloudTrail-Aggregated',
    lateWindows: 0,
  };
}

function describeDimension(dimension: string, counts: ReadonlyMap<string, number>): JsonObject {
  const statistics = [...counts]
    .map(([name, value]) => ({ name, value }))
    .sort((one, other) => other.value - one.value || (one.name < other.name ? -1 : 1))
    .slice(0, LISTED_BUCKETS);
  return { dimension, statistics, aggregationType: 'Count' };
}
