/**
 * An ordinary moment of the day: which activity comes next. Weights are set by activities, not by records: Lambda
 * functions and S3 dominate real trails, releases are rare, and so on.
 */

import type { Stage } from '../stage.ts';
import { runFunction } from './functions.ts';
import { runInstance } from './instances.ts';
import { collectMetrics, uploadFromMachineRoom, visitShop } from './outsiders.ts';
import { browseConsole, workInTerminal } from './people.ts';
import { release, runPod } from './pipelines.ts';
import { deliverLogs, watchResources } from './services.ts';

export type Activity = (stage: Stage) => void;

const WEIGHTS: readonly (readonly [Activity, number])[] = [
  [runFunction, 30],
  [runInstance, 18],
  [watchResources, 12],
  [deliverLogs, 14],
  [visitShop, 9],
  [runPod, 7],
  [browseConsole, 6],
  [workInTerminal, 5],
  [collectMetrics, 4],
  [uploadFromMachineRoom, 4],
  [release, 1],
];

const EVERYDAY: readonly Activity[] = WEIGHTS.flatMap(([activity, weight]) => new Array<Activity>(weight).fill(activity));

/** No activity makes more records than this at a time; the last few of a trail are filled with single ones. */
export const LONGEST_ACTIVITY = 40;

/** Performs one activity. With little room left only such as make a single record and need no session. */
export function performEverydayActivity(stage: Stage, room: number): void {
  const activity = room < LONGEST_ACTIVITY ? deliverLogs : (EVERYDAY[stage.random.below(EVERYDAY.length)] ?? deliverLogs);
  activity(stage);
}
