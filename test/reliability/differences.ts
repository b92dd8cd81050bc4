/**
 * Holds what stands in the tables and in the dead-letter queue against what was delivered, everything of both: each
 * difference is a line that names what is wrong.
 */
import {
  type AttributeValue,
  BatchGetItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { listLogFiles } from '../../lib/audit/files.ts';
import { showEvents } from '../../lib/audit/show.ts';
import { clientConfig } from '../../lib/aws/connection.ts';
import type { Workplace } from '../../lib/aws/workplace.ts';
import { OUTPUT } from '../../lib/config/outputs.ts';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';
import type { LocalConnection, LocalEnvironment } from '../../lib/local/environment.ts';
import { eventIdentity } from './delivered-file.ts';

/** What was delivered, gathered while it was published. */
export interface Delivered {
  /** `eventIdentity` of every event that must be in the index. */
  readonly events: ReadonlySet<string>;
  /** What the ledger must say of each file, by key. */
  readonly entries: ReadonlyMap<string, Partial<LedgerEntry>>;
  /** Messages that nobody can ever do. */
  readonly hopeless: readonly string[];
}

export async function compareAll(
  delivered: Delivered,
  { connection, outputs }: Pick<LocalEnvironment, 'connection' | 'outputs'>,
  place: Workplace,
): Promise<string[]> {
  return [
    ...(await compareEvents(delivered, connection, place.deployment.eventsTable)),
    ...(await compareLedger(delivered, place)),
    ...(await comparePointers(delivered, place)),
    ...(await compareDeadLetters(delivered, connection, outputs[OUTPUT.deadLetterQueue] ?? '')),
  ];
}

/** BatchGetItem takes no more. */
const KEYS_OF_A_REQUEST = 100;
const REQUESTS_AT_ONCE = 4;

/**
 * The index is the delivered events exactly: each of them is asked for by its key, and there are no more items than that.
 * A Scan would say as much, but the embedded engine reads the whole table for each of its pages. It is asked only where
 * there are more, to name them.
 */
async function compareEvents(
  { events }: Delivered,
  connection: LocalConnection,
  table: string,
): Promise<string[]> {
  const client = new DynamoDBClient(clientConfig(connection, 'dynamodb'));
  const missing = await findMissing(events, client, table);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  const extra = (Table?.ItemCount ?? 0) - (events.size - missing.length);
  const strangers = extra === 0 ? [] : await findStrangers(events, client, table);
  client.destroy();
  return [
    ...(extra === 0 ? [] : [`${extra} items more in the index than were delivered`]),
    ...missing.map((identity) => `delivered, not in the index: ${identity}`),
    ...strangers.map((identity) => `in the index, not delivered: ${identity}`),
  ];
}

async function findMissing(
  events: ReadonlySet<string>,
  client: DynamoDBClient,
  table: string,
): Promise<string[]> {
  const missing: string[] = [];
  const identities = [...events];
  let next = 0;
  const askInTurn = async () => {
    while (next < identities.length) {
      const asked = identities.slice(next, next + KEYS_OF_A_REQUEST);
      next += KEYS_OF_A_REQUEST;
      const there = await findThere(asked, client, table);
      missing.push(...asked.filter((identity) => !there.has(identity)));
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, askInTurn));
  return missing;
}

async function findThere(
  asked: readonly string[],
  client: DynamoDBClient,
  table: string,
): Promise<ReadonlySet<string>> {
  const there = new Set<string>();
  let Keys: Record<string, AttributeValue>[] = asked.map(keyOfIdentity);
  while (Keys.length > 0) {
    const request = { [table]: { Keys, ProjectionExpression: 'eventID, recordHash', ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: request }),
    );
    for (const item of Responses?.[table] ?? []) there.add(identityOfItem(item));
    Keys = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return there;
}

async function findStrangers(
  events: ReadonlySet<string>,
  client: DynamoDBClient,
  table: string,
): Promise<string[]> {
  const strangers: string[] = [];
  const projection = { TableName: table, ProjectionExpression: 'eventID, recordHash' };
  for await (const { Items = [] } of paginateScan({ client }, projection)) {
    strangers.push(...Items.map(identityOfItem).filter((identity) => !events.has(identity)));
  }
  return strangers;
}

/** As `eventIdentity` writes it; an id may hold a slash, a hash none. */
function keyOfIdentity(identity: string): Record<string, AttributeValue> {
  const slash = identity.lastIndexOf('/');
  return {
    eventID: { S: identity.slice(0, slash) },
    recordHash: { B: Buffer.from(identity.slice(slash + 1), 'hex') },
  };
}

function identityOfItem({ eventID, recordHash }: Record<string, AttributeValue>): string {
  return `${eventID?.S}/${Buffer.from(recordHash?.B ?? []).toString('hex')}`;
}

/** No trial takes as long: times of the ledger that lie further apart come of a clock that jumps. */
const LEAST_JUMP_MS = 3 * 60 * 60 * 1000;

/** Every file that was announced has its entry, with the right end and the right counts; no other file has one. */
async function compareLedger(delivered: Delivered, place: Workplace): Promise<string[]> {
  const differences: string[] = [];
  const missing = new Set(delivered.entries.keys());
  const writtenAt: number[] = [];
  for await (const found of listLogFiles({ window: {}, order: 'oldest-first' }, place.logFiles)) {
    missing.delete(found.key);
    writtenAt.push(Date.parse(found.updatedAt));
    const expected = delivered.entries.get(found.key);
    if (expected === undefined) differences.push(`in the ledger, not delivered: ${found.key}`);
    else differences.push(...compareEntry(expected, found));
  }
  for (const key of missing) differences.push(`delivered, not in the ledger: ${key}`);
  writtenAt.sort((one, other) => one - other);
  if ((writtenAt.at(-1) ?? 0) - (writtenAt[0] ?? 0) < LEAST_JUMP_MS)
    differences.push('the clock of the function never jumped');
  return differences;
}

function compareEntry({ reason, ...exact }: Partial<LedgerEntry>, found: LedgerEntry): string[] {
  const expected: Partial<LedgerEntry> = exact;
  const differing = (Object.keys(expected) as (keyof LedgerEntry)[]).filter(
    (name) => expected[name] !== found[name],
  );
  const lines = differing.map((name) => `${name} is ${found[name]}, not ${expected[name]}: ${found.key}`);
  if (reason !== undefined && !found.reason?.includes(reason))
    lines.push(`reason is "${found.reason}", without "${reason}": ${found.key}`);
  return lines;
}

/** Of each so many events, one is read back from its log file. */
const SHOWN_ONE_IN = 2_003;

/** The pointers lead to the very records: for a share of the events. */
async function comparePointers(delivered: Delivered, place: Workplace): Promise<string[]> {
  const chosen = [...delivered.events].filter((_, index) => index % SHOWN_ONE_IN === 0);
  const shown = await showEvents(
    chosen.map((identity) => identity.slice(0, identity.lastIndexOf('/'))),
    place,
  );
  const intact = new Set(
    [...shown].flatMap(([eventID, records]) =>
      records
        .filter((record) => record.kind === 'intact')
        .map(({ bytes }) => eventIdentity(eventID, Buffer.from(bytes).toString())),
    ),
  );
  return chosen
    .filter((identity) => !intact.has(identity))
    .map((identity) => `cannot be shown intact: ${identity}`);
}

/** The dead-letter queue holds the messages that nobody can ever do, each once, and no others. */
async function compareDeadLetters(
  delivered: Delivered,
  connection: LocalConnection,
  queueUrl: string,
): Promise<string[]> {
  const found = await takeMessages(connection, queueUrl);
  const lacking = [...delivered.hopeless];
  const differences: string[] = [];
  for (const message of found) {
    const index = lacking.indexOf(message);
    if (index === -1) differences.push(`unexpected in the dead-letter queue: ${message}`);
    else lacking.splice(index, 1);
  }
  return [...differences, ...lacking.map((message) => `not in the dead-letter queue: ${message}`)];
}

/** What was published of each message: the queue holds them in SNS's envelope. */
async function takeMessages(connection: LocalConnection, queueUrl: string): Promise<string[]> {
  const sqs = new SQSClient({ ...clientConfig(connection, 'sqs'), useQueueUrlAsEndpoint: false });
  const taken: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) break;
    for (const { Body = '' } of Messages) taken.push((JSON.parse(Body) as { Message: string }).Message);
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
  sqs.destroy();
  return taken;
}
