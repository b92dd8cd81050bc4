/**
 * An ordinary moment of the day: which activity comes next. Weights count activities, not records: Lambda functions and S3
 * dominate real trails, releases are rare, and so on.
 *
 * Machines scale with the size of the trail, people do not: however many events are asked for, the same nine people open
 * one page after the other, and at night hardly any.
 */

import type { Stage } from '../stage.ts';
import { runFunction } from './functions.ts';
import { runInstance } from './instances.ts';
import { collectMetrics, uploadFromMachineRoom, visitShop } from './outsiders.ts';
import { browseConsole, workInTerminal } from './people.ts';
import { release, runPod } from './pipelines.ts';
import { deliverLogs, watchResources } from './services.ts';

type Activity = (stage: Stage) => void;

const MACHINES = weigh([
  [runFunction, 30],
  [runInstance, 18],
  [watchResources, 12],
  [deliverLogs, 14],
  [visitShop, 9],
  [runPod, 7],
  [collectMetrics, 4],
  [uploadFromMachineRoom, 4],
]);
const PEOPLE = weigh([
  [browseConsole, 6],
  [workInTerminal, 5],
  [release, 1],
]);
/** Nothing that is logged in two accounts at once: these may be cut off anywhere. */
const CLOSING = weigh([
  [runFunction, 4],
  [runInstance, 3],
  [deliverLogs, 3],
  [visitShop, 2],
]);

/** In so many of a thousand activities a person is at work, if one is free. */
const PEOPLE_PER_MILLE = 120;
/** Longer than any of their activities. */
const SECONDS_BETWEEN_PEOPLE = 60;
const SECONDS_BETWEEN_PEOPLE_AT_NIGHT = 900;
/** No activity makes more records than this. */
const LONGEST_ACTIVITY = 40;

/** Performs one activity. With room for less than the longest one, it may make more records than there is room for. */
export function performEverydayActivity(stage: Stage, room: number): void {
  chooseActivity(stage, room)(stage);
}

function chooseActivity(stage: Stage, room: number): Activity {
  const { random } = stage;
  if (room < LONGEST_ACTIVITY) return random.pick(CLOSING);
  if (!random.chance(PEOPLE_PER_MILLE) || stage.at < stage.nextPersonAt) return random.pick(MACHINES);
  stage.nextPersonAt =
    stage.at + (isNight(stage.at) ? SECONDS_BETWEEN_PEOPLE_AT_NIGHT : SECONDS_BETWEEN_PEOPLE);
  return random.pick(PEOPLE);
}

/** Night in the offices in Europe, UTC; somebody in America may still be up. */
function isNight(seconds: number): boolean {
  const hour = Math.floor(seconds / 3600) % 24;
  return hour < 6 || hour >= 19;
}

function weigh(weights: readonly [readonly [Activity, number], ...(readonly [Activity, number])[]]) {
  const activities = weights.flatMap(([activity, weight]) => new Array<Activity>(weight).fill(activity));
  return [weights[0][0], ...activities.slice(1)] as const;
}
