/**
 * What all functions of the stack share: runtime, code, role, log, trace, network.
 *
 * The role starts with nothing but its own log. AWS's managed policies would let it write to every log group, and make
 * new ones. The one right on everything is X-Ray's: its actions know no resources (Service Authorization Reference,
 * "Actions, resources, and condition keys for AWS X-Ray").
 */
import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { IngestSettings } from '../../config/sections/ingest.ts';
import type { Encryption } from '../encryption.ts';
import { BUNDLE_HANDLER, type FunctionFolder, functionCode } from './function-code.ts';
import { nodeOptions } from './node-options.ts';
import { attachToVpc } from './vpc-access.ts';

export interface NodeFunctionProps {
  /** Folder below `lambdas` whose handler.ts exports `handler`. */
  readonly folder: FunctionFolder;
  /** What the function does, for whoever looks at it in the console. */
  readonly description: string;
  /** Longest time that an invocation may take. */
  readonly timeout: Duration;
  /** Memory; the processor's share grows with it. */
  readonly memoryMiB: number;
  /**
   * Invocations set aside for this function.
   * @default none
   */
  readonly reservedConcurrency?: number | undefined;
  /** Environment variables that the handler reads. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the user has set for the functions. */
  readonly settings: Pick<IngestSettings, 'logLevel' | 'logRetentionDays' | 'tracing' | 'vpc'>;
  /** Encrypts the log. */
  readonly encryption: Encryption;
  /** What becomes of the log when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

export class NodeFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    const { settings, reservedConcurrency } = props;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      ...props.encryption.forLogGroup(),
      retention: settings.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    const role = new Role(scope, `${id}Role`, {
      description: props.description,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    super(scope, id, {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: functionCode(props.folder),
      handler: BUNDLE_HANDLER,
      role,
      memorySize: props.memoryMiB,
      timeout: props.timeout,
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
      tracing: settings.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      logGroup,
      environment: {
        ...props.environment,
        NODE_OPTIONS: nodeOptions(props.memoryMiB).join(' '),
        // The function writes JSON by itself and leaves out what is below the level. Lambda's own filter (log format
        // JSON) takes the metrics among the lines for INFO, and would drop them, and the alarms, at WARN and above.
        POWERTOOLS_LOG_LEVEL: settings.logLevel,
      },
    });
    if (settings.vpc !== undefined) attachToVpc(this, role, settings.vpc);
  }
}
