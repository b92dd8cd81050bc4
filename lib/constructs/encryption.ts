/**
 * Encryption at rest, one answer for everything that holds data: keys of the services, a new KMS key, or an existing one.
 *
 * Keys of the services cost nothing and need no policies: S3's and SQS's own, the one that DynamoDB owns, and none for
 * topics, because neither CloudTrail nor CloudWatch may use the one that AWS manages for SNS. Everybody else gets the
 * key as a reference: the helpers of CDK would write topics and queues into its policy, which CloudFormation refuses as
 * a circle, so key-policy.ts alone says what stands there.
 */
import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { TableEncryption, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { LogGroupProps } from 'aws-cdk-lib/aws-logs';
import { BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import type { TopicProps } from 'aws-cdk-lib/aws-sns';
import { QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EncryptionSettings } from '../config/sections/encryption.ts';
import { askForEncryptionKey } from './encryption-key-request.ts';
import { type KeyUsers, serviceStatements } from './key-policy.ts';
import { tellOwners } from './owners/tell-owners.ts';

export interface EncryptionProps {
  /** Whose keys: the services', a new one, an existing one. */
  readonly encryption: EncryptionSettings;
  /** What becomes of a new key when the stack is deleted. Without the key nobody can read what it encrypted. */
  readonly removalPolicy: RemovalPolicy;
  /**
   * Who uses the key, beside the functions and people of the account.
   * @default the stack's topic and logs
   */
  readonly keyUsers?: KeyUsers;
}

export class Encryption extends Construct {
  /** Undefined where the services use keys of their own. */
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, { encryption, removalPolicy, keyUsers = {} }: EncryptionProps) {
    super(scope, id);
    if (encryption === 'aws-managed') return;
    const keyArn =
      encryption === 'new-key' ? this.makeKey(removalPolicy, keyUsers).keyArn : encryption.keyArn;
    this.key = Key.fromKeyArn(this, 'KeyReference', keyArn);
    if (encryption !== 'new-key') tellOwners(this, [askForEncryptionKey(this, keyArn, keyUsers)]);
  }

  private makeKey(removalPolicy: RemovalPolicy, keyUsers: KeyUsers): Key {
    const key = new Key(this, 'Key', {
      description: 'Encrypts the trail, the index and the logs of traildex.',
      alias: `traildex/${Stack.of(this).stackName}`,
      enableKeyRotation: true,
      removalPolicy,
    });
    for (const statement of serviceStatements(this, keyUsers)) key.addToResourcePolicy(statement);
    return key;
  }

  /** With a bucket key: reads of log files ask KMS now and then, not for each file. */
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
