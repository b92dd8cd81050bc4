import { beforeEach, describe, expect, it } from 'vitest';
import { RULES_VERSION } from '../../../lib/event-index/ledger.ts';
import { repairAndWait } from '../../../lib/operations/repair/repair-and-wait.ts';
import { keyOf, RepairWorld, toMend } from './repair-world.ts';

let world: RepairWorld;

beforeEach(() => {
  world = new RepairWorld();
});

describe('a repair', () => {
  it('announces what the ledger does not know, and waits until it is indexed', async () => {
    world.store('a', 'b');
    const summary = await repairAndWait([toMend('a'), toMend('b')], world.context());
    expect(summary).toMatchObject({
      end: 'done',
      files: 2,
      announced: 2,
      indexedFiles: 2,
      events: 6,
      outstanding: 0,
    });
    expect(world.messages).toEqual([[keyOf('a'), keyOf('b')]]);
    expect(world.marked).toEqual([]);
  });

  it('marks what stands as indexed, so that it is indexed anew', async () => {
    world.store('a');
    world.enter('a');
    const summary = await repairAndWait([toMend('a', true)], world.context());
    expect(summary).toMatchObject({ end: 'done', announced: 1, indexedFiles: 1 });
    expect(world.marked).toEqual([keyOf('a')]);
    expect(world.ledger.get(keyOf('a'))).toMatchObject({ updatedAt: 'since', rulesVersion: RULES_VERSION });
  });

  it('does not take the entry before the mark for the new one', async () => {
    world.store('a');
    world.enter('a');
    world.outcome = () => undefined;
    world.staleReads = 1_000;
    const summary = await repairAndWait([toMend('a', true)], world.context({ giveUpAfterMs: 5_000 }));
    expect(summary).toMatchObject({ end: 'stalled', indexedFiles: 0, outstanding: 1 });
  });

  it('marks and announces what was indexed from another object', async () => {
    world.store('a');
    world.enter('a', { eTag: 'of an earlier object' });
    const summary = await repairAndWait([toMend('a', true)], world.context());
    expect(summary).toMatchObject({ end: 'done', announced: 1, indexedFiles: 1 });
    expect(world.ledger.get(keyOf('a'))?.eTag).toBe('etag-a');
  });

  it('leaves alone what has been indexed since, and what is gone', async () => {
    world.store('since');
    world.enter('since');
    const summary = await repairAndWait([toMend('since'), toMend('gone')], world.context());
    expect(summary).toMatchObject({ end: 'done', announced: 0, indexedSince: 1, gone: 1 });
    expect(world.messages).toEqual([]);
  });

  it('names what is rejected again', async () => {
    world.store('a');
    world.enter('a', { status: 'rejected', reason: 'no gzip' });
    world.outcome = () => ({ status: 'rejected', reason: 'no gzip still' });
    const summary = await repairAndWait([toMend('a')], world.context());
    expect(summary).toMatchObject({ end: 'done', rejectedFiles: 1, indexedFiles: 0 });
    expect(summary.rejected).toEqual([{ path: keyOf('a'), key: keyOf('a'), reason: 'no gzip still' }]);
  });

  it('ends when nothing moves for too long, and names what is left', async () => {
    world.store('a', 'b');
    world.outcome = (key) => (key === keyOf('b') ? undefined : {});
    const summary = await repairAndWait([toMend('a'), toMend('b')], world.context({ giveUpAfterMs: 10_000 }));
    expect(summary).toMatchObject({ end: 'stalled', indexedFiles: 1, outstanding: 1 });
    expect(summary.unfinished.map(({ key }) => key)).toEqual([keyOf('b')]);
    expect(world.nowMs).toBeGreaterThanOrEqual(10_000);
  });

  it('sends ten files in a message, no faster than is asked for', async () => {
    const names = Array.from({ length: 25 }, (_, at) => `f${String(at).padStart(2, '0')}`);
    world.store(...names);
    await repairAndWait(
      names.map((name) => toMend(name)),
      world.context({ filesPerSecond: 10, pollIntervalMs: 100 }),
    );
    expect(world.messages.map((keys) => keys.length)).toEqual([10, 10, 5]);
    expect(world.nowMs).toBeGreaterThanOrEqual(2_000);
    expect(world.progress.at(0)).toEqual({ files: 25, announced: 0, done: 0 });
    expect(world.progress.at(-1)).toEqual({ files: 25, announced: 25, done: 25 });
  });

  it('announces nothing further once it is stopped', async () => {
    const stop = new AbortController();
    const names = Array.from({ length: 25 }, (_, at) => `f${String(at).padStart(2, '0')}`);
    world.store(...names);
    world.onAnnounce = () => stop.abort();
    const summary = await repairAndWait(
      names.map((name) => toMend(name)),
      world.context({}, stop.signal),
    );
    expect(summary).toMatchObject({ end: 'interrupted', announced: 10 });
    expect(world.messages).toHaveLength(1);
  });

  it('says which right it lacks', async () => {
    world.store('a');
    world.enter('a');
    const denied = () => {
      throw Object.assign(new Error('Not for you.'), { name: 'AccessDeniedException' });
    };
    world.onMark = denied;
    await expect(repairAndWait([toMend('a', true)], world.context())).rejects.toThrow(
      `The ledger entry of ${keyOf('a')} could not be marked as outdated: Not for you. Check that you may change ledger entries (dynamodb:UpdateItem). The operator role`,
    );
    world.onAnnounce = () => {
      throw new Error('Gone.');
    };
    world.store('b');
    await expect(repairAndWait([toMend('b')], world.context())).rejects.toThrow(
      'The delivery topic could not be told of the log files: Gone. Check that the delivery topic is there and that you may publish to it (sns:Publish). Run it again',
    );
  });
});
