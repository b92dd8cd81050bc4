/** What the verify function works on, wired to the SDK's clients. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import type { VerifyFunctionSettings } from '../../lambdas/verify/env.ts';
import type { CoverageStore } from '../../lambdas/verify/ports.ts';
import type { VerifyStores } from '../audit/verify/ports.ts';
import type { DeliveryTopic, LedgerLookUp } from '../operations/ports.ts';
import { openLogFileReader } from './audit-readers.ts';
import { openCoverageStore } from './coverage-store.ts';
import { openDeliveryTopic } from './delivery-topic.ts';
import { openDigestReader } from './digest-reader.ts';
import { openKeyArchive } from './key-archive.ts';
import { openLedgerReader } from './ledger-reader.ts';
import { openLedgerLookUp } from './log-file-delivery.ts';
import { openPublicKeys } from './public-keys.ts';
import { openPublishedKeys } from './published-keys.ts';
import { answerLimits, requestLimits } from './request-limits.ts';
import { openTrailListing } from './trail-listing.ts';
import { withoutLogging } from './without-logging.ts';

export interface VerifyFunctionStores {
  readonly coverage: CoverageStore;
  readonly entries: LedgerLookUp;
  /** Undefined where nothing is repaired. */
  readonly topic: DeliveryTopic | undefined;
  /** What one verification works on. It remembers keys: one for each run. */
  verifyStores(): VerifyStores;
}

export function connectVerifyStores(settings: VerifyFunctionSettings): VerifyFunctionStores {
  const { trailBucket, trailBucketOwner: owner, logFilesTable, deliveryTopic } = settings;
  const requestHandler = answerLimits();
  const s3 = withoutLogging(new S3Client({ requestHandler: requestLimits() }));
  const dynamodb = withoutLogging(new DynamoDBClient({ requestHandler }));
  const archive = openKeyArchive(dynamodb, logFilesTable);
  const published = openPublishedKeys({ requestHandler });
  return {
    coverage: openCoverageStore(dynamodb, logFilesTable),
    entries: openLedgerLookUp(dynamodb, logFilesTable),
    topic:
      deliveryTopic === undefined
        ? undefined
        : openDeliveryTopic(new SNSClient({ requestHandler }), { trailBucket, deliveryTopic }),
    verifyStores: () => ({
      listing: openTrailListing(s3, { bucket: trailBucket, owner }),
      ledger: openLedgerReader(dynamodb, logFilesTable),
      digests: openDigestReader(s3, { bucket: trailBucket, owner }),
      logFiles: openLogFileReader(s3, { bucket: trailBucket, owner }),
      keys: openPublicKeys({ archive, published, now: new Date() }),
      events: {
        findItems: () =>
          Promise.reject(
            new Error('The verify function has no right to read events: it never verifies deep.'),
          ),
      },
    }),
  };
}
