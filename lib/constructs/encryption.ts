/**
 * Encryption at rest, one answer for everything that holds data: keys of the services, a new KMS key, or an existing one.
 */
import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { LogGroupProps } from 'aws-cdk-lib/aws-logs';
import { BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import type { TopicProps } from 'aws-cdk-lib/aws-sns';
import { QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EncryptionSettings } from '../config/sections/encryption.ts';

export interface EncryptionProps {
  readonly encryption: EncryptionSettings;
  readonly removalPolicy: RemovalPolicy;
}

export class Encryption extends Construct {
  /** Undefined where the services use keys of their own. */
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, props: EncryptionProps) {
    super(scope, id);
    if (props.encryption === 'new-key')
      this.key = new Key(this, 'Key', { enableKeyRotation: true, removalPolicy: props.removalPolicy });
    else if (props.encryption !== 'aws-managed')
      this.key = Key.fromKeyArn(this, 'Key', props.encryption.keyArn);
  }

  forBucket(): Pick<BucketProps, 'encryption' | 'encryptionKey' | 'bucketKeyEnabled'> {
    if (this.key === undefined) return { encryption: BucketEncryption.S3_MANAGED };
    return { encryption: BucketEncryption.KMS, encryptionKey: this.key, bucketKeyEnabled: true };
  }

  forTopic(): Pick<TopicProps, 'masterKey'> {
    return this.key === undefined ? {} : { masterKey: this.key };
  }

  forQueue(): Pick<QueueProps, 'encryption' | 'encryptionMasterKey'> {
    if (this.key === undefined) return { encryption: QueueEncryption.SQS_MANAGED };
    return { encryption: QueueEncryption.KMS, encryptionMasterKey: this.key };
  }

  forTable(): Pick<TableProps, 'encryption' | 'encryptionKey'> {
    if (this.key === undefined) return {};
    return { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: this.key };
  }

  forLogGroup(): Pick<LogGroupProps, 'encryptionKey'> {
    return this.key === undefined ? {} : { encryptionKey: this.key };
  }
}

/** The ARN that a trail of this name has, also before it exists. */
export function trailArnOf(scope: Construct, trailName: string, account?: string): string {
  return Stack.of(scope).formatArn({
    service: 'cloudtrail',
    resource: 'trail',
    resourceName: trailName,
    ...(account === undefined ? {} : { account }),
  });
}
