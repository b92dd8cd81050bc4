import { describe, expect, it } from 'vitest';
import { mapInOrder } from '../../lib/audit/in-order.ts';

describe('work ahead', () => {
  it('gives results in the order of the inputs and never does more at once than it may', async () => {
    const releases = new Map<number, () => void>();
    let running = 0;
    let most = 0;
    const work = async (input: number) => {
      most = Math.max(most, ++running);
      // The later one of each pair finishes first.
      await new Promise<void>((resolve) =>
        input % 2 === 0 ? releases.set(input, resolve) : setImmediate(resolve),
      );
      running--;
      if (input % 2 === 1) releases.get(input - 1)?.();
      return input * 10;
    };
    const results: number[] = [];
    for await (const result of mapInOrder([0, 1, 2, 3, 4, 5], work, 2)) results.push(result);
    expect(results).toEqual([0, 10, 20, 30, 40, 50]);
    expect(most).toBe(2);
  });

  it('fails where the input that failed stands', async () => {
    const work = async (input: number) => {
      if (input === 1) throw new Error('one');
      return input;
    };
    const results: number[] = [];
    const reading = (async () => {
      for await (const result of mapInOrder([0, 1, 2], work, 4)) results.push(result);
    })();
    await expect(reading).rejects.toThrow('one');
    expect(results).toEqual([0]);
  });
});
