/** The process behind instant-index.ts. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { OUTPUT } from '../../../lib/config/outputs.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { textIn } from '../../../lib/event-index/item-reading.ts';
import { EVENT_INDEXES, TIME_SORT_KEY } from '../../../lib/event-index/tables.ts';
import type { IndexedDay } from './instant-index.ts';
import { itemsOfTrail } from './items-of-trail.ts';

interface Entry {
  readonly sortKey: string;
  readonly json: string;
}

/** What is asked of DynamoDB here. */
interface Query {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly ExpressionAttributeValues: Readonly<Record<string, { readonly S: string }>>;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: { readonly at: { readonly N: string } };
}

/** DynamoDB ends a page at 1 MB, as it counts it: about so many index entries. */
const LARGEST_PAGE = 1_900;
const TABLE = { events: 'Events', logFiles: 'LogFiles' } as const;

const [folder = '.'] = process.argv.slice(2);
const trail = itemsOfTrail(folder);
/** Entries by index and key, or by section of the other table, each list in the order of its sort key. */
const lists = new Map<string, Entry[]>();
for (const item of trail.events) {
  const json = toJson(item);
  for (const { name, partitionKey } of EVENT_INDEXES) {
    const key = textIn(item, partitionKey);
    if (key !== undefined)
      listOf(`${name}/${key}`).push({ sortKey: textIn(item, TIME_SORT_KEY) ?? '', json });
  }
}
for (const item of trail.logFiles) {
  listOf(textIn(item, 'section') ?? '').push({ sortKey: textIn(item, 'entry') ?? '', json: toJson(item) });
}
for (const list of lists.values())
  list.sort((a, b) => (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0));

function listOf(name: string): Entry[] {
  const list = lists.get(name) ?? [];
  lists.set(name, list);
  return list;
}

/** As DynamoDB sends it: bytes as base64. */
function toJson(item: Item): string {
  const values = Object.entries(item).map(([name, value]) => [
    name,
    'B' in value ? { B: Buffer.from(value.B).toString('base64') } : value,
  ]);
  return JSON.stringify(Object.fromEntries(values));
}

function pageOf(query: Query): string {
  const {
    ExpressionAttributeValues: values,
    ScanIndexForward: isAscending = true,
    Limit = LARGEST_PAGE,
  } = query;
  const ofEvents = query.TableName === TABLE.events;
  const list =
    lists.get(ofEvents ? `${query.IndexName}/${values[':key']?.S}` : (values[':section']?.S ?? '')) ?? [];
  const [from, to] = ofEvents ? [values[':from']?.S ?? '', values[':to']?.S ?? ''] : ['', '\uffff'];
  const asked = list.filter(({ sortKey }) => sortKey >= from && sortKey <= to);
  if (!isAscending) asked.reverse();
  const start = Number(query.ExclusiveStartKey?.at.N ?? 0);
  const page = asked.slice(start, start + Math.min(Limit, LARGEST_PAGE));
  const end = start + page.length;
  const last = page.at(-1);
  const next =
    end < asked.length
      ? `,"LastEvaluatedKey":{"at":{"N":"${end}"},"${TIME_SORT_KEY}":{"S":${JSON.stringify(last?.sortKey)}}}`
      : '';
  return `{"Count":${page.length},"ScannedCount":${page.length},"Items":[${page.map(({ json }) => json).join()}]${next}}`;
}

function describeStacks(): string {
  const outputs = {
    [OUTPUT.eventsTable]: TABLE.events,
    [OUTPUT.logFilesTable]: TABLE.logFiles,
    [OUTPUT.trailBucket]: 'trail',
    [OUTPUT.deliveryTopic]: 'topic',
  };
  const members = Object.entries(outputs).map(
    ([name, value]) => `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return (
    '<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>Traildex</StackName>' +
    `<CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members.join('')}` +
    '</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>'
  );
}

const answers = new Map<string, Buffer>();
let delayMs = 0;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const asked = Buffer.concat(chunks).toString();
  const target = String(request.headers['x-amz-target'] ?? '');
  if (target === '') {
    response.writeHead(200, { 'content-type': 'text/xml' }).end(describeStacks());
    return;
  }
  const body =
    answers.get(asked) ?? Buffer.from(target.endsWith('.Query') ? pageOf(JSON.parse(asked) as Query) : '{}');
  answers.set(asked, body);
  if (delayMs > 0) await wait(delayMs);
  response
    .writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': body.length })
    .end(body);
}

const server = createServer((request, response) => void answer(request, response));
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  const [day, events] = trail.busiestDay;
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.send?.({ endpoint, day, events } satisfies IndexedDay);
});
process.on('message', (message: number) => {
  delayMs = message;
});
// However the benchmark ends.
process.on('disconnect', () => process.exit());
