/** What all functions of the stack share: runtime, bundle, log, trace, network. */
import { fileURLToPath } from 'node:url';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { IngestSettings } from '../config/sections/ingest.ts';
import type { Encryption } from './encryption.ts';

export interface NodeFunctionProps {
  /** Folder below `lambdas` whose handler.ts exports `handler`. */
  readonly folder: 'ingest' | 'backfill';
  readonly description: string;
  readonly timeout: Duration;
  readonly memoryMiB: number;
  readonly reservedConcurrency?: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly settings: Pick<IngestSettings, 'logLevel' | 'logRetentionDays' | 'tracing' | 'vpc'>;
  readonly encryption: Encryption;
  readonly removalPolicy: RemovalPolicy;
}

const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));

export class NodeFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id, {
      description: props.description,
      projectRoot: PROJECT_ROOT,
      depsLockFilePath: `${PROJECT_ROOT}/package-lock.json`,
      entry: `${PROJECT_ROOT}/lambdas/${props.folder}/handler.ts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMiB,
      timeout: props.timeout,
      tracing: props.settings.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: { ...props.environment },
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        // The SDK of the runtime is older and slower to load than the parts of it that the bundle needs.
        externalModules: [],
        // Powertools' CommonJS entry calls require(), which an ES module has not.
        mainFields: ['module', 'main'],
        minify: true,
        keepNames: true,
      },
      logGroup: new LogGroup(scope, `${id}Logs`, {
        ...props.encryption.forLogGroup(),
        retention: props.settings.logRetentionDays,
        removalPolicy: props.removalPolicy,
      }),
    });
  }
}
