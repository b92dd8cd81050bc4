import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { SweepTooLargeError } from '../../lib/audit/sweep-estimate.ts';
import { type TopRequest, top } from '../../lib/audit/top.ts';
import { AuditWorld } from './audit-world.ts';

let world: AuditWorld;

beforeEach(() => {
  world = new AuditWorld();
});

const ask = (request: Partial<TopRequest>) =>
  top({ filters: {}, window: {}, dimension: 'name', ...request }, world.context());

/** Texts and their numbers, in order. */
async function counted(request: Partial<TopRequest>): Promise<[string, number][]> {
  const { values } = await ask(request);
  return values.map(({ value, events }) => ['text' in value ? value.text : `(${value.kind})`, events]);
}

describe('top', () => {
  it('counts, with failures and the first and last time', async () => {
    world.store('a', { eventTime: '2026-03-17T09:00:00Z' });
    world.store('b', { eventTime: '2026-03-17T10:00:00Z', errorCode: 'AccessDenied' });
    world.store('c', { eventTime: '2026-03-16T10:00:00Z' });
    world.store('d', { eventName: 'PutObject' });
    const { events, values } = await ask({});
    expect(events).toBe(4);
    expect(values).toEqual([
      {
        value: { kind: 'whole', text: 'GetObject' },
        events: 3,
        failed: 1,
        firstSeen: '2026-03-16T10:00:00Z',
        lastSeen: '2026-03-17T10:00:00Z',
      },
      expect.objectContaining({ value: { kind: 'whole', text: 'PutObject' }, events: 1, failed: 0 }),
    ]);
  });

  it('lists equally frequent values by their text, and those without one last', async () => {
    for (const [id, sourceIPAddress] of Object.entries({ a: '10.0.0.2', b: undefined, c: '10.0.0.1' }))
      world.store(id, { sourceIPAddress });
    expect(await counted({ dimension: 'ip' })).toEqual([
      ['10.0.0.1', 1],
      ['10.0.0.2', 1],
      ['(missing)', 1],
    ]);
  });

  it('does not take a user called missing for one that is missing', async () => {
    const as = (userName?: string) => ({
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/x', userName },
    });
    world.store('a', as('missing'));
    world.store('b', { userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' } });
    const { values } = await ask({ dimension: 'user' });
    expect(values.map(({ value }) => value)).toEqual([
      { kind: 'whole', text: 'missing' },
      { kind: 'missing' },
    ]);
  });

  it('counts errors of failed calls only, and reads no others', async () => {
    for (const id of ['a', 'b', 'c']) world.store(id);
    world.store('d', { errorCode: 'AccessDenied' });
    const answer = await ask({ dimension: 'error' });
    expect(answer.events).toBe(1);
    expect(answer.plan).toMatchObject({ kind: 'sweep', dimension: 'error' });
    expect(await counted({ dimension: 'error', filters: { succeeded: true } })).toEqual([]);
  });

  it('counts an event for each of its resources, and once as an event', async () => {
    world.store('a', { resources: [{ ARN: 'arn:aws:s3:::one' }, { ARN: 'arn:aws:s3:::two' }] });
    world.store('b', { resources: [{ ARN: 'arn:aws:s3:::two' }] });
    expect((await ask({ dimension: 'resource' })).events).toBe(2);
    expect(await counted({ dimension: 'resource' })).toEqual([
      ['arn:aws:s3:::two', 2],
      ['arn:aws:s3:::one', 1],
    ]);
  });

  it('counts user agents that begin alike as one, and says that it did', async () => {
    world.store('a', { userAgent: `${'x'.repeat(48)} one` });
    world.store('b', { userAgent: `${'x'.repeat(48)} two` });
    const { values } = await ask({ dimension: 'user-agent' });
    expect(values).toMatchObject([{ value: { kind: 'beginning', text: 'x'.repeat(48) }, events: 2 }]);
  });

  it('keeps within filters and window', async () => {
    world.store('a', { eventTime: '2026-03-17T09:00:00Z' });
    world.store('b', { eventTime: '2026-03-17T10:00:00Z', eventName: 'PutObject' });
    world.store('c', { eventTime: '2026-03-17T11:00:00Z' });
    expect(await counted({ filters: { eventName: ['PutObject'] } })).toEqual([['PutObject', 1]]);
    expect(await counted({ window: { until: '2026-03-17T10:00:00Z' } })).toEqual([['GetObject', 1]]);
  });

  it('refuses a sweep beyond its limit', async () => {
    world.store('a');
    world.count('2026-03-17T09', 300_000);
    await expect(ask({})).rejects.toThrow(SweepTooLargeError);
    expect(await counted({ sweepLimit: Number.POSITIVE_INFINITY })).toEqual([['GetObject', 1]]);
  });

  it('says which events nobody could decide on', async () => {
    world.store('a');
    world.records.clear();
    const { events, unchecked } = await ask({ filters: { where: [{ path: 'eventID', value: 'a' }] } });
    expect([events, unchecked.events]).toEqual([0, 1]);
  });

  it('counts what a plain count of the records gives', async () => {
    const name = fc.constantFrom('GetObject', 'PutObject', 'DeleteObject', 'ListBuckets');
    const stored = fc.record({ name, failed: fc.boolean(), hour: fc.constantFrom('00', '11', '23') });
    await fc.assert(
      fc.asyncProperty(
        fc.array(stored, { maxLength: 120 }),
        fc.constantFrom(1, 4),
        async (events, shards) => {
          world = new AuditWorld();
          world.shardCount(shards);
          for (const [number, { name, failed, hour }] of events.entries()) {
            world.store(`${number}-id`, {
              eventName: name,
              eventTime: `2026-03-17T${hour}:00:00Z`,
              ...(failed ? { errorCode: 'X' } : {}),
            });
          }
          const { values } = await ask({});
          const total = (wanted: string) => events.filter(({ name }) => name === wanted).length;
          const failed = (wanted: string) =>
            events.filter((event) => event.name === wanted && event.failed).length;
          for (const { value, ...found } of values) {
            const text = 'text' in value ? value.text : '';
            expect([text, found.events, found.failed]).toEqual([text, total(text), failed(text)]);
          }
          expect(values.length).toBe(new Set(events.map((event) => event.name)).size);
          expect(values.map(({ events: number }) => number)).toEqual(
            values.map(({ events: number }) => number).toSorted((a, b) => b - a),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
