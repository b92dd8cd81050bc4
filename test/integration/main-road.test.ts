/**
 * The whole road with its real parts: the synthesized template, the emulators, the bundled function in a process of its
 * own, real SDK clients. On every DynamoDB engine that runs here.
 */
import { gunzipSync as gunzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_FUNCTION_ENVIRONMENT } from '../../lambdas/ingest/env.ts';
import { listLogFiles } from '../../lib/audit/files.ts';
import { type QueryRequest, query } from '../../lib/audit/query.ts';
import { showEvent } from '../../lib/audit/show.ts';
import { toDeployment } from '../../lib/aws/deployment.ts';
import { OPERATION_CLOCK } from '../../lib/aws/operation-clock.ts';
import { connectWorkplace, type Workplace } from '../../lib/aws/workplace.ts';
import { createRecordSplitter } from '../../lib/cloudtrail/record-splitter.ts';
import type { IndexedEvent } from '../../lib/event-index/event-item.ts';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';
import { findDynoxide } from '../../lib/local/dynamodb/dynoxide.ts';
import { openLocalEnvironment } from '../../lib/local/environment.ts';
import { ingestLogFiles } from '../../lib/operations/ingest/ingest.ts';
import { generateSampleTrail, SERVICE_CALLS } from '../../lib/sample/sample-trail.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const PROJECT_ROOT = new URL('../..', import.meta.url).pathname;
const ENGINES = [...((await findDynoxide()) ? (['dynoxide'] as const) : []), 'dynalite' as const];

const DAY = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17';
const BROKEN = `${DAY}/111122223333_CloudTrail_us-east-1_20260317T1000Z_brokenbrokenbrok.json.gz`;
const MIXED = `${DAY}/111122223333_CloudTrail_us-east-1_20260317T1005Z_mixedmixedmixedm.json.gz`;
const DIGEST =
  'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/03/17/111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20260317T100000Z.json.gz';

