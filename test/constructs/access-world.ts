/** A bucket with log files, the tables and the queue: what the rights of functions and people are about. */
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { parseSettings, type Settings, type SettingsInput } from '../../lib/config/settings.ts';
import { DeliveryQueue } from '../../lib/constructs/delivery-queue.ts';
import { Encryption } from '../../lib/constructs/encryption.ts';
import { EventIndexTables } from '../../lib/constructs/index/event-index-tables.ts';
import type { TrailSource } from '../../lib/constructs/trail/trail-source.ts';
import { bareStack } from './bare-stack.ts';

export const BUCKET_ARN = 'arn:aws:s3:::org-trail';
/** Encrypts tables, topic and queue where a test wants a key. */
export const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/0d1c6e0f-1f5a-4d3c-9a55-0f6cd1b1a9a1';
/** Encrypts the log files where a test wants a key; another's. */
export const TRAIL_KEY_ARN = 'arn:aws:kms:eu-west-1:444455556666:key/5b3f2c11-7d0e-4c58-8a43-3f9c0b7d1e22';

export interface AccessWorld {
  readonly stack: Stack;
  readonly settings: Settings;
  readonly source: TrailSource;
  readonly tables: EventIndexTables;
  readonly delivery: DeliveryQueue;
  readonly encryption: Encryption;
}

export function accessWorld(
  input: SettingsInput = {},
  { trailKeyArn }: { readonly trailKeyArn?: string } = {},
): AccessWorld {
  const stack = bareStack();
  const settings = parseSettings(input);
  const removalPolicy = RemovalPolicy.RETAIN;
  const encryption = new Encryption(stack, 'Encryption', { encryption: settings.encryption, removalPolicy });
  return {
    stack,
    settings,
    encryption,
    source: {
      bucket: Bucket.fromBucketName(stack, 'TrailBucket', 'org-trail'),
      bucketOwner: '444455556666',
      key: trailKeyArn === undefined ? undefined : Key.fromKeyArn(stack, 'TrailKey', trailKeyArn),
    },
    tables: new EventIndexTables(stack, 'Index', { settings: settings.index, encryption, removalPolicy }),
    delivery: new DeliveryQueue(stack, 'Delivery', { functionTimeout: Duration.minutes(5), encryption }),
  };
}
