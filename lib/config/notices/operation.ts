/** What is left to others, or left undone. */
import type { Notice } from '../notices.ts';
import type { Settings } from '../settings.ts';

/** Of a table and of each of its indexes, by default; AWS raises it on request. */
const QUOTA_OF_UNITS = 40_000;

function existingKey({ encryption }: Settings): Notice[] {
  if (typeof encryption === 'string') return [];
  const text =
    "traildex.encryption names an existing KMS key, whose policy is its owner's: it must let CloudTrail, SNS, SQS, " +
    'CloudWatch Logs and the functions use the key, or delivery stops.';
  return [{ id: 'existing-key-policy', text }];
}

function unitsOverQuota({ index: { capacity, warmThroughput } }: Settings): Notice[] {
  const provisioned = capacity === 'on-demand' ? [] : [capacity.maxWriteUnits, capacity.maxReadUnits];
  const warm = warmThroughput === undefined ? [] : [warmThroughput.writeUnits, warmThroughput.readUnits];
  if (Math.max(0, ...provisioned, ...warm) <= QUOTA_OF_UNITS) return [];
  const text =
    `traildex.index asks for more than ${QUOTA_OF_UNITS} units a second, DynamoDB's quota of a table and of ` +
    'each index unless AWS has raised it for the account: ask for that first.';
  return [{ id: 'units-over-quota', text }];
}

function noBackfill({ backfill }: Settings): Notice[] {
  if (backfill.everyHours > 0) return [];
  const text =
    'traildex.backfill.everyHours is 0: a log file whose notification is lost stays out of the index until ' +
    'somebody looks.';
  return [{ id: 'no-backfill', text }];
}

function throwAway({ removalPolicy, trail }: Settings): Notice[] {
  if (removalPolicy === 'retain') return [];
  const what = trail.existing === undefined ? 'the log files, the tables' : 'the tables';
  const text = `traildex.removalPolicy is "destroy": deleting the stack deletes ${what} and the logs for good.`;
  return [{ id: 'throw-away', text }];
}

export const OPERATION_NOTICES = [existingKey, unitsOverQuota, noBackfill, throwAway];
