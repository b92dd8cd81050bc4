/**
 * The scheduled verification: a plan every few hours, a queue with a message for each account, a function that takes them
 * one by one.
 */
import type { RemovalPolicy } from 'aws-cdk-lib';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings.ts';
import type { Encryption } from './encryption.ts';
import type { NodeFunction } from './functions/node-function.ts';
import { VERIFY_TIMEOUT, VerifyFunction } from './functions/verify-function.ts';
import { VerifyPlanFunction } from './functions/verify-plan-function.ts';
import type { EventIndexTables } from './index/event-index-tables.ts';
import type { WatchedVerification } from './monitoring/verify-alarms.ts';
import type { TrailSource } from './trail/trail-source.ts';
import { VerifyQueue } from './verify-queue.ts';

export interface VerificationProps {
  /** Settings of the stack; `verify.everyHours` is above 0. */
  readonly settings: Settings;
  readonly tables: EventIndexTables;
  readonly source: TrailSource;
  /** Topic that log files without an entry in the index are announced to. */
  readonly topic: ITopic;
  readonly encryption: Encryption;
  readonly removalPolicy: RemovalPolicy;
}

export class Verification extends Construct implements WatchedVerification {
  readonly queue: VerifyQueue;
  /** Accounts whose verification was given up. */
  readonly deadLetterQueue: Queue;
  readonly planFunction: NodeFunction;
  readonly function: NodeFunction;
  /** Starts the plan. */
  readonly schedule: Rule;
  readonly everyHours: number;

  constructor(scope: Construct, id: string, props: VerificationProps) {
    super(scope, id);
    const { encryption } = props;
    this.queue = new VerifyQueue(this, 'Accounts', { functionTimeout: VERIFY_TIMEOUT, encryption });
    const { queue, deadLetterQueue } = this.queue;
    this.deadLetterQueue = deadLetterQueue;
    this.everyHours = props.settings.verify.everyHours;
    const plan = new VerifyPlanFunction(this, 'Plan', { ...props, queue });
    this.planFunction = plan.function;
    this.schedule = plan.schedule;
    this.function = new VerifyFunction(this, 'Verify', { ...props, queue }).function;
    // Every function has a role that it was made with.
    if (plan.function.role !== undefined) this.queue.allowSending(plan.function.role);
  }
}
