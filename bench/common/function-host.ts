/**
 * The bundled ingest function in a process of its own, which tells what an invocation cost that process.
 *
 * Not behind the local Lambda runtime: what that costs would be counted as the function's.
 */
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ENV } from '../../lambdas/ingest/env.ts';
import type { Invocation } from './function-host-process.ts';

const BUNDLER = fileURLToPath(new URL('../../bin/bundle-function.ts', import.meta.url));

export const BUCKET = 'trail-bucket';

export interface FunctionHost {
  /** @throws where the function fails or reports a message as failed. */
  ingest(keys: readonly (readonly string[])[]): Promise<Invocation>;
  stop(): Promise<void>;
}

export interface HostOptions {
  /** Where the bundle is, or is made. */
  readonly bundle: string;
  readonly endpoint: string;
  readonly execArgv?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export function bundleIngestFunction(folder: string): string {
  execFileSync(process.execPath, [BUNDLER, 'ingest', folder]);
  return `${folder}/index.mjs`;
}

export async function startFunctionHost(options: HostOptions): Promise<FunctionHost> {
  const child = fork(fileURLToPath(new URL('function-host-process.ts', import.meta.url)), [options.bundle], {
    execArgv: [...(options.execArgv ?? [])],
    serialization: 'advanced',
    env: {
      PATH: process.env.PATH,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: options.endpoint,
      AWS_LAMBDA_FUNCTION_NAME: 'ingest',
      POWERTOOLS_DEV: 'false',
      POWERTOOLS_LOG_LEVEL: 'CRITICAL',
      POWERTOOLS_METRICS_DISABLED: 'true',
      [ENV.eventsTable]: 'events',
      [ENV.logFilesTable]: 'log-files',
      [ENV.trailBucket]: BUCKET,
      [ENV.queueUrl]: 'https://sqs.us-east-1.amazonaws.com/111122223333/log-files',
      ...options.environment,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return {
    async ingest(messages) {
      const answered = once(child, 'message');
      child.send(messages.map((keys) => JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: keys })));
      const [invocation] = (await answered) as [Invocation | { error: string }];
      if ('error' in invocation) throw new Error(invocation.error);
      return invocation;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
