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

function noVerification({ verify }: Settings): Notice[] {
  if (verify.everyHours > 0) return [];
  const text =
    "traildex.verify.everyHours is 0: nobody holds bucket and index against CloudTrail's digests until somebody runs " +
    '`traildex verify`.';
  return [warning('no-verification', text)];
}

function alarmsUnheard({ alarms: { emails, topicArn } }: Settings): Notice[] {
  if (emails.length > 0 || topicArn !== undefined) return [];
  const text =
    'traildex.alarms has neither emails nor topicArn: alarms go to a topic of the stack to which nobody is ' +
    'subscribed, so that they are seen on the dashboard only.';
  return [info('alarms-unheard', text)];
}

/** Logs and metrics do not go this way: Lambda itself carries them. */
function wayOutOfVpc({ ingest: { vpc, tracing }, backfill, verify }: Settings): Notice[] {
  if (vpc === undefined) return [];
  const verifies = verify.everyHours > 0;
  const announces = backfill.everyHours > 0 || (verifies && verify.repair);
  const interfaces = ['SQS', ...(announces ? ['SNS'] : []), ...(tracing ? ['X-Ray'] : [])];
  const text =
    'traildex.ingest.vpc: the functions get no public address. Their subnets need gateway endpoints for S3 and ' +
    `DynamoDB and interface endpoints for ${interfaces.join(', ')}, or a NAT gateway: without a way out nothing is ` +
    'indexed, and notifications end in the dead-letter queue within a day.';
  return [warning('vpc-way-out', text)];
}

/** Each region signs with keys of its own, and hands them out itself. */
function wayToPublicKeys({ ingest: { vpc }, verify }: Settings): Notice[] {
  if (vpc === undefined || verify.everyHours === 0) return [];
  const text =
    "traildex.verify: CloudTrail's public keys are asked for in the region of each digest, and an interface endpoint for " +
    'CloudTrail reaches its own region only. For a trail of several regions the subnets of traildex.ingest.vpc need a NAT ' +
    'gateway: without it digests of other regions cannot be proven.';
  return [warning('vpc-public-keys', text)];
}

function throwAway({ removalPolicy, trail }: Settings): Notice[] {
  if (removalPolicy === 'retain') return [];
  const what = trail.existing === undefined ? 'the log files, the tables' : 'the tables';
  const text = `traildex.removalPolicy is "destroy": deleting the stack deletes ${what} and the logs for good.`;
  return [warning('throw-away', text)];
}

export const OPERATION_NOTICES = [
  unitsOverQuota,
  noBackfill,
  noVerification,
  alarmsUnheard,
  wayOutOfVpc,
  wayToPublicKeys,
  throwAway,
];
