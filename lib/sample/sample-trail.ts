/**
 * The sample trail: a day of an organisation's CloudTrail, invented, of any size. Demonstrations, benchmarks and tests
 * stand on it.
 *
 * The same options give the same files on every machine: same keys, same order, same inflated bytes (gzip itself may differ
 * between zlib versions). Files are made as they are asked for, five minutes of events at a time, so memory does not grow
 * with the number of events. At 500 events and more every story of the day is in it; below, as many as fit, the five
 * service calls first. It uses no clock, no locale and no other source of chance than the seed.
 */

import { performEverydayActivity } from './activity/everyday.ts';
import { countUntil, parseDay, WINDOW_SECONDS, WINDOWS_PER_DAY } from './calendar.ts';
import { createDelivery, type Delivery, type SampleLogFile } from './delivery.ts';
import { createRandom } from './random.ts';
import type { SampleRecord } from './record.ts';
import { createStage, type Stage } from './stage.ts';
import { tellStories } from './story/day.ts';
import { createSummaries, type Summaries } from './summaries.ts';

export type { SampleLogFile } from './delivery.ts';
export { SERVICE_CALLS, type ServiceCall } from './service-calls.ts';

export interface SampleTrailOptions {
  /** Any safe integer from 0. */
  readonly seed: number;
  /** How many different events happen. Of every 25, one is delivered twice and is in two files. */
  readonly eventCount: number;
  /** The first day, `YYYY-MM-DD`, UTC. @default 2026-03-17 */
  readonly day?: string;
  /** Over how many days the events spread. Stories are told on the first. @default 1 */
  readonly days?: number;
}

export const DEFAULT_DAY = '2026-03-17';

/** Throws a RangeError, before any file is made, where an option makes no sense. */
export function generateSampleTrail(options: SampleTrailOptions): Generator<SampleLogFile> {
  const { seed, eventCount, day = DEFAULT_DAY, days = 1 } = options;
  requireWhole('seed', seed, 0);
  requireWhole('number of events', eventCount, 0);
  requireWhole('number of days', days, 1);
  return generateLogFiles({ seed, eventCount, start: parseDay(day), days });
}

interface TrailPlan {
  readonly seed: number;
  readonly eventCount: number;
  readonly start: number;
  readonly days: number;
}

function* generateLogFiles({ seed, eventCount, start, days }: TrailPlan): Generator<SampleLogFile> {
  const windows = days * WINDOWS_PER_DAY;
  const end = start + windows * WINDOW_SECONDS - 1;
  const stories = tellStories(createRandom(seed, 'stories'), start, end, eventCount);
  const storiesByWindow = Map.groupBy(stories, ({ at }) => Math.floor((at - start) / WINDOW_SECONDS));
  const delivery = createDelivery(createRandom(seed, 'delivery'));
  const everyday = createEveryday({
    stage: createStage(createRandom(seed, 'everyday'), start, end),
    total: eventCount - stories.length,
    summaries: createSummaries(createRandom(seed, 'summaries')),
    delivery,
  });

  for (let window = 0; window < windows || delivery.isWaiting(); window += 1) {
    const windowStart = start + window * WINDOW_SECONDS;
    if (window < windows) {
      everyday.acceptStories(storiesByWindow.get(window) ?? [], window);
      everyday.fill(window, windowStart, countUntil(window, eventCount - stories.length, days));
    }
    yield* delivery.publish(window, windowStart + WINDOW_SECONDS);
  }
}

interface EverydayParts {
  readonly stage: Stage;
  /** How many events besides those of the stories. */
  readonly total: number;
  readonly summaries: Summaries;
  readonly delivery: Delivery;
}

/** Fills the windows with ordinary work, so that after each as many events have happened as the hour's load asks for. */
function createEveryday({ stage, total, summaries, delivery }: EverydayParts) {
  let made = 0;
  let lastStart = stage.at;
  const accept = (records: readonly SampleRecord[], window: number): void => {
    for (const record of records) {
      summaries.count(record);
      delivery.accept(record, window);
    }
  };

  return {
    acceptStories: accept,
    fill(window: number, windowStart: number, target: number): void {
      // Summaries wait one window, since an activity may run a little past the end of its own.
      const summarised = summaries.close(windowStart).slice(0, total - made);
      accept(summarised, window);
      made += summarised.length;
      // What the last activity made too much is taken off here; a quiet time follows a burst.
      const due = target - made;
      const earliest = made;
      while (made < target) {
        // One after the other, so that nobody uses a session long before it was opened.
        lastStart = Math.max(lastStart, drawStart(stage, windowStart, due, made - earliest));
        stage.at = lastStart;
        stage.records = [];
        performEverydayActivity(stage, total - made);
        const records = stage.records.slice(0, total - made);
        accept(records, window);
        made += records.length;
      }
    },
  };
}

/** Spreads activities over the window: as far into it as work is done, and a little further by chance. */
function drawStart(stage: Stage, windowStart: number, due: number, done: number): number {
  const typicalActivity = 6;
  const spread = Math.max(1, Math.min(WINDOW_SECONDS, Math.floor((WINDOW_SECONDS * typicalActivity) / due)));
  const planned = Math.floor((WINDOW_SECONDS * done) / due) + stage.random.below(spread);
  return windowStart + Math.min(planned, WINDOW_SECONDS - 1);
}

function requireWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(`The ${name} of a sample trail is a whole number from ${least}; ${value} is not.`);
}
