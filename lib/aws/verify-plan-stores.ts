/** What the verify-plan function works on, wired to the SDK's clients. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { VerifyPlanSettings } from '../../lambdas/verify-plan/env.ts';
import type { VerifiedAccounts, VerifyQueue } from '../../lambdas/verify-plan/ports.ts';
import type { TrailBucketListing } from '../audit/ports.ts';
import { openCoverageStore } from './coverage-store.ts';
import { answerLimits } from './request-limits.ts';
import { openTrailListing } from './trail-listing.ts';
import { openVerifyQueue } from './verify-queue.ts';

export interface VerifyPlanStores {
  readonly listing: TrailBucketListing;
  readonly verified: VerifiedAccounts;
  readonly queue: VerifyQueue;
}

export function connectVerifyPlanStores(settings: VerifyPlanSettings): VerifyPlanStores {
  const { trailBucket: bucket, trailBucketOwner: owner, verifyQueueUrl, logFilesTable } = settings;
  const requestHandler = answerLimits();
  // The queue's URL is a name here: where SQS is, is said as for every other service.
  const sqs = new SQSClient({ requestHandler, useQueueUrlAsEndpoint: false });
  return {
    listing: openTrailListing(new S3Client({ requestHandler }), { bucket, owner }),
    verified: openCoverageStore(new DynamoDBClient({ requestHandler }), logFilesTable),
    queue: openVerifyQueue(sqs, verifyQueueUrl),
  };
}
