import { beforeEach, describe, expect, it } from 'vitest';
import { type FullRecord, readFullRecords } from '../../lib/cli/full-records.ts';
import { openRecords } from '../../lib/cli/render/open-records.ts';
import { openSession, type Session } from '../../lib/cli/session.ts';
import { fromEventItem, type IndexedEvent } from '../../lib/event-index/event-item.ts';
import { KeptText, LOG_FILE, NOW, World } from './run-cli.ts';

let world: World;
let stdout: KeptText;

beforeEach(() => {
  world = new World();
  stdout = new KeptText();
  world.record({ key: LOG_FILE, notAsDelivered: true });
});

function store(count: number): readonly IndexedEvent[] {
  for (let at = 0; at < count; at++) world.store(`e${at}`, { eventTime: '2026-07-19T21:33:40Z' });
  return [...world.index.events.items.values()].map(fromEventItem);
}

function session(): Session {
  const host: Session['host'] = {
    stdout,
    stderr: new KeptText(),
    stdin: [] as never,
    env: {},
    isTTY: false,
    columns: undefined,
    now: NOW,
    timeZone: 'UTC',
    interrupt: new AbortController().signal,
    openWorkplace: () => Promise.reject(new Error('No place is opened here.')),
  };
  const request = { command: 'traildex query', argv: [], version: '0.0.0', options: {} };
  return openSession(host, { ...request, rerun: async () => 0 });
}

async function recordsOf(events: Iterable<IndexedEvent>, place = world.place()): Promise<FullRecord[]> {
  const records: FullRecord[] = [];
  for await (const record of readFullRecords(events, place)) records.push(record);
  return records;
}

describe('full records of events', () => {
  it('come in their order, with the ledger entry of their log file', async () => {
    const events = store(250).toReversed();
    const records = await recordsOf(events);
    expect(records.map(({ shown }) => shown.event.eventID)).toEqual(events.map(({ eventID }) => eventID));
    expect(new Set(records.map(({ shown }) => shown.kind))).toEqual(new Set(['intact']));
    expect(records[0]?.origin).toMatchObject({
      bucket: 'trail',
      entry: { key: LOG_FILE, notAsDelivered: true },
    });
  });

  it('read a log file once for a hundred of them', async () => {
    const events = store(250);
    const place = world.place();
    const reads: string[] = [];
    const bucket = {
      read(key: string) {
        reads.push(key);
        return place.bucket.read(key);
      },
    };
    await recordsOf(events, { ...place, bucket });
    expect(reads).toEqual([LOG_FILE, LOG_FILE, LOG_FILE]);
  });
});

describe('as json for query --full', () => {
  it('they are the records and nothing else, altered ones left out', async () => {
    const events = store(3);
    world.files.set(LOG_FILE, '{"Records":[{"eventID":"e0"},{"eventID":"changed"},{"eventID":"e2"}]}');
    const writer = openRecords(session(), { form: 'json', bare: true });
    for (const record of await recordsOf(events)) await writer.write(record);
    await writer.end();
    await new Promise(setImmediate);
    expect(stdout.text).toBe('[\n{"eventID":"e0"},\n{"eventID":"e2"}\n]\n');
  });
});
