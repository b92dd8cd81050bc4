import { beforeEach, describe, expect, it } from 'vitest';
import { type AskRequest, ask } from '../../../lib/audit/ask/ask.ts';
import type { EventsQuestion } from '../../../lib/audit/ask/question.ts';
import type { EventFilters } from '../../../lib/event-index/filters.ts';
import { AuditWorld, idsOf, LOG_FILE } from '../audit-world.ts';
import { eventsQuestion, findingsQuestion } from './questions.ts';

let world: AuditWorld;

beforeEach(() => {
  world = new AuditWorld();
  const store = (eventID: string, eventName: string, second: number, awsRegion = 'eu-west-1') =>
    world.store(eventID, {
      eventName,
      eventTime: `2026-03-17T09:00:0${second}Z`,
      awsRegion,
      userAgent: 'aws-cli/2.15',
    });
  store('d1', 'DeleteBucket', 1);
  store('g1', 'GetObject', 2);
  store('d2', 'DeleteBucket', 3, 'eu-west-2');
  store('u1', 'DeleteUser', 4);
});

function askOf(own: Partial<EventsQuestion> = {}, request: Partial<AskRequest> = {}) {
  return ask(eventsQuestion(own), { window: {}, ...request }, world.context());
}

async function answersTo(own: Partial<EventsQuestion>, request: Partial<AskRequest> = {}) {
  const answer = askOf(own, request);
  return answer.kind === 'events' ? idsOf(answer.rows) : [];
}

describe('a question about events', () => {
  it('is answered newest first, by all of its alternatives and each event once', async () => {
    const select = (): EventFilters[] => [{ eventName: ['DeleteBucket'] }, { eventName: ['Delete*'] }];
    expect(await answersTo({ select })).toEqual(['u1', 'd2', 'd1']);
  });

  it('takes its limit of what matches in the end', async () => {
    const select = () => [{ eventName: ['*e*'] }];
    expect(await answersTo({ select }, { limit: 2 })).toEqual(['u1', 'd2']);
    const matches: EventsQuestion['matches'] = ({ awsRegion }) => awsRegion === 'eu-west-1';
    expect(await answersTo({ select, matches }, { limit: 2 })).toEqual(['u1', 'g1']);
    expect(await answersTo({ select }, { limit: 0 })).toEqual([]);
  });

  it('reads no record where the summary says no', async () => {
    const matches: EventsQuestion['matches'] = () => false;
    expect(await answersTo({ matches, matchesRecord: () => true })).toEqual([]);
    expect(world.filesRead).toEqual([]);
  });

  it('asks the full record last', async () => {
    const matchesRecord: EventsQuestion['matchesRecord'] = ({ awsRegion }, { region }) =>
      awsRegion === region;
    const parameters = [{ name: 'region', about: 'a region', usual: 'eu-west-2' }];
    expect(await answersTo({ matchesRecord, parameters })).toEqual(['d2']);
    expect(await answersTo({ matchesRecord, parameters }, { args: { region: 'eu-west-1' } })).toEqual(['d1']);
    expect(world.filesRead).toEqual([LOG_FILE, LOG_FILE]);
  });

  it('is told its arguments in all places', async () => {
    const parameters = [{ name: 'name', about: 'a name' }];
    const select: EventsQuestion['select'] = ({ name = '' }) => [{ eventName: [name] }];
    const matches: EventsQuestion['matches'] = ({ eventName }, { name }) => eventName === name;
    expect(await answersTo({ parameters, select, matches }, { args: { name: 'DeleteUser' } })).toEqual([
      'u1',
    ]);
    expect(() => askOf({ parameters, select })).toThrow('deleted-buckets has to be told --name: a name.');
  });

  it('looks in its window only', async () => {
    const window = { since: '2026-03-17T09:00:02Z', until: '2026-03-17T09:00:04Z' };
    expect(await answersTo({ select: () => [{ eventName: ['Delete*'] }] }, { window })).toEqual(['d2']);
  });

  it('is narrowed by filters, also where it asks for the same', async () => {
    const select = (): EventFilters[] => [
      { eventName: ['Delete*'], userAgent: ['*'] },
      { eventName: ['GetObject'] },
    ];
    const narrowed = (filters: EventFilters) => answersTo({ select }, { filters });
    expect(await narrowed({ awsRegion: ['eu-west-1'] })).toEqual(['u1', 'g1', 'd1']);
    expect(await narrowed({ eventName: ['GetObject', 'DeleteUser'] })).toEqual(['u1', 'g1']);
    expect(await narrowed({ userAgent: ['console*'] })).toEqual([]);
  });

  it('takes its limit of what is left by narrowing', async () => {
    const select = (): EventFilters[] => [{ eventName: ['Delete*'], resource: ['*'] }];
    world.store('r1', {
      eventName: 'DeleteBucket',
      eventTime: '2026-03-17T08:00:00Z',
      resources: [{ ARN: 'arn:aws:s3:::reports' }],
    });
    world.store('r2', {
      eventName: 'DeleteBucket',
      eventTime: '2026-03-17T08:30:00Z',
      resources: [{ ARN: 'arn:aws:s3:::other' }],
    });
    expect(await answersTo({ select }, { limit: 1, filters: { resource: ['reports'] } })).toEqual(['r1']);
  });

  it('says which events could not be decided, and leaves them out', async () => {
    const other = 'AWSLogs/lost.json.gz';
    world.store('d3', { eventName: 'DeleteBucket' }, { logFile: other });
    world.records.delete(other);
    const answer = askOf({ matchesRecord: () => true });
    expect(answer.kind === 'events' && (await idsOf(answer.rows))).toEqual(['d2', 'd1']);
    expect(answer.unchecked()).toEqual({
      events: 1,
      problem: expect.stringContaining('NoSuchKey: AWSLogs/lost.json.gz'),
    });
  });

  it.each([
    ['its own filters', { where: [{ path: 'awsRegion', value: '*' }] }, {}],
    ['what narrows it', { resource: ['*'] }, { resource: ['reports'] }],
  ])('says which could not be decided by %s, also where its limit is reached', async (_, own, filters) => {
    const [lost, kept] = ['AWSLogs/lost.json.gz', 'AWSLogs/kept.json.gz'];
    const buckets = Array.from({ length: 14 }, (_, number) => `arn:aws:s3:::${'x'.repeat(50)}-${number}`);
    const resources = [...buckets, 'arn:aws:s3:::reports'].map((ARN) => ({ ARN }));
    const store = (eventID: string, eventTime: string, logFile: string) =>
      world.store(eventID, { eventName: 'DeleteTable', eventTime, resources, awsRegion: 'r' }, { logFile });
    store('t2', '2026-03-17T10:00:02Z', lost);
    store('t1', '2026-03-17T10:00:01Z', kept);
    world.records.delete(lost);
    const select = (): EventFilters[] => [{ eventName: ['DeleteTable'], ...own }];
    const answer = askOf({ select }, { filters, limit: 1 });
    expect(answer.kind === 'events' && (await idsOf(answer.rows))).toEqual(['t1']);
    expect(answer.unchecked()).toEqual({ events: 1, problem: expect.stringContaining('NoSuchKey') });
  });

  it('survives a record on which its test fails', async () => {
    const matchesRecord: EventsQuestion['matchesRecord'] = ({ eventID }) => {
      if (eventID === 'd2') throw new RangeError('Too deep.');
      return true;
    };
    const answer = askOf({ matchesRecord });
    expect(answer.kind === 'events' && (await idsOf(answer.rows))).toEqual(['d1']);
    expect(answer.unchecked()).toEqual({ events: 1, problem: 'Too deep.' });
  });

  it('tells what names mean that somebody gave, and not its own', async () => {
    const parameters = [{ name: 'who', about: 'a user' }];
    const select: EventsQuestion['select'] = ({ who = '' }) => [{ principal: [who], eventName: ['Delete*'] }];
    const answer = askOf({ parameters, select }, { args: { who: 'user/mary' } });
    expect(answer.kind === 'events' && (await idsOf(answer.rows))).toEqual(['u1', 'd2', 'd1']);
    expect(answer.names()).toEqual([
      {
        filter: 'principal',
        asked: 'user/mary',
        values: ['arn:aws:iam::111122223333:user/mary'],
        nearest: [],
      },
    ]);
  });

  it('that is a sweep beyond its limit fails before it reads', async () => {
    world.count('2026-03-17T09', 300_000);
    const select = () => [{ resource: ['reports'] }];
    await expect(answersTo({ select })).rejects.toThrow('it would read up to 300000 events');
    expect(await answersTo({ select }, { sweepLimit: Number.POSITIVE_INFINITY })).toEqual([]);
  });

  it('with a record for every event reads them a few at first', async () => {
    for (let number = 0; number < 40; number++) {
      world.store(
        `m${number}`,
        { eventName: 'DeleteBucket', eventTime: '2026-03-17T10:00:00Z' },
        {
          logFile: `AWSLogs/${number}.json.gz`,
        },
      );
    }
    expect(await answersTo({ matchesRecord: () => true }, { limit: 1 })).toHaveLength(1);
    expect(world.filesRead).toHaveLength(16);
  });
});

