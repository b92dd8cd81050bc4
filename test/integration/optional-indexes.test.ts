/**
 * A deployment with what it can have of indexes, shards and capacity, from its synthesized template: the optional indexes
 * answer as the sweep does that they save.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_FUNCTION_ENVIRONMENT } from '../../lambdas/ingest/env.ts';
import type { AuditContext } from '../../lib/audit/ports.ts';
import { query } from '../../lib/audit/query.ts';
import { toDeployment } from '../../lib/aws/deployment.ts';
import { OPERATION_CLOCK } from '../../lib/aws/operation-clock.ts';
import { connectWorkplace, type Workplace } from '../../lib/aws/workplace.ts';
import type { IndexedEvent } from '../../lib/event-index/event-item.ts';
import type { EventFilters } from '../../lib/event-index/filters.ts';
import { findDynoxide } from '../../lib/local/dynamodb/dynoxide.ts';
import { openLocalEnvironment } from '../../lib/local/environment.ts';
import { ingestLogFiles } from '../../lib/operations/ingest/ingest.ts';
import { generateSampleTrail } from '../../lib/sample/sample-trail.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const PROJECT_ROOT = new URL('../..', import.meta.url).pathname;
const ENGINES = [...((await findDynoxide()) ? (['dynoxide'] as const) : []), 'dynalite' as const];

const SETTINGS = {
  index: {
    optionalIndexes: ['by-user-name', 'by-access-key', 'by-source-ip'],
    writeShards: 8,
    capacity: { minWriteUnits: 10, maxWriteUnits: 1_000, minReadUnits: 10, maxReadUnits: 1_000 },
  },
};

describe.each(ENGINES)('optional indexes on %s', (engine) => {
  const files = new Map<string, Uint8Array>();
  let directory: string;
  let place: Workplace;
  let all: readonly IndexedEvent[];

  beforeAll(async () => {
    for (const { key, body } of generateSampleTrail({ seed: 5, eventCount: 300 })) files.set(key, body);
    directory = await makeTemporaryDirectory();
    const environment = await openLocalEnvironment({
      dataDirectory: directory,
      projectRoot: PROJECT_ROOT,
      needs: 'everything',
      engine,
      context: { traildex: SETTINGS },
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
    expect(summary).toMatchObject({ end: 'done', rejectedFiles: 0 });
    all = await ask({}, place);
  });

  afterAll(async () => {
    await place?.close();
    await removeDirectory(directory);
  });

  async function* sources() {
    for (const [key, body] of files) yield { path: `/${key}`, relativePath: key, sizeBytes: body.byteLength };
  }

  async function ask(filters: EventFilters, context: AuditContext): Promise<IndexedEvent[]> {
    const answer = query({ filters, window: {}, order: 'newest-first' }, context);
    const events: IndexedEvent[] = [];
    for await (const event of answer.events) events.push(event);
    return events;
  }

  /** The place, and the names of the indexes that were asked there. */
  function watched(context: AuditContext) {
    const asked = new Set<string>();
    const events: AuditContext['events'] = {
      ...context.events,
      queryIndex: (indexQuery, page) => {
        asked.add(indexQuery.index.name);
        return context.events.queryIndex(indexQuery, page);
      },
    };
    return { asked, context: { ...context, events } };
  }

  const identities = (events: readonly IndexedEvent[]) =>
    events.map(({ eventID, recordHash }) => `${eventID}/${recordHash}`).sort();

  it('are found in the outputs of the stack', () => {
    expect(place.deployment.optionalIndexes).toEqual(['by-user-name', 'by-access-key', 'by-source-ip']);
  });

  it.each([
    ['userName', 'by-user-name'],
    ['accessKeyId', 'by-access-key'],
    ['sourceIPAddress', 'by-source-ip'],
  ] as const)('answer by %s what a sweep answers', async (attribute, index) => {
    const values = [...new Set(all.flatMap((event) => event[attribute] ?? []))];
    expect(values.length).toBeGreaterThan(5);
    for (const some of [values.slice(0, 1), values.slice(1, 2), values]) {
      const indexed = watched(place);
      const swept = watched({ ...place, optionalIndexes: [] });
      const expected = identities(all.filter((event) => some.includes(event[attribute] ?? '')));
      expect(expected.length).toBeGreaterThanOrEqual(some.length);
      expect(identities(await ask({ [attribute]: some }, indexed.context))).toEqual(expected);
      expect(identities(await ask({ [attribute]: some }, swept.context))).toEqual(expected);
      expect([...indexed.asked, ...swept.asked]).toEqual([index, 'by-event-source']);
    }
  });

  it('answer together with other filters', async () => {
    const failed = all.find(({ errorCode, userName }) => errorCode !== undefined && userName !== undefined);
    const filters = {
      userName: [failed?.userName ?? ''],
      eventName: [failed?.eventName ?? ''],
      errors: true,
    };
    const expected = all.filter(
      (event) => event.userName === failed?.userName && event.eventName === failed?.eventName && event.failed,
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(identities(await ask(filters, place))).toEqual(identities(expected));
  });
});
