/**
 * How long a message that failed waits for its next try: a minute, doubling with each failure up to two hours.
 *
 * A passing fault of a moment is over within minutes; one of a day is not asked about every minute. What failed together
 * does not come back together: each wait is between half of its step and all of it. The queue's maxReceiveCount follows
 * from the same steps, so that the tries end when the patience does. See docs/adr/0006-failure-rules.md.
 */
const FIRST_STEP_SECONDS = 60;
const LONGEST_STEP_SECONDS = 2 * 60 * 60;
/** Of its step, what a wait is at least; the rest is chance. */
const SHORTEST_SHARE = 0.5;
const AVERAGE_SHARE = (SHORTEST_SHARE + 1) / 2;

/**
 * Whole seconds, as SQS counts them, after a message was received for the `receiveCount`th time and failed.
 * `random` is 0 (inclusive) to 1 (exclusive).
 */
export function retryWaitSeconds(receiveCount: number, random: number): number {
  return Math.ceil(stepSeconds(receiveCount) * (SHORTEST_SHARE + (1 - SHORTEST_SHARE) * random));
}

/** How often a message is received until, on average, its last try is `patienceSeconds` after its first. */
export function receivesWithin(patienceSeconds: number): number {
  let receives = 1;
  for (let waited = 0; waited < patienceSeconds; receives++) waited += stepSeconds(receives) * AVERAGE_SHARE;
  return receives;
}

function stepSeconds(receiveCount: number): number {
  return Math.min(LONGEST_STEP_SECONDS, FIRST_STEP_SECONDS * 2 ** (receiveCount - 1));
}
