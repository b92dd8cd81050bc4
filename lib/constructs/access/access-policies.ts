/**
 * Rights for people: a policy to read with, a policy to deliver with, and a role that has both.
 *
 * Administrators attach the policies to whom they like, or let people assume the role; the stack gives nobody anything.
 * All three have names that CloudFormation makes up: IAM's are the same in all regions, and the stack may be in several.
 */
import { AccountRootPrincipal, ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DeliveryQueue } from '../delivery-queue.ts';
import type { Encryption } from '../encryption.ts';
import type { EventIndexTables } from '../index/event-index-tables.ts';
import type { TrailSource } from '../trail/trail-source.ts';
import type { VerifyQueue } from '../verify-queue.ts';
import {
  EVERYTHING,
  NOWHERE,
  queuePlace,
  stackPlace,
  tablePlaces,
  topicPlace,
  trailPlaces,
} from './access-places.ts';
import { ACCESS_RIGHTS } from './access-rights.ts';
import { accessStatements } from './access-statements.ts';

export interface AccessPoliciesProps {
  /** Tables that questions read. */
  readonly tables: EventIndexTables;
  /** Bucket that log files are read from, and delivered to where it is the stack's own. */
  readonly source: TrailSource;
  /** False where the bucket is somebody else's: then nobody is allowed to put anything into it. */
  readonly ownBucket: boolean;
  /**
   * S3 key prefix of the log files.
   * @default none
   */
  readonly keyPrefix?: string | undefined;
  /** Topic that delivered log files are announced to, and queues between which messages are moved back. */
  readonly delivery: DeliveryQueue;
  /**
   * Queues of the accounts that are verified.
   * @default the stack has no scheduled verification
   */
  readonly verifyQueue?: VerifyQueue | undefined;
  /** Encrypts tables, topic and queues. */
  readonly encryption: Encryption;
}

export class AccessPolicies extends Construct {
  /** For `traildex query`, `show`, `files` and `verify`. */
  readonly readerPolicy: ManagedPolicy;
  /** For `traildex ingest`, what repairs, and the queues. */
  readonly operatorPolicy: ManagedPolicy;
  /** Has both policies; for whoever the account's administrators allow to assume it. */
  readonly operatorRole: Role;

  constructor(scope: Construct, id: string, props: AccessPoliciesProps) {
    super(scope, id);
    const { tables, source, ownBucket, keyPrefix, delivery, verifyQueue, encryption } = props;
    const trail = trailPlaces(source, keyPrefix);
    const places = {
      stack: stackPlace(this),
      ...trail,
      ownLogFiles: ownBucket ? trail.logFiles : NOWHERE,
      ...tablePlaces(tables, encryption.key),
      deliveryTopic: topicPlace(delivery.topic, encryption.key),
      queue: queuePlace(delivery.queue, encryption.key),
      deadLetterQueue: queuePlace(delivery.deadLetterQueue, encryption.key),
      verifyQueue: verifyQueue === undefined ? NOWHERE : queuePlace(verifyQueue.queue, encryption.key),
      verifyDeadLetterQueue:
        verifyQueue === undefined ? NOWHERE : queuePlace(verifyQueue.deadLetterQueue, encryption.key),
      everything: EVERYTHING,
    };
    this.readerPolicy = new ManagedPolicy(this, 'Reader', {
      description: 'Ask questions of the traildex index and read the log files behind the answers.',
      statements: accessStatements(ACCESS_RIGHTS.reader, places),
    });
    this.operatorPolicy = new ManagedPolicy(this, 'Operator', {
      description: ownBucket
        ? 'Deliver log files into the trail bucket, have traildex index them, move dead letters back.'
        : 'Have traildex index log files of the trail bucket, move dead letters back.',
      statements: accessStatements(ACCESS_RIGHTS.operator, places),
    });
    this.operatorRole = new Role(this, 'OperatorRole', {
      description: 'Reads the traildex index, and delivers log files to it.',
      assumedBy: new AccountRootPrincipal(),
      managedPolicies: [this.readerPolicy, this.operatorPolicy],
    });
    delivery.allowSending(this.operatorRole);
    verifyQueue?.allowSending(this.operatorRole);
  }
}
