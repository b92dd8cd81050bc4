/** What is left to others, or left undone. */
import type { Settings } from '../settings.ts';
import { info, type Notice, warning } from './notice.ts';

/** Of a table and of each of its indexes, by default; AWS raises it on request. */
const QUOTA_OF_UNITS = 40_000;

function unitsOverQuota({ index: { capacity, warmThroughput } }: Settings): Notice[] {
  const provisioned = capacity === 'on-demand' ? [] : [capacity.maxWriteUnits, capacity.maxReadUnits];
  const warm = warmThroughput === undefined ? [] : [warmThroughput.writeUnits, warmThroughput.readUnits];
  if (Math.max(0, ...provisioned, ...warm) <= QUOTA_OF_UNITS) return [];
  const text =
    `traildex.index asks for more than ${QUOTA_OF_UNITS} units a second, DynamoDB's quota of a table and of ` +
    'each index unless AWS has raised it for the account: ask for that first.';
  return [warning('units-over-quota', text)];
}

function noBackfill({ backfill }: Settings): Notice[] {
  if (backfill.everyHours > 0) return [];
  const text =
    'traildex.backfill.everyHours is 0: a log file whose notification is lost stays out of the index until ' +
    'somebody looks.';
  return [warning('no-backfill', text)];
}

function alarmsUnheard({ alarms: { emails, topicArn } }: Settings): Notice[] {
  if (emails.length > 0 || topicArn !== undefined) return [];
  const text =
    'traildex.alarms has neither emails nor topicArn: alarms go to a topic of the stack to which nobody is ' +
    'subscribed, so that they are seen on the dashboard only.';
  return [info('alarms-unheard', text)];
}

/** Logs and metrics do not go this way: Lambda itself carries them. */
function wayOutOfVpc({ ingest: { vpc, tracing }, backfill }: Settings): Notice[] {
  if (vpc === undefined) return [];
  const interfaces = ['SQS', ...(backfill.everyHours > 0 ? ['SNS'] : []), ...(tracing ? ['X-Ray'] : [])];
  const text =
    'traildex.ingest.vpc: the functions get no public address. Their subnets need gateway endpoints for S3 and ' +
    `DynamoDB and interface endpoints for ${interfaces.join(', ')}, or a NAT gateway: without a way out nothing is ` +
    'indexed, and notifications end in the dead-letter queue within a day.';
  return [warning('vpc-way-out', text)];
}

function throwAway({ removalPolicy, trail }: Settings): Notice[] {
  if (removalPolicy === 'retain') return [];
  const what = trail.existing === undefined ? 'the log files, the tables' : 'the tables';
  const text = `traildex.removalPolicy is "destroy": deleting the stack deletes ${what} and the logs for good.`;
  return [warning('throw-away', text)];
}

export const OPERATION_NOTICES = [unitsOverQuota, noBackfill, alarmsUnheard, wayOutOfVpc, throwAway];
