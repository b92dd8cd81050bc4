/**
 * What a seeded schedule has for each request: mostly nothing but a little time, often a fault of the kinds that the
 * services have, now and then the end of the process.
 *
 * A fault depends on the request (which, the how manieth of its kind), not on when it comes: so a schedule replays
 * although files are inflated by other threads.
 */
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { textIn } from '../../../lib/event-index/item-reading.ts';
import type { Chooser } from './chooser.ts';
import { type Fate, type StoreRequest, sdkError } from './fault-world.ts';

const FAULTS_IN_100 = 25;
const CRASHES_IN_1000 = 5;
/** Items that DynamoDB refuses as long as the weather lasts. */
const REFUSED_IN_100 = 1;

const systemError = (code: string) => Object.assign(new Error(`read ${code}`), { code });

const ERRORS: Readonly<Record<StoreRequest['operation'], readonly Error[]>> = {
  'read object': [
    sdkError('NoSuchKey'),
    sdkError('AccessDenied'),
    sdkError('SlowDown'),
    sdkError('InternalError'),
    sdkError('TimeoutError'),
    sdkError('KMS.DisabledException'),
    systemError('ECONNRESET'),
  ],
  'read ledger': [sdkError('ProvisionedThroughputExceededException'), sdkError('InternalServerError')],
  'write events': [
    sdkError('InternalServerError'),
    sdkError('AccessDeniedException'),
    sdkError('KMSDisabledException'),
    sdkError('TimeoutError'),
    systemError('EPIPE'),
  ],
  'write log files': [sdkError('InternalServerError'), sdkError('ThrottlingException')],
  'write ledger': [sdkError('ProvisionedThroughputExceededException'), sdkError('TimeoutError')],
};

/** Whole numbers below `below`, for one request. */
type Dice = (what: string, below: number) => number;

export function makeWeather(choose: Chooser): (request: StoreRequest) => Fate {
  const seen = new Map<string, number>();
  const refused = new Map<string, boolean>();
  const isRefused = (item: Item): boolean => {
    const name = nameOf(item);
    const known = refused.get(name) ?? choose(100, 'refused', name) < REFUSED_IN_100;
    refused.set(name, known);
    return known;
  };
  return (request) => {
    const { operation, subject, items } = request;
    const times = (seen.get(operation + subject) ?? 0) + 1;
    seen.set(operation + subject, times);
    const dice: Dice = (what, below) => choose(below, operation, subject, times, what);
    const pace = { ms: 1 + dice('ms', 400), turns: 1 + dice('turns', 3) };
    if (dice('crash', 1000) < CRASHES_IN_1000)
      return { ...pace, done: dice('done before crash', items.length + 1), crash: true };
    if (items.some(isRefused)) return { ...pace, done: 0, error: sdkError('ValidationException') };
    return dice('fault', 100) < FAULTS_IN_100 ? { ...pace, ...chooseFault(request, dice) } : pace;
  };
}

function chooseFault({ operation, items }: StoreRequest, dice: Dice): Fate {
  const errors = ERRORS[operation];
  const error = errors[dice('error', errors.length)];
  // Not opened, or cut off on the way.
  if (operation === 'read object')
    return dice('cut', 2) === 0 ? { error } : { done: dice('bytes', 3_000), error };
  // Failed with nothing, some or all of it done.
  const faults: Fate[] = [{ done: 0, error }, { done: dice('done', items.length + 1), error }, { error }];
  // Throttled: handed back whole or in part.
  if (operation === 'write events' || operation === 'write log files')
    faults.push({ done: 0 }, { done: dice('handed back', items.length + 1) });
  return faults[dice('kind', faults.length)] ?? {};
}

function nameOf(item: Item): string {
  return textIn(item, 'eventID') ?? `${textIn(item, 'section')} ${textIn(item, 'entry')}`;
}
