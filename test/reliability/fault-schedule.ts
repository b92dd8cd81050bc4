/**
 * What befalls each request of a trial, drawn from a seed: single faults, stretches in which a table has no room or is
 * out of order, and objects that cannot be read for their first few tries.
 *
 * A fault follows from the seed, the operation and the number of the request, or from an object's key and how often it
 * was asked for: however the requests interleave, the n-th one meets the same. Rates are far above those of a bad day, so
 * that a run of minutes sees what a year does. Silence is rare, because each costs the function its whole timeout.
 */
import { createRandom, type Random } from '../../lib/sample/random.ts';
import type { Decide, Fault, FrontRequest } from '../helpers/fault-front.ts';

type Refusal = Extract<Fault, { kind: 'refuse' }>;

const refuse = (status: number, code: string, message?: string): Refusal => ({
  kind: 'refuse',
  status,
  code,
  ...(message === undefined ? {} : { message }),
});

const TABLE_THROTTLED = refuse(
  400,
  'ProvisionedThroughputExceededException',
  'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
);
const INDEX_THROTTLED = refuse(
  400,
  'ThrottlingException',
  'Throughput exceeds the current capacity of one or more global secondary indexes: by-event-source. DynamoDB is automatically scaling your index so please try again shortly.',
);
const ACCOUNT_THROTTLED = refuse(
  400,
  'RequestLimitExceeded',
  'Throughput exceeds the current throughput limit for your account.',
);

const THROTTLED = [TABLE_THROTTLED, INDEX_THROTTLED, ACCOUNT_THROTTLED] as const;
const BROKEN_DYNAMODB = [
  refuse(500, 'InternalServerError'),
  refuse(503, 'ServiceUnavailable'),
  refuse(500, 'InternalFailure'),
] as const;
const BROKEN_S3 = [
  refuse(503, 'SlowDown', 'Please reduce your request rate.'),
  refuse(500, 'InternalError'),
  refuse(503, 'ServiceUnavailable'),
  refuse(400, 'RequestTimeout'),
] as const;
const BROKEN_SQS = [
  refuse(403, 'AccessDeniedException'),
  refuse(400, 'ReceiptHandleIsInvalid'),
  refuse(503, 'ServiceUnavailable'),
] as const;
/** What passes only after some tries of the queue: the SDK does not repeat these. */
const CLOSED = [
  refuse(404, 'NoSuchKey', 'The specified key does not exist.'),
  refuse(403, 'AccessDenied', 'Access Denied'),
  refuse(400, 'KMS.DisabledException', 'The key is disabled.'),
] as const;

/** One draw of a fault: how many requests of a hundred thousand, and which fault it is then. */
interface Chance {
  readonly perHundredThousand: number;
  readonly draw: (random: Random) => Fault;
}

const WIRE: readonly Chance[] = [
  { perHundredThousand: 600, draw: () => ({ kind: 'disconnect', when: 'before' }) },
  { perHundredThousand: 600, draw: () => ({ kind: 'disconnect', when: 'after' }) },
  {
    perHundredThousand: 1_000,
    draw: (random) => ({ kind: 'slow', pieces: random.between(2, 6), pauseMs: random.between(5, 40) }),
  },
  { perHundredThousand: 1_000, draw: () => ({ kind: 'repeat' }) },
];

const ON_DYNAMODB: readonly Chance[] = [
  ...WIRE,
  { perHundredThousand: 1_500, draw: (random) => random.pick(THROTTLED) },
  { perHundredThousand: 1_000, draw: (random) => random.pick(BROKEN_DYNAMODB) },
  { perHundredThousand: 400, draw: (random) => ({ kind: 'truncate', share: random.below(100) / 100 }) },
  { perHundredThousand: 8, draw: () => ({ kind: 'silence' }) },
];

