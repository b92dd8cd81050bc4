import { describe, expect, it } from 'vitest';
import { createByteBudget } from '../../../lib/operations/ingest/byte-budget.ts';

/** Tasks that end when they are told to, and the order in which they began. */
function tasksUnder(limitBytes: number) {
  const budget = createByteBudget(limitBytes);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    run(name: string, sizeBytes: number): Promise<void> {
      return budget(sizeBytes, () => {
        begun.push(name);
        return new Promise<void>((resolve) => ends.set(name, resolve));
      });
    },
    end: (name: string) => ends.get(name)?.(),
  };
}

describe('a byte budget', () => {
  it('lets tasks run at once as far as it reaches, in their order', async () => {
    const tasks = tasksUnder(100);
    const first = tasks.run('a', 60);
    tasks.run('b', 50);
    tasks.run('c', 10);
    await Promise.resolve();
    expect(tasks.begun).toEqual(['a']);
    tasks.end('a');
    await first;
    await Promise.resolve();
    expect(tasks.begun).toEqual(['a', 'b', 'c']);
  });

  it('runs a task larger than itself, alone', async () => {
    const tasks = tasksUnder(100);
    const small = tasks.run('small', 0);
    const huge = tasks.run('huge', 1_000);
    tasks.run('next', 0);
    await Promise.resolve();
    expect(tasks.begun).toEqual(['small']);
    tasks.end('small');
    await small;
    await Promise.resolve();
    expect(tasks.begun).toEqual(['small', 'huge']);
    tasks.end('huge');
    await huge;
    await Promise.resolve();
    expect(tasks.begun).toEqual(['small', 'huge', 'next']);
  });

  it('gets back what a failed task held', async () => {
    const budget = createByteBudget(10);
    await expect(budget(10, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await budget(10, async () => 'ran')).toBe('ran');
  });
});
