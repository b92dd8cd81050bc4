/**
 * The embedded AWS: opens a data directory with as much of AWS in it as a command needs, and closes it without a trace
 * of a process.
 *
 * What is made is what the synthesized template declares. A question needs the tables only, `show` the bucket as well,
 * ingesting everything: queue, function and what feeds it. Nothing is written outside the data directory, nothing
 * listens on anything but 127.0.0.1. Signals are the caller's: it calls `close`; without that, the children end with
 * this process (tethered-child.ts) and the files survive.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CloudAssembly, readCloudAssembly } from './cloud-assembly.ts';
import type { DeclaredFunction } from './declared-function.ts';
import { type DeclaredStack, readDeclaredStack } from './declared-stack.ts';
import { deployTables } from './deploy-tables.ts';
import { chooseEngine, type EngineChoice } from './dynamodb/choose.ts';
import type { EngineName, RunningEngine } from './dynamodb/engine.ts';
import type { Pace } from './lambda/run-mapping.ts';
import { LocalEnvironmentError } from './local-error.ts';
import { lockDirectory } from './lock.ts';
import type { RunningServices } from './services.ts';
import { SIGNING_KEY_FILE } from './signing-key.ts';
import { readState, writeState } from './state.ts';
import { synthesize } from './synthesize.ts';
import { resolveTemplate } from './template.ts';

export type { Pace };

export type Needs = 'tables' | 'tables-and-bucket' | 'everything';

type Environment = Readonly<Record<string, string>>;

export interface LocalEnvironmentOptions {
  readonly dataDirectory: string;
  /** Where cdk.json and bin/app.ts are. */
  readonly projectRoot: string;
  readonly needs: Needs;
  /** Who holds the directory, for the message to another command. @default traildex */
  readonly command?: string;
  /** @default auto */
  readonly engine?: EngineChoice;
  /** CDK context on top of cdk.json's. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Variables of every function, or of each, over those of the template. */
  readonly functionEnvironment?: Environment | ((declared: DeclaredFunction) => Environment);
  /** How long to wait for another command in the same directory. @default 15,000 */
  readonly patienceMs?: number;
  /** Bounds on what the template asks for, for a person who waits. */
  readonly pace?: Partial<Pace>;
  /** One line for the person: what takes long, what was lost. */
  readonly log?: (line: string) => void;
}

/** What an SDK client needs to talk to the embedded AWS. S3 buckets are paths there, not host names. */
export interface LocalConnection {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Without those of services that do not run. */
  readonly endpoints: {
    readonly dynamodb: string;
    readonly s3?: string;
    readonly sns?: string;
    readonly sqs?: string;
  };
}

export interface LocalEnvironment {
  /** The stack's outputs; without SQS running, those without a queue's URL. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly connection: LocalConnection;
  readonly engine: EngineName;
  readonly logDirectory: string;
  /** Ends every process and gives the directory free. May be called again, also at the same time. */
  close(): Promise<void>;
}

const LAPTOP_PACE: Pace = {
  redeliverAfterMs: 2_000,
  batchingWindowMs: 250,
  concurrency: 2,
  stopGraceMs: 3_000,
};
/** Of the account that every emulator has; no secret. */
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;
/** Those of the emulators (services.ts); said here as well, because a question does not load them. */
const ACCOUNT_ID = '000000000000';
const REGION = 'us-east-1';

/** What has been started, to be ended in the opposite order. */
type Closers = (() => Promise<unknown>)[];

