/**
 * What cdk-nag's packs AwsSolutions and NIST 800-53 R5 find in the stack and we leave as it is, with the reason, so that
 * whoever checks an app with traildex in it gets a clean report and our reasons with it.
 *
 * Only what the settings at hand leave open: encrypted with a KMS key, nothing is said about a key that is missing. Each
 * is acknowledged on the one construct that it is found in. What a finding needs is in cdk-nag's RULES.md.
 */
import { Validations } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Policy } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import type { Settings } from '../config/settings.ts';
import { BackfillFunction } from './functions/backfill-function.ts';
import { IngestFunction } from './functions/ingest-function.ts';
import { NodeFunction } from './functions/node-function.ts';
import { VerifyFunction } from './functions/verify-function.ts';
import { VerifyPlanFunction } from './functions/verify-plan-function.ts';
import { AccessLogBucket } from './trail/access-log-bucket.ts';
import { wildcardAcknowledgements } from './wildcard-acknowledgements.ts';

interface Finding {
  readonly ids: readonly string[];
  readonly in: (construct: IConstruct) => boolean;
  /** @default whatever is set */
  readonly when?: (settings: Settings) => boolean;
  readonly reason: string;
}

const aws = (rule: string) => `AwsSolutions::AwsSolutions-${rule}`;
const nist = (rule: string) => `NIST.800.53.R5::NIST.800.53.R5-${rule}`;

const isA = (type: new (...parameters: never[]) => IConstruct) => (construct: IConstruct) =>
  construct instanceof type;
const theAccessLogBucket = isA(AccessLogBucket);
const theTrailBucket = (construct: IConstruct) => isA(Bucket)(construct) && !theAccessLogBucket(construct);
const theFunctionIn = (type: new (...parameters: never[]) => IConstruct) => (construct: IConstruct) =>
  construct.node.scope instanceof type && isA(NodeFunction)(construct);
const theIngestFunction = theFunctionIn(IngestFunction);
const theBackfillFunction = theFunctionIn(BackfillFunction);
const thePlanFunction = theFunctionIn(VerifyPlanFunction);
const theVerifyFunction = theFunctionIn(VerifyFunction);

const withoutKey = ({ encryption }: Settings) => encryption === 'aws-managed';

