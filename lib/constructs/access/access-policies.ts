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
import { stackPlace, tablePlaces, topicPlace, trailPlaces } from './access-places.ts';
import { ACCESS_RIGHTS } from './access-rights.ts';
import { accessStatements } from './access-statements.ts';

export interface AccessPoliciesProps {
  /** Tables that questions read. */
  readonly tables: EventIndexTables;
  /** Bucket that log files are read from and delivered to. */
  readonly source: TrailSource;
  /**
   * S3 key prefix of the log files.
   * @default none
   */
  readonly keyPrefix?: string | undefined;
  /** Topic that delivered log files are announced to, and queue that takes what the role moves back. */
  readonly delivery: DeliveryQueue;
  /** Encrypts tables and topic. */
  readonly encryption: Encryption;
}

export class AccessPolicies extends Construct {
  /** For `traildex query`, `show` and `files`. */
  readonly readerPolicy: ManagedPolicy;
  /** For `traildex ingest`. */
  readonly operatorPolicy: ManagedPolicy;
  /** Has both policies; for whoever the account's administrators allow to assume it. */
  readonly operatorRole: Role;

  constructor(scope: Construct, id: string, props: AccessPoliciesProps) {
    super(scope, id);
    const { tables, source, keyPrefix, delivery, encryption } = props;
    const places = {
      stack: stackPlace(this),
      ...trailPlaces(source, keyPrefix),
      ...tablePlaces(tables, encryption.key),
      deliveryTopic: topicPlace(delivery.topic, encryption.key),
    };
    this.readerPolicy = new ManagedPolicy(this, 'Reader', {
      description: 'Ask questions of the traildex index and read the log files behind the answers.',
      statements: accessStatements(ACCESS_RIGHTS.reader, places),
    });
    this.operatorPolicy = new ManagedPolicy(this, 'Operator', {
      description: 'Deliver log files into the trail bucket and have traildex index them.',
      statements: accessStatements(ACCESS_RIGHTS.operator, places),
    });
    this.operatorRole = new Role(this, 'OperatorRole', {
      description: 'Reads the traildex index, and delivers log files to it.',
      assumedBy: new AccountRootPrincipal(),
      managedPolicies: [this.readerPolicy, this.operatorPolicy],
    });
    delivery.allowSending(this.operatorRole);
  }
}