/** @throws LocalEnvironmentError; nothing is left running then. */
export async function openLocalEnvironment(options: LocalEnvironmentOptions): Promise<LocalEnvironment> {
  const dataDirectory = resolve(options.dataDirectory);
  const closers: Closers = [];
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeAll(closers);
    return closing;
  };
  await refuseForeignDirectory(dataDirectory);
  const lock = await lockDirectory({
    directory: dataDirectory,
    command: options.command ?? 'traildex',
    ...(options.patienceMs === undefined ? {} : { patienceMs: options.patienceMs }),
    onWait: (holder) => options.log?.(`Waiting for ${holder}, which uses ${dataDirectory} …`),
    onLost: (reason) => {
      options.log?.(
        `The data directory ${dataDirectory} was taken by another command (${reason.message}); closing.`,
      );
      void close();
    },
  });
  closers.push(() => lock.release());
  try {
    return { ...(await open({ ...options, dataDirectory }, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What this folder and the command line keep in a data directory. */
const OWN_ENTRIES: ReadonlySet<string> = new Set([
  '.gitignore',
  'cdk.out',
  'cdk.out.new',
  'contents.json',
  'dynamodb',
  'environment.json',
  'lock',
  'lock-holder.json',
  'logs',
  'services',
  SIGNING_KEY_FILE,
  'tmp',
]);

/** A directory of somebody's files is not taken over: `--data .` is easily typed. */
async function refuseForeignDirectory(dataDirectory: string): Promise<void> {
  const entries = await readdir(dataDirectory).catch((): string[] => []);
  const foreign = entries.find((entry) => !OWN_ENTRIES.has(entry));
  if (foreign === undefined || entries.includes('environment.json')) return;
  throw new LocalEnvironmentError(
    'data-directory',
    `${dataDirectory} is no data directory of traildex: it holds other files (${foreign}). Name an empty or a new one.`,
  );
}

async function open(
  options: LocalEnvironmentOptions,
  closers: Closers,
): Promise<Omit<LocalEnvironment, 'close'>> {
  const { dataDirectory, needs } = options;
  await keepOutOfGit(dataDirectory);
  const state = await readState(dataDirectory);
  const engine = await chooseEngine({ requested: options.engine ?? 'auto', recorded: state?.engine });
  const starts = [
    readAssembly(options),
    engine.start({ directory: join(dataDirectory, 'dynamodb') }).then((started) => keep(closers, started)),
    needs === 'tables' ? undefined : startServices(dataDirectory).then((started) => keep(closers, started)),
  ] as const;
  // Whatever fails, what else has started must be known, to be ended.
  await Promise.allSettled(starts);
  const [assembly, database, services] = await Promise.all(starts);
  if (state === undefined) await writeState(dataDirectory, { engine: engine.name });

  const place = {
    stackName: assembly.stackName,
    accountId: ACCOUNT_ID,
    region: REGION,
    queueEndpoint: services?.endpoint,
  };
  const { resources, outputs } = resolveTemplate(assembly.template, place);
  const stack = readDeclaredStack({ resources, assetDirectories: assembly.assetDirectories, place });
  const logDirectory = join(dataDirectory, 'logs');
  await deployDeclaredTables(database.endpoint, stack);
  if (services !== undefined) {
    const { deployServices } = await import('./deploy-services.ts');
    for (const name of stack.foreignBuckets) services.foreignBuckets.add(name);
    await deployServices({ endpoint: services.endpoint, region: REGION, credentials: CREDENTIALS }, stack);
    if (needs === 'everything')
      await runFunctions(options, { stack, services, database, logDirectory }, closers);
  }
  return {
    outputs,
    connection: {
      region: REGION,
      credentials: CREDENTIALS,
      endpoints: { dynamodb: database.endpoint, ...(services === undefined ? {} : endpointsOf(services)) },
    },
    engine: engine.name,
    logDirectory,
  };
}

function endpointsOf({ endpoint }: RunningServices) {
  return { s3: endpoint, sns: endpoint, sqs: endpoint };
}

/** Log files are nobody's business: somebody who works in a repository must not commit them by mistake. */
async function keepOutOfGit(dataDirectory: string): Promise<void> {
  await writeFile(join(dataDirectory, '.gitignore'), '*\n');
}

async function readAssembly({ log, ...options }: LocalEnvironmentOptions): Promise<CloudAssembly> {
  const { directory } = await synthesize({
    projectRoot: options.projectRoot,
    dataDirectory: options.dataDirectory,
    accountId: ACCOUNT_ID,
    region: REGION,
    ...(options.context === undefined ? {} : { context: options.context }),
    onSynthesis: () => log?.('Synthesizing the stack (once, and after each change of it) …'),
  });
  return readCloudAssembly(directory);
}

/** S3, SNS and SQS are loaded by those who need them: a question is answered sooner without. */
async function startServices(dataDirectory: string): Promise<RunningServices> {
  const services = await import('./services.ts');
  return services.startServices({ directory: join(dataDirectory, 'services') });
}

function keep<T extends { stop(): Promise<void> }>(closers: Closers, started: T): T {
  closers.push(() => started.stop());
  return started;
}

async function deployDeclaredTables(endpoint: string, stack: DeclaredStack): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  try {
    await deployTables(client, stack.tables);
  } finally {
    client.destroy();
  }
}

interface Running {
  readonly stack: DeclaredStack;
  readonly services: RunningServices;
  readonly database: RunningEngine;
  readonly logDirectory: string;
}

async function runFunctions(
  options: LocalEnvironmentOptions,
  running: Running,
  closers: Closers,
): Promise<void> {
  const { runMapping } = await import('./lambda/run-mapping.ts');
  const pace = { ...LAPTOP_PACE, ...options.pace };
  for (const mapping of running.stack.mappings) {
    const started = await runMapping({
      mapping,
      pace,
      servicesEndpoint: running.services.endpoint,
      logDirectory: running.logDirectory,
      place: {
        region: REGION,
        accountId: ACCOUNT_ID,
        credentials: CREDENTIALS,
        temporaryDirectory: join(options.dataDirectory, 'tmp'),
        environment: {
          // Also for services that are not here: better a refusal on this machine than a call to AWS.
          AWS_ENDPOINT_URL: running.services.endpoint,
          AWS_ENDPOINT_URL_DYNAMODB: running.database.endpoint,
          ...environmentFor(mapping.function, options),
        },
      },
      log: options.log,
    });
    keep(closers, started);
  }
}

function environmentFor(
  declared: DeclaredFunction,
  { functionEnvironment = {} }: LocalEnvironmentOptions,
): Environment {
  return typeof functionEnvironment === 'function' ? functionEnvironment(declared) : functionEnvironment;
}

/** Everything is ended, whatever fails on the way; the first failure is told. */
async function closeAll(closers: Closers): Promise<void> {
  const failures: unknown[] = [];
  for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) {
    await closer().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
