/** Has the function index the same records again and again, and tells the units of each time. */
import { join } from 'node:path';
import { ENV } from '../../../lambdas/ingest/env.ts';
import { type Deployment, toDeployment } from '../../../lib/aws/deployment.ts';
import { openLocalEnvironment } from '../../../lib/local/environment.ts';
import { bundleIngestFunction, startFunctionHost } from '../../common/function-host.ts';
import { startInstantAws } from '../../common/instant-aws.ts';
import type { Bench } from '../../common/measure.ts';
import type { RegroupedFile } from '../../common/regrouped.ts';
import { writeTrail } from '../../common/trail-folder.ts';
import { startCapacityFront, type WrittenUnits } from './capacity-front.ts';

export interface Delivery {
  readonly files: readonly RegroupedFile[];
  readonly written: readonly WrittenUnits[];
}

export interface Deliveries {
  readonly tables: Pick<Deployment, 'eventsTable' | 'logFilesTable'>;
  /** File by file, in the order of the files. */
  readonly delivered: readonly Delivery[];
  readonly announcedAgain: Delivery;
  readonly inOtherFiles: Delivery;
}

/** Files that are repeated: as many as an invocation takes. */
export const REPEATED_FILES = 100;

export async function deliver(
  { folder, projectRoot, note }: Bench,
  files: readonly RegroupedFile[],
): Promise<Deliveries> {
  const trail = join(folder, 'trail');
  const repeated = files.slice(0, REPEATED_FILES);
  const copies = repeated.map(underAnotherName);
  writeTrail(trail, [...files, ...copies]);
  const bundle = bundleIngestFunction(join(folder, 'bundle'));
  await using closing = new AsyncDisposableStack();
  const aws = closing.adopt(await startInstantAws(trail), (started) => started.stop());
  const environment = closing.adopt(
    await openLocalEnvironment({
      dataDirectory: join(folder, 'index'),
      projectRoot,
      needs: 'tables',
      engine: 'dynoxide',
      log: note,
    }),
    (opened) => opened.close(),
  );
  const front = closing.adopt(
    await startCapacityFront(environment.connection.endpoints.dynamodb),
    (started) => started.stop(),
  );
  const tables = toDeployment(environment.outputs, 'The stack of the benchmark');
  const startHost = () =>
    startFunctionHost({
      bundle,
      endpoint: aws.endpoint,
      environment: {
        AWS_ENDPOINT_URL_DYNAMODB: front.endpoint,
        [ENV.eventsTable]: tables.eventsTable,
        [ENV.logFilesTable]: tables.logFilesTable,
      },
    });

  const first = closing.adopt(await startHost(), (host) => host.stop());
  const delivered: Delivery[] = [];
  for (const file of files) {
    await first.ingest([[file.key]]);
    delivered.push({ files: [file], written: front.written() });
  }
  await first.ingest(repeated.map(({ key }) => [key]));
  const announcedAgain = { files: repeated, written: front.written() };
  const second = closing.adopt(await startHost(), (host) => host.stop());
  await second.ingest(copies.map(({ key }) => [key]));
  const inOtherFiles = { files: copies, written: front.written() };
  return { tables, delivered, announcedAgain, inOtherFiles };
}

function underAnotherName(file: RegroupedFile): RegroupedFile {
  return { ...file, key: file.key.replace(/\.json\.gz$/, 'x.json.gz') };
}
