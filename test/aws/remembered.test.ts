import { describe, expect, it } from 'vitest';
import { remembered } from '../../lib/aws/remembered.ts';

describe('what is remembered', () => {
  it('is read once while it is fresh, also by those who ask at the same time', async () => {
    let [now, reads] = [0, 0];
    const read = remembered(
      async () => ++reads,
      1_000,
      () => now,
    );
    expect(await Promise.all([read(), read()])).toEqual([1, 1]);
    now = 999;
    expect(await read()).toBe(1);
    now = 1_000;
    expect(await read()).toBe(2);
  });

  it('is not a failure', async () => {
    const answers = [Promise.reject(new Error('throttled')), Promise.resolve(4)];
    const read = remembered(
      () => answers.shift() ?? Promise.resolve(0),
      1_000,
      () => 0,
    );
    await expect(read()).rejects.toThrow('throttled');
    expect(await read()).toBe(4);
  });
});
