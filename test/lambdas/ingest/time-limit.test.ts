import { describe, expect, it } from 'vitest';
import { endingAt, KEPT_MS } from '../../../lambdas/ingest/time-limit.ts';

describe('endingAt', () => {
  it('ends as the work does', async () => {
    const { signal } = new AbortController();
    await expect(endingAt(signal, Promise.resolve('done'))).resolves.toBe('done');
    await expect(endingAt(signal, Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });

  it('gives up work that never ends', async () => {
    const end = new AbortController();
    const given = expect(endingAt(end.signal, new Promise(() => {}))).rejects.toMatchObject({
      code: 'out-of-time',
    });
    end.abort();
    await given;
    await expect(endingAt(end.signal, new Promise(() => {}))).rejects.toMatchObject({ code: 'out-of-time' });
  });
});

it('keeps time for each step after the one before', () => {
  const { afterFiles, afterLedger, afterAnswer } = KEPT_MS;
  expect(afterFiles).toBeGreaterThan(afterLedger);
  expect(afterLedger).toBeGreaterThan(afterAnswer);
  expect(afterAnswer).toBeGreaterThan(0);
});