describe('a question about what events tell', () => {
  it('gives its findings in their order, and no more than its limit', async () => {
    const answer = ask(findingsQuestion(), { window: {}, limit: 1 }, world.context());
    const rows: unknown[] = [];
    for await (const row of answer.rows) rows.push(row);
    expect(rows).toEqual([{ principal: 'mary', calls: 3 }]);
  });

  it('is asked with all that was typed, and its caveats come with the answer', async () => {
    let told: unknown;
    const question = findingsQuestion({
      parameters: [{ name: 'days', about: 'how long', usual: '90' }],
      async *find({ args, window, filters, sweepLimit, onRemark, onIncomplete, onUnchecked }) {
        told = { args, window, filters, sweepLimit };
        onRemark?.('It begins in March.');
        onRemark?.('It begins in March.');
        onIncomplete?.();
        onUnchecked?.({ events: 2, problem: 'Gone.' });
        yield {};
      },
    });
    const window = { since: '2026-03-17T00:00:00Z' };
    const filters = { awsRegion: ['eu-west-1'] };
    const answer = ask(question, { window, filters, sweepLimit: 7 }, world.context());
    for await (const _ of answer.rows);
    expect(told).toEqual({ args: { days: '90' }, window, filters, sweepLimit: 7 });
    expect(answer.remarks()).toEqual(['It begins in March.']);
    expect(answer.isIncomplete()).toBe(true);
    expect(answer.unchecked()).toEqual({ events: 2, problem: 'Gone.' });
  });
});
