/**
 * All prices that traildex reckons with, and the only place in the code where they stand. docs/costs.md shows the same.
 *
 * List prices without free tiers and taxes. They change, and other regions differ by up to a third: whoever changes one
 * changes `asOf` with it. `isSecondHand` marks those that were not read on a page of AWS itself. Prices that only the
 * sums of docs/costs.md need stand here too, so that a change has one place.
 */
export interface Price {
  readonly usd: number;
  /** How many of the unit `usd` pays for. */
  readonly per: number;
  readonly for: string;
  readonly source: string;
  readonly isSecondHand?: true;
}

export const PRICE_LIST = { region: 'us-east-1', asOf: '2026-08' } as const;

const MILLION = 1_000_000;

const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const DYNAMODB_PROVISIONED = 'https://aws.amazon.com/dynamodb/pricing/provisioned/';
const S3 = 'https://aws.amazon.com/s3/pricing/';
const SNS = 'https://aws.amazon.com/sns/pricing/';
const SQS = 'https://aws.amazon.com/sqs/pricing/';
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const XRAY = 'https://aws.amazon.com/xray/pricing/';
const ATHENA = 'https://athena.guide/articles/athena-basics-pricing-model/';
const LAKE = 'https://aws.amazon.com/cloudtrail/pricing/';

/** The names are those of docs/costs.md. */
export const PRICES = {
  'write unit': { usd: 0.625, per: MILLION, for: 'a million DynamoDB write request units', source: DYNAMODB },
  'read unit': { usd: 0.125, per: MILLION, for: 'a million DynamoDB read request units', source: DYNAMODB },
  'index GB': { usd: 0.25, per: 1, for: 'a GB of DynamoDB storage and month', source: DYNAMODB },
  'recovery GB': {
    usd: 0.2,
    per: 1,
    for: 'a GB of table with point-in-time recovery and month',
    source: DYNAMODB,
  },
  'infrequent write unit': {
    usd: 0.78,
    per: MILLION,
    for: 'a million write request units of class `STANDARD_INFREQUENT_ACCESS`',
    source: DYNAMODB,
  },
  'infrequent read unit': {
    usd: 0.155,
    per: MILLION,
    for: 'a million read request units of that class',
    source: DYNAMODB,
  },
  'infrequent index GB': {
    usd: 0.1,
    per: 1,
    for: 'a GB of storage of that class and month',
    source: DYNAMODB,
  },
  'provisioned write unit': {
    usd: 0.00065,
    per: 1,
    for: 'a provisioned write unit and hour',
    source: DYNAMODB_PROVISIONED,
  },
  'provisioned read unit': {
    usd: 0.00013,
    per: 1,
    for: 'a provisioned read unit and hour',
    source: DYNAMODB_PROVISIONED,
  },
  put: { usd: 5, per: MILLION, for: 'a million PUT or LIST requests of S3', source: S3 },
  get: { usd: 0.4, per: MILLION, for: 'a million GET requests of S3', source: S3 },
  'bucket GB': { usd: 0.023, per: 1, for: 'a GB in S3 Standard and month', source: S3 },
  notification: {
    usd: 0.5,
    per: MILLION,
    for: 'a million messages to SNS; handing them to SQS is free',
    source: SNS,
  },
  'queue request': { usd: 0.4, per: MILLION, for: 'a million requests to SQS', source: SQS },
  invocation: { usd: 0.2, per: MILLION, for: 'a million invocations', source: LAMBDA },
  'GB-second': { usd: 13.33, per: MILLION, for: 'a million GB-seconds on arm64', source: LAMBDA },
  'log GB': { usd: 0.5, per: 1, for: 'a GB written to CloudWatch Logs', source: CLOUDWATCH },
  trace: { usd: 5, per: MILLION, for: 'a million traces of X-Ray', source: XRAY },
  alarm: { usd: 0.1, per: 1, for: 'a metric of an alarm and month', source: CLOUDWATCH },
  metric: { usd: 0.3, per: 1, for: 'a custom metric and month', source: CLOUDWATCH },
  dashboard: { usd: 3, per: 1, for: 'a dashboard and month', source: CLOUDWATCH },
  'Athena TB': {
    usd: 5,
    per: 1,
    for: 'a TB that Athena scans, 10 MB a query at least (second-hand)',
    source: ATHENA,
    isSecondHand: true,
  },
  'Lake GB': {
    usd: 0.75,
    per: 1,
    for: 'a GB that CloudTrail Lake takes in, a year of keeping included (second-hand)',
    source: LAKE,
    isSecondHand: true,
  },
  'Lake kept GB': {
    usd: 0.023,
    per: 1,
    for: 'a GB and month that CloudTrail Lake keeps after its first year (second-hand)',
    source: LAKE,
    isSecondHand: true,
  },
  'Lake scanned GB': {
    usd: 0.005,
    per: 1,
    for: 'a GB that CloudTrail Lake scans (second-hand)',
    source: LAKE,
    isSecondHand: true,
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof PRICES;

/** As the GBs of docs/costs.md are counted. AWS bills 2³⁰ bytes, 7 % less. */
export const BYTES_A_GB = 1e9;

/** What so many units cost, in USD. */
export function usdFor(name: PriceName, units: number): number {
  const { usd, per } = PRICES[name];
  return (units / per) * usd;
}
