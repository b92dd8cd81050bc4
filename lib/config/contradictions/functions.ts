/**
 * What of the functions and alarms goes together. Lambda's rules on queues:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
import { refuse } from '../sentence.ts';
import { rule } from './rule.ts';

/** Messages that Lambda takes from a queue without waiting for more. */
const UNWAITED_BATCH = 10;

const largeBatchWithoutWindow = rule(
  ['ingest.batchSize', 'ingest.batchingWindowSeconds'],
  (batchSize, batchingWindowSeconds) =>
    batchSize > UNWAITED_BATCH && batchingWindowSeconds === 0
      ? [
          refuse(
            'ingest.batchingWindowSeconds',
            batchingWindowSeconds,
            `at least 1 where traildex.ingest.batchSize is more than ${UNWAITED_BATCH} (${batchSize})`,
          ),
        ]
      : [],
);

/** The queue would ask for more than Lambda gives, and messages would be set aside that nobody has tried. */
const queueBeyondReserve = rule(
  ['ingest.reservedConcurrency', 'ingest.maxConcurrency'],
  (reservedConcurrency, maxConcurrency) =>
    reservedConcurrency !== undefined && reservedConcurrency < maxConcurrency
      ? [
          refuse(
            'ingest.reservedConcurrency',
            reservedConcurrency,
            `at least ${maxConcurrency}, what traildex.ingest.maxConcurrency is`,
          ),
        ]
      : [],
);

const addressesForAnOthersTopic = rule(['alarms.emails', 'alarms.topicArn'], (emails, topicArn) =>
  emails.length > 0 && topicArn !== undefined
    ? [
        refuse(
          'alarms.emails',
          emails,
          'no entry with traildex.alarms.topicArn: subscribe the addresses to that topic',
        ),
      ]
    : [],
);

export const FUNCTION_RULES = [largeBatchWithoutWindow, queueBeyondReserve, addressesForAnOthersTopic];
