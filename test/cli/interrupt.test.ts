import { describe, expect, it } from 'vitest';
import { InterruptedError } from '../../lib/cli/errors.ts';
import { orInterrupted, untilInterrupted } from '../../lib/cli/interrupt.ts';

async function* numbers(onReturn = () => {}) {
  try {
    for (let number = 1; ; number++) yield number;
  } finally {
    onReturn();
  }
}

describe('waiting', () => {
  it('gives the result, or the failure, when nobody interrupts', async () => {
    const { signal } = new AbortController();
    expect(await orInterrupted(Promise.resolve(7), signal)).toBe(7);
    await expect(orInterrupted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  });

  it('ends at once when somebody does', async () => {
    const controller = new AbortController();
    const waiting = orInterrupted(new Promise(() => {}), controller.signal);
    controller.abort();
    await expect(waiting).rejects.toThrow(InterruptedError);
  });
});

describe('values', () => {
  it('end the generator when their reader stops', async () => {
    let returned = false;
    const values = numbers(() => {
      returned = true;
    });
    for await (const value of untilInterrupted(values, new AbortController().signal)) if (value === 3) break;
    expect(returned).toBe(true);
  });

  it('stop between two values and end the generator', async () => {
    const controller = new AbortController();
    const taken: number[] = [];
    let returned = false;
    const values = numbers(() => {
      returned = true;
    });
    const reading = (async () => {
      for await (const value of untilInterrupted(values, controller.signal)) {
        taken.push(value);
        if (value === 2) controller.abort();
      }
    })();
    await expect(reading).rejects.toThrow(InterruptedError);
    expect([taken, returned]).toEqual([[1, 2], true]);
  });

  it('do not wait for a generator that waits', async () => {
    const controller = new AbortController();
    const stuck = (async function* () {
      yield 1;
      await new Promise(() => {});
    })();
    const taken: number[] = [];
    const reading = (async () => {
      for await (const value of untilInterrupted(stuck, controller.signal)) {
        taken.push(value);
        setImmediate(() => controller.abort());
      }
    })();
    await expect(reading).rejects.toThrow(InterruptedError);
    expect(taken).toEqual([1]);
  });
});
