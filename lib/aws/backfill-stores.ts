/** What the backfill function works on, wired to the SDK's clients. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import type { BackfillFunctionSettings } from '../../lambdas/backfill/env.ts';
import type { BackfillContext } from '../operations/backfill/backfill.ts';
import { openDeliveryTopic } from './delivery-topic.ts';
import { openLedgerReader } from './ledger-reader.ts';
import { answerLimits } from './request-limits.ts';
import { openTrailListing } from './trail-listing.ts';

export type BackfillStores = Pick<BackfillContext, 'listing' | 'ledger' | 'topic'>;

export function connectBackfillStores(settings: BackfillFunctionSettings): BackfillStores {
  const requestHandler = answerLimits();
  return {
    listing: openTrailListing(new S3Client({ requestHandler }), {
      bucket: settings.trailBucket,
      owner: settings.trailBucketOwner,
    }),
    ledger: openLedgerReader(new DynamoDBClient({ requestHandler }), settings.logFilesTable),
    topic: openDeliveryTopic(new SNSClient({ requestHandler }), settings),
  };
}
