/** Settings of the functions: the one that indexes log files, and the scheduled one that looks for missed ones. */
import { z } from 'zod';
import { distinctList, text } from './patterns.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const idOf = (what: string, prefix: string) =>
  text(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `the id of ${what}, "${prefix}-…"`);

export const INGEST = z.strictObject({
  memoryMiB: z
    .int()
    // A warm function remembers the catalogue beside the log files that it reads.
    .min(512)
    .max(10_240)
    .default(1024)
    .describe('Memory of the ingest function.'),
  batchSize: z.int().min(1).max(1_000).default(100).describe('Notifications per invocation, at most.'),
  batchingWindowSeconds: z
    .int()
    .min(0)
    .max(300)
    .default(2)
    .describe('Time that notifications wait for others to share an invocation with.'),
  maxConcurrency: z
    .int()
    .min(2)
    .max(1_000)
    .default(10)
    .describe('Invocations at the same time that the queue asks for, at most.'),
  reservedConcurrency: z
    .int()
    .min(2)
    .max(10_000)
    .optional()
    .describe("Invocations set aside from the account's limit for the ingest function. Default: none."),
  maxInflatedMiB: z
    .int()
    // Room for CloudTrail's own files, of at most 50 MB; no more than `traildex show` reads back.
    .min(64)
    .max(1024)
    .default(1024)
    .describe('Size up to which a log file is inflated; a larger one is refused.'),
  maxRecordMiB: z
    .int()
    // Room for the largest event of today, 256 KB; parsing one takes up to 64 times its size.
    .min(1)
    .max(8)
    .default(4)
    .describe('Size up to which a record is indexed; a larger one is refused, its neighbours are not.'),
  maxRecords: z
    .int()
    // CloudTrail's own files, of at most 50 MB, have some ten thousand.
    .min(100_000)
    .max(10_000_000)
    .default(1_000_000)
    .describe('Records that a log file may have; one with more is refused.'),
  maxKeysPerNotification: z
    .int()
    // A message of the backfill names ten; CloudTrail's own name what it delivered at once.
    .min(100)
    .max(100_000)
    .default(10_000)
    .describe(
      'Log files that one notification may name; a larger one is set aside in the dead-letter queue.',
    ),
  logLevel: z
    .enum(['DEBUG', 'INFO', 'WARN', 'ERROR'])
    .default('INFO')
    .describe('What the functions write to their logs.'),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS)
    .default(30)
    .describe('Days that the logs of the functions are kept.'),
  tracing: z.boolean().default(true).describe('Trace invocations with X-Ray.'),
  vpc: z
    .strictObject({
      subnetIds: distinctList(idOf('a subnet', 'subnet'))
        .min(1)
        .max(16)
        .describe('Subnets, with a way to S3, DynamoDB, SQS, SNS and X-Ray: endpoints, or a NAT gateway.'),
      securityGroupIds: distinctList(idOf('a security group', 'sg'))
        .min(1)
        .max(5)
        .describe('Security groups that let HTTPS out.'),
    })
    .optional()
    .describe('Run the functions in a VPC. Default: in none.'),
});

export const BACKFILL = z.strictObject({
  everyHours: z
    .int()
    .min(0)
    .max(24)
    .default(6)
    .describe('Hours between looks for log files whose notification was lost; 0 turns them off.'),
  lookBackDays: z
    .int()
    // A look just after midnight must still cover what came before it.
    .min(2)
    .max(90)
    .default(2)
    .describe('Days of deliveries that a look covers, today included.'),
});

export type IngestSettings = z.infer<typeof INGEST>;
export type BackfillSettings = z.infer<typeof BACKFILL>;
