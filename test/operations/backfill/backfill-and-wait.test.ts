import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RULES_VERSION } from '../../../lib/event-index/ledger.ts';
import {
  backfillAndWait,
  type WaitingContext,
  type WaitingProgress,
  type WaitingSettings,
} from '../../../lib/operations/backfill/backfill-and-wait.ts';
import { BackfillWorld, keyOf, keysOf } from './backfill-world.ts';

/** A function that deals with some of the announced files whenever somebody waits. */
class WaitingWorld extends BackfillWorld {
  /** What it does with a file: nothing, as long as it is false. */
  deal: (key: string) => boolean = (key) => {
    this.index(key, { indexed: 3, rejected: 1, expired: 2 });
    return true;
  };
  /** Files at a time. */
  pace = Number.POSITIVE_INFINITY;
  mostOutstanding = 0;
  readonly reports: WaitingProgress[] = [];
  private readonly dealtWith = new Set<string>();

  waiting(settings: Partial<WaitingSettings> = {}, signal?: AbortSignal): WaitingContext {
    const { listing, ledger, topic, clock } = this.context();
    return {
      listing,
      ledger,
      topic,
      settings: { filesPerSecond: 1_000_000, ...settings },
      signal,
      lookUp: { readEntries: async (files) => files.flatMap(({ key }) => this.ledger.get(key) ?? []) },
      clock: {
        now: clock.now,
        wait: async (ms, waitSignal) => {
          await nextTurn();
          if (!waitSignal.aborted) this.runAWhile();
          await clock.wait(ms, waitSignal);
        },
      },
      onProgress: (progress) => {
        this.reports.push(progress);
        this.mostOutstanding = Math.max(this.mostOutstanding, progress.outstanding);
      },
    };
  }

  private runAWhile(): void {
    const waiting = this.announced.filter((key) => !this.dealtWith.has(key));
    for (const key of waiting.slice(0, this.pace)) if (this.deal(key)) this.dealtWith.add(key);
  }
}

describe('a backfill that waits', () => {
  it('ends when the index has dealt with all it announced, and adds up what became of it', async () => {
    const world = new WaitingWorld();
    const digest = keyOf({ content: 'CloudTrail-Digest' });
    world.store(...keysOf(25), digest);
    world.pace = 4;
    const summary = await backfillAndWait(world.request(), world.waiting());
    expect(summary).toMatchObject({
      end: 'done',
      announcedLogFiles: 25,
      announcedDigests: 1,
      done: 26,
      indexedFiles: 25,
      recordedDigests: 1,
      events: 75,
      rejectedRecords: 25,
      expiredRecords: 50,
      outstanding: 0,
      unfinished: [],
    });
    expect(world.reports.at(-1)).toMatchObject({ foldersDone: 4, folders: 4, done: 26, outstanding: 0 });
  });

  it('announces nothing when it is run again', async () => {
    const world = new WaitingWorld();
    world.store(...keysOf(25));
    await backfillAndWait(world.request(), world.waiting());
    world.messages.length = 0;
    const summary = await backfillAndWait(world.request(), world.waiting());
    expect(world.messages).toEqual([]);
    expect(summary).toMatchObject({ end: 'done', listed: 25, done: 0, skipped: { done: 25 } });
  });

  it('waits for the outcome of this announcement, not for what the ledger said before', async () => {
    const world = new WaitingWorld();
    const [refused = '', old = ''] = keysOf(2);
    world.store(refused, old);
    world.index(refused, { status: 'rejected', reason: 'no gzip', updatedAt: 'before' });
    world.index(old, { rulesVersion: RULES_VERSION - 1, updatedAt: 'before' });
    let turns = 0;
    world.deal = (key) => {
      if (++turns < 5) return false;
      world.index(key, key === refused ? { status: 'rejected', reason: 'no gzip still' } : { indexed: 7 });
      return true;
    };
    const request = world.request({ retryRejected: true, reindex: true });
    expect(await backfillAndWait(request, world.waiting())).toMatchObject({
      end: 'done',
      announced: { retried: 1, outdated: 1 },
      rejectedFiles: 1,
      rejected: [{ path: refused, key: refused, reason: 'no gzip still' }],
      events: 7,
    });
  });

  it('does not run far ahead of the index', async () => {
    const world = new WaitingWorld();
    world.store(...keysOf(300));
    world.pace = 7;
    const settings = { maxOutstanding: 20, concurrency: 1 };
    const summary = await backfillAndWait(world.request(), world.waiting(settings));
    expect(summary).toMatchObject({ end: 'done', indexedFiles: 300 });
    // The message that fills it may hold ten files.
    expect(world.mostOutstanding).toBeLessThan(30);
  });

  it('gives up when nothing moves, announces no more, and names what is not done with what is known', async () => {
    const world = new WaitingWorld();
    const keys = keysOf(40);
    world.store(...keys);
    world.deal = (key) => {
      if (key === keys[1]) world.index(key, { status: 'pending', reason: 'access denied', attempts: 1 });
      return key === keys[1];
    };
    const settings = { maxOutstanding: 20, concurrency: 1, giveUpAfterMs: 60_000 };
    const summary = await backfillAndWait(world.request(), world.waiting(settings));
    expect(summary).toMatchObject({
      end: 'stalled',
      announcedLogFiles: 20,
      outstanding: 20,
      newestUnfinishedDay: '2026-03-17',
    });
    expect(summary.unfinished.slice(0, 2).map(({ reason }) => reason)).toEqual([
      'the ingest function has not taken it up yet',
      'access denied',
    ]);
    expect(world.nowMs).toBeLessThan(70_000);
  });

  it('stops when it is told to, and names what it announced that is not done', async () => {
    const world = new WaitingWorld();
    world.store(...keysOf(40));
    world.deal = () => false;
    const stop = new AbortController();
    world.onAnnounce = () => world.messages.length === 1 && stop.abort();
    const summary = await backfillAndWait(world.request(), world.waiting({}, stop.signal));
    expect(summary).toMatchObject({ end: 'interrupted', announcedLogFiles: 20, outstanding: 20 });
    expect(summary.unfinished).toHaveLength(20);
  });

  it('is done when the signal comes after the last file', async () => {
    const world = new WaitingWorld();
    world.store(...keysOf(5));
    const stop = new AbortController();
    const context = world.waiting({}, stop.signal);
    const onProgress = (progress: WaitingProgress) => progress.done === 5 && stop.abort();
    const summary = await backfillAndWait(world.request(), { ...context, onProgress });
    expect(summary.end).toBe('done');
  });

  it('does not wait for what it announced before the topic refused', async () => {
    const world = new WaitingWorld();
    world.store(...keysOf(40));
    world.deal = () => false;
    world.onAnnounce = () => {
      if (world.messages.length === 2) throw new Error('no');
    };
    await expect(backfillAndWait(world.request(), world.waiting())).rejects.toThrow('no');
    expect(world.nowMs).toBeLessThan(10_000);
  });

  it.each<[string, (world: WaitingWorld) => Partial<WaitingContext>]>([
    ['the topic', () => ({ topic: { announce: () => Promise.reject(new Error('no')) } })],
    ['the ledger', () => ({ lookUp: { readEntries: () => Promise.reject(new Error('no')) } })],
  ])('fails with %s', async (_, spoil) => {
    const world = new WaitingWorld();
    world.store(...keysOf(40));
    const context = { ...world.waiting(), ...spoil(world) };
    await expect(backfillAndWait(world.request(), context)).rejects.toThrow('no');
    expect(world.listingsUnderWay).toBe(0);
  });
});
