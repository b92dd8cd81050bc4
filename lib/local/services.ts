/**
 * S3, SNS and SQS in this process: fauxqs, on the loopback interface only, kept in one SQLite file.
 *
 * fauxqs' own start function listens on every interface, so the server is put together here from its parts. They are
 * not public, which is why package.json pins its version. Four of its ways are corrected on the way, each where it is
 * said: addresses of queues, messages in flight at a crash, visibility of zero, listings (s3-listing.ts). What it must
 * not see is refused by s3-request.ts before it is routed. Objects live in the SQLite file as well: a crash leaves no
 * half-written ones, and no key can name a file outside the data directory.
 */
import { findPackageJSON } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { type BuildAppOptions, buildApp } from 'fauxqs';
import { listByKey } from './s3-listing.ts';
import { refuseS3Request, renderS3Refusal } from './s3-request.ts';

type Stores = NonNullable<BuildAppOptions['stores']>;
type Persistence = NonNullable<Stores['sqsStore']['persistence']>;

/** The account of everything in fauxqs. */
export const LOCAL_ACCOUNT_ID = '000000000000';
export const LOCAL_REGION = 'us-east-1';

export interface RunningServices {
  /** `http://127.0.0.1:<port>` for S3, SNS and SQS alike; the port is another one at each start. */
  readonly endpoint: string;
  /** Names of buckets that stand in for somebody else's: whoever is expected to own one, does. */
  readonly foreignBuckets: Set<string>;
  stop(): Promise<void>;
}

export async function startServices({ directory }: { readonly directory: string }): Promise<RunningServices> {
  const { stores, persistence } = await openStores(directory);
  const app = buildApp({ logger: false, defaultRegion: LOCAL_REGION, stores });
  const foreignBuckets = new Set<string>();
  app.addHook('onRequest', async (request, reply) => {
    const refusal = refuseS3Request(
      { method: request.raw.method ?? '', url: request.raw.url ?? '', headers: request.headers },
      { accountId: LOCAL_ACCOUNT_ID, foreignBuckets },
    );
    if (refusal === undefined) return;
    const isHead = request.raw.method === 'HEAD';
    await reply
      .code(refusal.status)
      .header('content-type', 'application/xml')
      .send(isHead ? undefined : renderS3Refusal(refusal));
  });
  app.addHook('onClose', async () => persistence.close());
  const endpoint = await app.listen({ port: 0, host: '127.0.0.1' });
  readdressQueues(stores.sqsStore, endpoint);
  return { endpoint, foreignBuckets, stop: async () => app.close() };
}

async function openStores(directory: string): Promise<{ stores: Stores; persistence: Persistence }> {
  const { PersistenceManager }: { PersistenceManager: new (directory: string) => Persistence } =
    await importInternal('persistence.js');
  const { SqsStore }: { SqsStore: new () => Stores['sqsStore'] } = await importInternal('sqs/sqsStore.js');
  const { SnsStore }: { SnsStore: new () => Stores['snsStore'] } = await importInternal('sns/snsStore.js');
  const { S3Store }: { S3Store: new () => Stores['s3Store'] } = await importInternal('s3/s3Store.js');
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  const persistence = new PersistenceManager(directory);
  correctPersistence(persistence);
  // Loaded before it is told of changes, or loading would be written back.
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  stores.sqsStore.persistence = persistence;
  stores.snsStore.persistence = persistence;
  stores.s3Store.persistence = persistence;
  // An empty host makes queue URLs from the request's own: a name below "localhost" does not resolve everywhere.
  stores.sqsStore.host = '';
  for (const queue of stores.sqsStore.allQueues()) {
    queue.persistence = persistence;
    // Nobody holds messages that were in flight when the last command ended: they need not wait for a timeout.
    for (const entry of queue.inflightMessages.values()) entry.visibilityDeadline = 0;
  }
  correctListing(stores.s3Store);
  return { stores, persistence };
}

async function importInternal(path: string) {
  const packageJson = findPackageJSON('fauxqs', import.meta.url);
  if (packageJson === undefined) throw new Error('The npm package fauxqs is not installed: run npm install.');
  return import(new URL(`dist/${path}`, pathToFileURL(packageJson)).href);
}

/**
 * A visibility timeout of 0 would lose the message: fauxqs clears its receive count, which its own table forbids, after
 * it has taken the message from those in flight.
 */
function correctPersistence(persistence: Persistence): void {
  const database: unknown = Reflect.get(persistence, 'db');
  if (!(database instanceof DatabaseSync))
    throw new Error('fauxqs keeps its database elsewhere than expected.');
  // With a write-ahead log this survives any end of the process; a power cut may take the last moment's messages.
  database.exec('PRAGMA synchronous = NORMAL');
  const makeReady = database.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => {
    makeReady.run(messageId);
  };
}

function correctListing(store: Stores['s3Store']): void {
  const buckets: unknown = Reflect.get(store, 'buckets');
  const plainListing = store.listObjects.bind(store);
  store.listObjects = (bucket, options = {}) => {
    const objects: unknown = buckets instanceof Map ? buckets.get(bucket) : undefined;
    // Without the bucket: the emulator's own error.
    if (!(objects instanceof Map)) return plainListing(bucket, options);
    const all: Map<string, ReturnType<typeof store.headObject>> = objects;
    return listByKey(all.values(), { ...options, startAfter: options.startAfter ?? options.marker });
  };
}

/** Stored addresses name the port of the start that made the queue. */
function readdressQueues(store: Stores['sqsStore'], endpoint: string): void {
  for (const queue of store.allQueues()) {
    Object.assign(queue, { url: `${endpoint}/${LOCAL_ACCOUNT_ID}/${queue.name}` });
  }
}