describe.each(ENGINES)('the whole road on %s', (engine) => {
  const files = new Map<string, Uint8Array>();
  /** Exact bytes of every record of the sample, by event id. */
  const delivered = new Map<string, Set<string>>();
  let directory: string;
  let place: Workplace;

  beforeAll(async () => {
    for (const { key, body } of generateSampleTrail({ seed: 7, eventCount: 600 })) files.set(key, body);
    for (const [key, body] of files) noteRecords(key, body);
    const text = JSON.stringify({
      Records: ['no event', { eventTime: '2026-03-17T10:00:00Z', eventName: 'Kept' }],
    });
    files.set(MIXED, gzipSync(text));
    files.set(BROKEN, gzipSync(text).subarray(0, 40));
    files.set(DIGEST, gzipSync('{}'));

    directory = await makeTemporaryDirectory();
    const environment = await openLocalEnvironment({
      dataDirectory: directory,
      projectRoot: PROJECT_ROOT,
      needs: 'everything',
      engine,
      functionEnvironment: LOCAL_FUNCTION_ENVIRONMENT,
    });
    place = connectWorkplace(environment.connection, toDeployment(environment.outputs, 'the test stack'), {
      now: new Date('2026-11-21T00:00:00Z'),
      close: environment.close,
    });
    const summary = await ingestLogFiles(sources(), {
      delivery: place.delivery,
      ledger: place.ledger,
      readFile: async ({ relativePath }) => files.get(relativePath) ?? new Uint8Array(),
      clock: OPERATION_CLOCK,
      settings: { pollIntervalMs: 100 },
    });
    expect(summary).toMatchObject({ end: 'done', rejectedFiles: 1, recordedDigests: 1, rejectedRecords: 1 });
  });

  afterAll(async () => {
    await place?.close();
    await removeDirectory(directory);
  });

  async function* sources() {
    for (const [key, body] of files) yield { path: `/${key}`, relativePath: key, sizeBytes: body.byteLength };
  }

  function noteRecords(key: string, body: Uint8Array): void {
    const splitter = createRecordSplitter({ acceptBareArray: key.includes('Aggregated') });
    for (const part of splitter.push(gunzip(body))) {
      if (part.kind !== 'record') continue;
      const text = Buffer.from(part.bytes).toString();
      const record = JSON.parse(text) as { eventID?: string; eventId?: string };
      const id = record.eventID ?? record.eventId ?? '';
      delivered.set(id, (delivered.get(id) ?? new Set()).add(text));
    }
  }

  async function ask(request: Partial<QueryRequest>): Promise<IndexedEvent[]> {
    const answer = query({ filters: {}, window: {}, order: 'newest-first', ...request }, place);
    const events: IndexedEvent[] = [];
    for await (const event of answer.events) events.push(event);
    return events;
  }

  it.each(SERVICE_CALLS.map((call) => [call.eventSource, call] as const))(
    'finds the call of %s by source, by name and by principal',
    async (_, { eventSource, eventName, principal }) => {
      const bySource = await ask({ filters: { eventSource: [eventSource] } });
      expect(bySource.map((event) => event.eventName)).toContain(eventName);
      const byName = await ask({ filters: { eventName: [eventName], eventSource: [eventSource] } });
      expect(byName.length).toBeGreaterThanOrEqual(1);
      const byPrincipal = await ask({ filters: { principal: [principal] } });
      expect(byPrincipal.map((event) => event.eventSource)).toContain(eventSource);
    },
  );

  it('gives every delivered event once, by every one of the three indexes', async () => {
    const all = (await ask({})).filter(({ eventName }) => eventName !== 'Kept');
    expect(all.map(({ eventID }) => eventID).sort()).toEqual([...delivered.keys()].sort());
    for (const attribute of ['eventSource', 'eventName', 'principal'] as const) {
      const values = [...new Set(all.map((event) => event[attribute] ?? '-'))];
      const found = (await ask({ filters: { [attribute]: values } })).filter(
        ({ eventName }) => eventName !== 'Kept',
      );
      expect(found.length, attribute).toBe(all.length);
    }
  });

  it('gives pages that join without a gap or a repeat', async () => {
    const whole = (await ask({ filters: { errors: true } })).map(({ eventID }) => eventID);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = query(
        { filters: { errors: true }, window: {}, order: 'newest-first', limit: 7, cursor },
        place,
      );
      for await (const event of answer.events) paged.push(event.eventID);
      cursor = answer.cursor();
    } while (cursor !== undefined);
    expect(whole.length).toBeGreaterThan(10);
    expect([...paged].sort()).toEqual([...whole].sort());
  });

  it('shows every record byte for byte, checked against the index', async () => {
    for (const [eventID, texts] of delivered) {
      const shown = await showEvent(eventID, place);
      expect(shown.map(({ kind }) => kind)).toEqual(Array(texts.size).fill('intact'));
      const bytes = shown.map((record) =>
        'bytes' in record ? Buffer.from(record.bytes ?? []).toString() : '',
      );
      expect(new Set(bytes)).toEqual(texts);
    }
  });

  it('names in the ledger what is no event: files, records, digests', async () => {
    const entries = new Map<string, LedgerEntry>();
    for await (const entry of listLogFiles({ window: {}, order: 'newest-first' }, place.logFiles)) {
      entries.set(entry.key, entry);
    }
    expect([...entries.keys()].sort()).toEqual([...files.keys()].sort());
    expect(entries.get(BROKEN)).toMatchObject({ status: 'rejected' });
    expect(entries.get(BROKEN)?.reason).toMatch(/gzip/);
    expect(entries.get(DIGEST)).toMatchObject({ status: 'recorded' });
    expect(entries.get(MIXED)).toMatchObject({ status: 'indexed', records: 2, indexed: 1, rejected: 1 });
    expect(await place.logFiles.readRejectedRecords('2026-03-17', MIXED)).toMatchObject([{ index: 0 }]);
    for (const { records, indexed, rejected, expired, status } of entries.values()) {
      if (status === 'indexed') expect(records).toBe((indexed ?? 0) + (rejected ?? 0) + (expired ?? 0));
    }
  });
});
