/**
 * A function that a rule starts every few hours, with the rights that it is given.
 *
 * Its event says no more than "now", so nobody keeps one that failed: Lambda tries it again within minutes, and the next
 * run is about most of the same days. No concurrency is reserved: a run and its tries are to be over before the next one
 * is due.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { NodeFunction, type NodeFunctionProps } from './node-function.ts';

export interface ScheduledFunctionProps extends Omit<NodeFunctionProps, 'memoryMiB' | 'reservedConcurrency'> {
  readonly everyHours: number;
  /** What the rule is for, for whoever looks at it in the console. */
  readonly scheduleDescription: string;
  /** What the function may do beside logging. */
  readonly rights: readonly PolicyStatement[];
}

/** Lambda's own number, one and two minutes apart. */
const RETRIES = 2;
/** Of an event that waits for its try. */
const OLDEST_EVENT = Duration.minutes(30);
const MEMORY_MIB = 512;

export class ScheduledFunction extends Construct {
  readonly function: NodeFunction;
  /** Starts the function. */
  readonly schedule: Rule;

  constructor(scope: Construct, id: string, props: ScheduledFunctionProps) {
    super(scope, id);
    const { everyHours, scheduleDescription, rights, ...ofFunction } = props;
    this.function = new NodeFunction(this, 'Function', { ...ofFunction, memoryMiB: MEMORY_MIB });
    for (const statement of rights) this.function.addToRolePolicy(statement);
    this.function.configureAsyncInvoke({ retryAttempts: RETRIES, maxEventAge: OLDEST_EVENT });
    this.schedule = new Rule(this, 'Schedule', {
      description: scheduleDescription,
      schedule: Schedule.rate(Duration.hours(everyHours)),
      targets: [new LambdaFunction(this.function, { maxEventAge: OLDEST_EVENT })],
    });
  }
}
