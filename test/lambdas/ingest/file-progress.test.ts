import { describe, expect, it } from 'vitest';
import { FileProgress } from '../../../lambdas/ingest/file-progress.ts';

/** Writes that end when the test says so. */
function createWrites(count: number) {
  return Array.from({ length: count }, () => Promise.withResolvers<void>());
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Adds them one after the other, as a file's records are taken; says how many were. */
function addAll(writes: readonly PromiseWithResolvers<void>[], progress: FileProgress) {
  const state = { taken: 0, ended: Promise.resolve() };
  state.ended = (async () => {
    for (const [index, { promise }] of writes.entries()) {
      await progress.add(promise, index);
      state.taken++;
    }
  })();
  return state;
}

describe('FileProgress', () => {
  it('gives the first position not known to be written, also when later ones are', async () => {
    const [first, second, third] = createWrites(3);
    const progress = new FileProgress();
    for (const [index, one] of [first, second, third].entries()) {
      if (one !== undefined) await progress.add(one.promise, index);
    }
    first?.resolve();
    third?.resolve();
    second?.reject(new Error('throttled'));
    await expect(progress.finish()).rejects.toThrow('throttled');
    expect(progress.resumePoint).toBe(1);
  });

  it('gives the position behind the last when everything is written', async () => {
    const progress = new FileProgress();
    await progress.add(Promise.resolve(), 7);
    await progress.finish();
    expect(progress.resumePoint).toBe(8);
  });

  it('counts what is under way as not written', async () => {
    const [first, second] = createWrites(2);
    const progress = new FileProgress();
    addAll(
      [first, second].flatMap((one) => one ?? []),
      progress,
    );
    first?.resolve();
    await turn();
    expect(progress.resumePoint).toBe(1);
    second?.resolve();
    await progress.finish();
    expect(progress.resumePoint).toBe(2);
  });

  it('takes no more than a hundred at once', async () => {
    const writes = createWrites(150);
    const adding = addAll(writes, new FileProgress());
    await turn();
    expect(adding.taken).toBe(99);
    writes[0]?.resolve();
    await turn();
    expect(adding.taken).toBe(100);
    for (const { resolve } of writes) resolve();
    await adding.ended;
    expect(adding.taken).toBe(150);
  });

  it('runs no further than two hundred ahead of one that does not end', async () => {
    const writes = createWrites(300);
    const progress = new FileProgress();
    const adding = addAll(writes, progress);
    for (const { resolve } of writes.slice(1)) resolve();
    while (adding.taken < 200) await turn();
    await turn();
    expect(adding.taken).toBe(200);
    expect(progress.resumePoint).toBe(0);
    writes[0]?.resolve();
    await adding.ended;
    expect(progress.resumePoint).toBe(300);
  });

  it('waits no longer for one that will never end once another has failed', async () => {
    const writes = createWrites(300);
    const adding = addAll(writes, new FileProgress());
    const ended = expect(adding.ended).rejects.toThrow('refused');
    for (const { resolve } of writes.slice(2, 250)) resolve();
    while (adding.taken < 200) await turn();
    writes[1]?.reject(new Error('refused'));
    await ended;
  });

  it('refuses more after a failure, also while it waits for room', async () => {
    const writes = createWrites(150);
    const adding = addAll(writes, new FileProgress());
    const ended = expect(adding.ended).rejects.toThrow('refused');
    await turn();
    writes[3]?.reject(new Error('refused'));
    await ended;
    expect(adding.taken).toBe(99);
  });
});

it('takes no more after a failure, though there is room', async () => {
  const progress = new FileProgress();
  expect(progress.add(Promise.reject(new Error('throttled')), 0)).toBeUndefined();
  await new Promise((resolve) => setImmediate(resolve));
  await expect(progress.add(Promise.resolve(), 1)).rejects.toThrow('throttled');
});
