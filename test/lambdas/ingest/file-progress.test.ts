import { describe, expect, it } from 'vitest';
import { FileProgress } from '../../../lambdas/ingest/file-progress.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';

const item = (index: number): Item => ({ eventID: { S: String(index) } });

/** A writer whose puts end when the test says so. */
function createWriter() {
  const puts: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const put = () => new Promise<void>((resolve, reject) => puts.push({ resolve, reject }));
  return { writer: { put }, puts };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('FileProgress', () => {
  it('gives the first position not known to be written, also when later ones are', async () => {
    const { writer, puts } = createWriter();
    const progress = new FileProgress(writer);
    for (const index of [0, 1, 2, 3]) await progress.add(item(index), index);
    puts[0]?.resolve();
    puts[1]?.reject(new Error('throttled'));
    puts[2]?.resolve();
    puts[3]?.resolve();
    await expect(progress.finish()).rejects.toThrow('throttled');
    expect(progress.resumePoint).toBe(1);
  });

  it('gives the position behind the last when everything is written', async () => {
    const { writer, puts } = createWriter();
    const progress = new FileProgress(writer);
    await progress.add(item(7), 7);
    puts[0]?.resolve();
    await progress.finish();
    expect(progress.resumePoint).toBe(8);
  });

  it('counts what is under way as not written', async () => {
    const { writer, puts } = createWriter();
    const progress = new FileProgress(writer);
    await progress.add(item(0), 0);
    await progress.add(item(1), 1);
    puts[0]?.resolve();
    await turn();
    expect(progress.resumePoint).toBe(1);
    puts[1]?.resolve();
    await progress.finish();
    expect(progress.resumePoint).toBe(2);
  });

  it('takes no more than a hundred at once', async () => {
    const { writer, puts } = createWriter();
    const progress = new FileProgress(writer);
    let taken = 0;
    const adding = (async () => {
      for (let index = 0; index < 150; index++) {
        await progress.add(item(index), index);
        taken++;
      }
    })();
    await turn();
    expect(puts).toHaveLength(100);
    expect(taken).toBe(99);
    puts[0]?.resolve();
    await turn();
    expect(puts).toHaveLength(101);
    while (taken < 150) {
      for (const { resolve } of puts) resolve();
      await turn();
    }
    await adding;
  });

  it('refuses more after a failure', async () => {
    const { writer, puts } = createWriter();
    const progress = new FileProgress(writer);
    await progress.add(item(0), 0);
    puts[0]?.reject(new Error('refused'));
    await turn();
    await expect(progress.add(item(1), 1)).rejects.toThrow('refused');
  });
});
