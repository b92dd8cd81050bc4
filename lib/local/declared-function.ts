/**
 * A function of the template, and the mapping that feeds it from a queue, as this machine runs them. Refuses what Lambda
 * would refuse, or what only Lambda can run. Pure.
 */
import { listAt, recordAt, stringAt } from './json-shape.ts';
import type { ResolvedResource } from './template.ts';
import { lastPart, requireByArn, templateFault } from './wiring.ts';

export interface DeclaredFunction {
  readonly name: string;
  /** `index.handler`: file without extension, and the name it exports. */
  readonly handler: string;
  readonly codeDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMiB: number;
  readonly timeoutMs: number;
  readonly runtime: string;
}

export interface DeclaredMapping {
  readonly queueName: string;
  readonly queueArn: string;
  readonly function: DeclaredFunction;
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  readonly maximumConcurrency: number | undefined;
  readonly reportsBatchItemFailures: boolean;
}

/** What a mapping may lead from and to. */
export interface MappingEnds {
  readonly queues: readonly ResolvedResource[];
  readonly functions: readonly ResolvedResource[];
  /** Directory of an asset by the S3 key under which the template names it. */
  readonly assetDirectories: ReadonlyMap<string, string>;
}

export function readMapping(mapping: ResolvedResource, ends: MappingEnds): DeclaredMapping {
  const { properties } = mapping;
  const queue = requireByArn(mapping, 'EventSourceArn', properties.EventSourceArn, ends.queues);
  // A function is named here by its name or its ARN.
  const functionName = lastPart(String(properties.FunctionName));
  const target = ends.functions.find(({ name }) => name === functionName);
  if (target === undefined)
    throw templateFault(mapping, `FunctionName is ${functionName}, which this stack does not make`);
  const concurrency = recordAt(properties, 'ScalingConfig').MaximumConcurrency;
  return {
    queueName: queue.name,
    queueArn: String(properties.EventSourceArn),
    function: readFunction(target, ends.assetDirectories),
    ...readBatching(mapping),
    maximumConcurrency: concurrency === undefined ? undefined : Number(concurrency),
    reportsBatchItemFailures: listAt(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
  };
}

function readBatching(mapping: ResolvedResource) {
  const batchingWindow = Number(mapping.properties.MaximumBatchingWindowInSeconds ?? 0);
  const batchSize = Number(mapping.properties.BatchSize ?? 10);
  if (batchSize > 10 && batchingWindow < 1) {
    throw templateFault(
      mapping,
      'a BatchSize over 10 needs a MaximumBatchingWindowInSeconds of at least 1, or Lambda refuses it',
    );
  }
  return { batchSize, batchingWindowMs: batchingWindow * 1000 };
}

export function readFunction(
  declared: ResolvedResource,
  assetDirectories: ReadonlyMap<string, string>,
): DeclaredFunction {
  const { properties } = declared;
  const runtime = String(properties.Runtime);
  if (!runtime.startsWith('nodejs')) {
    throw templateFault(
      declared,
      `the runtime is ${runtime}; the local environment runs Node.js functions only`,
    );
  }
  const key = stringAt(recordAt(properties, 'Code'), 'S3Key') ?? '';
  const codeDirectory = assetDirectories.get(key);
  if (codeDirectory === undefined)
    throw templateFault(declared, `its code (${key || 'inline'}) is not an asset of the CDK app`);
  const variables = recordAt(recordAt(properties, 'Environment'), 'Variables');
  return {
    name: declared.name,
    handler: String(properties.Handler),
    codeDirectory,
    environment: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
    // Lambda's own defaults.
    memoryMiB: Number(properties.MemorySize ?? 128),
    timeoutMs: Number(properties.Timeout ?? 3) * 1000,
    runtime,
  };
}
