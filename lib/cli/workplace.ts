/** Opens the place where a command works: the embedded AWS of a data directory, or a deployed stack. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LOCAL_FUNCTION_ENVIRONMENT } from '../../lambdas/ingest/env.ts';
import type { AwsConnection } from '../aws/connection.ts';
import { findDeployment, toDeployment } from '../aws/deployment.ts';
import { connectWorkplace, type Workplace } from '../aws/workplace.ts';
import type { EngineChoice } from '../local/dynamodb/choose.ts';
import type { Needs } from '../local/environment.ts';
import type { Whereabouts } from './host.ts';

export interface WorkplaceRequest {
  readonly where: Whereabouts;
  readonly needs: Needs;
  /** The command, for the message to another one that wants the same data directory. */
  readonly command: string;
  readonly engine: EngineChoice;
  readonly now: Date;
  /** One line for the person: what takes long. */
  readonly log: (line: string) => void;
}

export class NoDataDirectoryError extends Error {
  override readonly name = 'NoDataDirectoryError';
  readonly code = 'no-data-directory';
}

const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function openWorkplace(request: WorkplaceRequest): Promise<Workplace> {
  return request.where.local ? openLocal(request) : openDeployed(request);
}

async function openLocal({ where, needs, command, engine, now, log }: WorkplaceRequest): Promise<Workplace> {
  // A question must not make an empty index where somebody mistyped a name.
  if (needs !== 'everything' && !existsSync(where.dataDir)) {
    throw new NoDataDirectoryError(
      `There is no data directory ${where.dataDir}. npx traildex start makes .traildex with the sample trail, ` +
        'traildex ingest PATH --local --data DIR one with your own log files.',
    );
  }
  const { openLocalEnvironment } = await import('../local/environment.ts');
  const environment = await openLocalEnvironment({
    dataDirectory: where.dataDir,
    projectRoot: PROJECT_ROOT,
    needs,
    command,
    engine,
    log,
    functionEnvironment: LOCAL_FUNCTION_ENVIRONMENT,
  });
  const deployment = toDeployment(environment.outputs, `The embedded stack in ${where.dataDir}`);
  return connectWorkplace(environment.connection, deployment, { now, close: environment.close });
}

async function openDeployed({ where, now }: WorkplaceRequest): Promise<Workplace> {
  const { profile, region, endpointUrl, stack } = where;
  const connection: AwsConnection = {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(endpointUrl === undefined ? {} : { endpoints: everywhere(endpointUrl) }),
  };
  return connectWorkplace(connection, await findDeployment(connection, stack), { now });
}

function everywhere(url: string): NonNullable<AwsConnection['endpoints']> {
  return { s3: url, sns: url, sqs: url, dynamodb: url, cloudformation: url };
}