const CHANCES: Readonly<Record<string, readonly Chance[]>> = {
  BatchWriteItem: [{ perHundredThousand: 5_000, draw: drawPartial }, ...ON_DYNAMODB],
  GetItem: ON_DYNAMODB,
  PutItem: ON_DYNAMODB,
  UpdateItem: ON_DYNAMODB,
  GetObject: [
    ...WIRE,
    { perHundredThousand: 3_000, draw: (random) => random.pick(BROKEN_S3) },
    { perHundredThousand: 2_000, draw: (random) => ({ kind: 'truncate', share: random.below(100) / 100 }) },
    { perHundredThousand: 30, draw: () => ({ kind: 'silence' }) },
  ],
  ChangeMessageVisibilityBatch: [
    ...WIRE,
    { perHundredThousand: 10_000, draw: (random) => random.pick(BROKEN_SQS) },
    { perHundredThousand: 1_000, draw: () => ({ kind: 'silence' }) },
  ],
};

/** BatchWriteItem takes up to 25 items. */
function drawPartial(random: Random): Fault {
  return { kind: 'partial', room: random.below(25) };
}

/** Requests in a row that a stretch covers. */
const STRETCH_REQUESTS = 40;
/** Of a thousand stretches of BatchWriteItem, in how many hardly anything gets through. */
const BAD_STRETCHES_PER_MILLE = 60;
/** Of a thousand requests within a bad stretch. */
const HIT_PER_MILLE = 800;
/** A table or an index without room, or an outage: longer than the SDK's tries, so that invocations have to give up. */
const ON_A_STRETCH: readonly [Fault, ...Fault[]] = [
  ...THROTTLED,
  { kind: 'partial', room: 3 },
  { kind: 'partial', room: 0 },
  ...BROKEN_DYNAMODB,
  { kind: 'disconnect', when: 'before' },
];

/** Of a thousand objects. */
const CLOSED_OBJECTS_PER_MILLE = 15;
const MOST_CLOSED_TRIES = 4;

export interface ScheduleOptions {
  readonly seed: number;
  /** Keys of objects that stay closed however often they are asked for. */
  readonly isClosedForGood?: (key: string) => boolean;
}

export function createFaultSchedule({ seed, isClosedForGood = () => false }: ScheduleOptions): Decide {
  const triesLeft = new Map<string, number>();

  /** Objects open after some tries, as permissions are given back and replicas catch up. */
  function findClosed(key: string): Fault | undefined {
    const random = createRandom(seed, `object ${key}`);
    const fault = random.pick(CLOSED);
    if (isClosedForGood(key)) return CLOSED[1];
    if (!random.chance(CLOSED_OBJECTS_PER_MILLE)) return undefined;
    const left = triesLeft.get(key) ?? random.between(1, MOST_CLOSED_TRIES);
    triesLeft.set(key, Math.max(0, left - 1));
    return left > 0 ? fault : undefined;
  }

  return (request) => {
    const closed = request.operation === 'GetObject' ? findClosed(objectKeyOf(request)) : undefined;
    return closed ?? findStretch(seed, request) ?? drawSingle(seed, request);
  };
}

function findStretch(seed: number, { operation, number }: FrontRequest): Fault | undefined {
  if (operation !== 'BatchWriteItem') return undefined;
  const stretch = createRandom(seed, `stretch ${Math.floor(number / STRETCH_REQUESTS)}`);
  const fault = stretch.pick(ON_A_STRETCH);
  if (!stretch.chance(BAD_STRETCHES_PER_MILLE)) return undefined;
  return createRandom(seed, `in stretch ${number}`).chance(HIT_PER_MILLE) ? fault : undefined;
}

function drawSingle(seed: number, { operation, number }: FrontRequest): Fault | undefined {
  const random = createRandom(seed, `${operation} ${number}`);
  let drawn = random.below(100_000);
  for (const { perHundredThousand, draw } of CHANCES[operation] ?? []) {
    if (drawn < perHundredThousand) return draw(random);
    drawn -= perHundredThousand;
  }
  return undefined;
}

/** Buckets are paths at the emulators: `/<bucket>/<key>?…`. */
export function objectKeyOf({ url }: Pick<FrontRequest, 'url'>): string {
  const { pathname } = new URL(url, 'http://localhost');
  return decodeURIComponent(pathname.slice(pathname.indexOf('/', 1) + 1));
}
