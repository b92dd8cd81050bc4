/** Opens the index that questions are asked of: the embedded AWS of a data directory, or a deployed stack. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LOCAL_FUNCTION_ENVIRONMENT } from '../lambdas/ingest/env.ts';
import type { AwsConnection } from './aws/connection.ts';
import { findDeployment, toDeployment } from './aws/deployment.ts';
import { connectWorkplace, type Workplace } from './aws/workplace.ts';
import type { EngineChoice } from './local/dynamodb/choose.ts';
import type { Needs } from './local/environment.ts';

/** Where to work, after flags and environment have been weighed. */
export interface Whereabouts {
  /** The embedded AWS of this machine; otherwise a deployed stack. */
  readonly local: boolean;
  readonly dataDir: string;
  readonly stack: string;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

/** An index on this machine, or that of a deployed stack with the credentials and the region of the environment. */
export type IndexLocation =
  | { readonly dataDirectory: string }
  | {
      readonly stack: string;
      readonly profile?: string | undefined;
      readonly region?: string | undefined;
      readonly endpointUrl?: string | undefined;
    };

/**
 * Opens an index for questions. Close it when they are answered: one on this machine holds its data directory.
 *
 * @throws NoDataDirectoryError, or a DeploymentError that says what the stack lacks.
 */
export function openIndex(location: IndexLocation): Promise<Workplace> {
  const local = 'dataDirectory' in location;
  return openWorkplace({
    where: local
      ? { local, dataDir: location.dataDirectory, stack: '' }
      : { ...location, local, dataDir: '' },
    needs: 'tables-and-bucket',
    command: 'the library',
    engine: 'auto',
    now: new Date(),
    log: () => {},
  });
}

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

const PROJECT_ROOT = fileURLToPath(new URL('..', import.meta.url));

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
  const { openLocalEnvironment } = await import('./local/environment.ts');
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