const FINDINGS: readonly Finding[] = [
  {
    ids: [nist('CloudTrailEncryptionEnabled')],
    in: isA(CfnTrail),
    when: withoutKey,
    reason: "Log files are encrypted with S3's keys; traildex.encryption sets a KMS key.",
  },
  {
    ids: [nist('CloudTrailCloudWatchLogsEnabled')],
    in: isA(CfnTrail),
    reason:
      'The index does what a copy of each event in CloudWatch Logs is for: it is asked within milliseconds, and rules of ' +
      'EventBridge raise alarms when somebody touches the trail.',
  },
  {
    ids: [nist('S3DefaultEncryptionKMS')],
    in: theTrailBucket,
    when: withoutKey,
    reason: "Log files are encrypted with S3's keys; traildex.encryption sets a KMS key.",
  },
  {
    ids: [nist('S3BucketReplicationEnabled')],
    in: theTrailBucket,
    when: ({ bucket }) => bucket.replicateTo === undefined,
    reason:
      'Versions keep what is deleted or overwritten, and traildex.bucket.objectLock keeps people from it. Copies need a second ' +
      'bucket that somebody answers for: traildex.bucket.replicateTo.',
  },
  {
    ids: [aws('S1'), nist('S3BucketLoggingEnabled')],
    in: theTrailBucket,
    when: ({ bucket }) => bucket.accessLogs === 'off',
    reason:
      'Turned off by traildex.bucket.accessLogs, for accounts where data events of a trail tell who reads log files.',
  },
  {
    ids: [nist('S3DefaultEncryptionKMS')],
    in: theAccessLogBucket,
    reason: "Access logs are encrypted with S3's keys: a KMS key would have to let in S3's log delivery.",
  },
  {
    ids: [nist('S3BucketReplicationEnabled')],
    in: theAccessLogBucket,
    reason: 'Access logs expire by traildex.bucket.expireAccessLogsAfterDays, and nothing is made from them.',
  },
  {
    ids: [nist('SNSEncryptedKMS')],
    in: isA(Topic),
    when: withoutKey,
    reason:
      'Messages name log files and alarms and have no events in them; SNS keeps them on encrypted disks. ' +
      'traildex.encryption sets a KMS key.',
  },
  {
    ids: [nist('CloudWatchLogGroupEncrypted')],
    in: isA(LogGroup),
    when: withoutKey,
    reason:
      'Logs have no events in them, and CloudWatch Logs encrypts them; traildex.encryption sets a KMS key.',
  },
  {
    ids: [nist('DynamoDBInBackupPlan')],
    in: isA(Table),
    reason:
      'The tables are made from the log files in the trail bucket and can be made again. A backup plan of the account may ' +
      'choose them by traildex.tags.',
  },
  {
    ids: [aws('DDB3'), nist('DynamoDBPITREnabled')],
    in: isA(Table),
    when: ({ index }) => index.pointInTimeRecoveryDays === 0,
    reason:
      'Turned off by traildex.index.pointInTimeRecoveryDays: the tables are made from the log files in the trail bucket and ' +
      'can be made again.',
  },
  {
    ids: [nist('IAMNoInlinePolicy')],
    in: isA(Policy),
    reason:
      'Rights of one role for one purpose, made and deleted with it; nobody can attach them to anything else.',
  },
  {
    ids: [nist('LambdaInsideVPC')],
    in: isA(NodeFunction),
    when: ({ ingest }) => ingest.vpc === undefined,
    reason: 'The function calls APIs of AWS and nothing in a VPC; traildex.ingest.vpc puts it into one.',
  },
  {
    ids: [nist('LambdaConcurrency')],
    in: theIngestFunction,
    when: ({ ingest }) => ingest.reservedConcurrency === undefined,
    reason:
      'The queue asks for no more than traildex.ingest.maxConcurrency invocations; traildex.ingest.reservedConcurrency sets ' +
      "some aside from the account's limit.",
  },
  {
    ids: [nist('LambdaConcurrency')],
    in: (construct) => theBackfillFunction(construct) || thePlanFunction(construct),
    reason:
      "One invocation every few hours; setting some aside would take them from the account's limit for nothing.",
  },
  {
    ids: [nist('LambdaConcurrency')],
    in: theVerifyFunction,
    reason:
      "The queue asks for no more than five invocations; setting some aside would take them from the account's limit for " +
      'most of the day.',
  },
  {
    ids: [nist('LambdaDLQ')],
    in: (construct) => theIngestFunction(construct) || theVerifyFunction(construct),
    reason: 'A queue invokes it, and what it fails at goes to the dead-letter queue of that queue.',
  },
  {
    ids: [nist('LambdaDLQ')],
    in: thePlanFunction,
    reason:
      'Its event says no more than "plan now". Lambda tries again twice, an alarm tells, and the next plan is about most of ' +
      'the same hours.',
  },
  {
    ids: [nist('LambdaDLQ')],
    in: theBackfillFunction,
    reason:
      'Its event says no more than "look now". Lambda tries again twice, an alarm tells, and the next run looks at the same ' +
      'days.',
  },
];

/** For all constructs in `scope`, once they are all there. */
export function acknowledgeFindings(scope: IConstruct, settings: Settings): void {
  for (const construct of scope.node.findAll()) {
    const open = FINDINGS.filter((finding) => finding.in(construct) && (finding.when?.(settings) ?? true));
    Validations.of(construct).acknowledge(
      ...open.flatMap(({ ids, reason }) => ids.map((id) => ({ id, reason }))),
      ...wildcardAcknowledgements(construct),
    );
  }
}
