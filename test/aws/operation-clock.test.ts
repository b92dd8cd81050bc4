import { describe, expect, it } from 'vitest';
import { OPERATION_CLOCK } from '../../lib/aws/operation-clock.ts';

const AN_HOUR_MS = 3_600_000;

describe('a wait of an operation', () => {
  it('ends as soon as the work is broken off', async () => {
    const controller = new AbortController();
    const waiting = OPERATION_CLOCK.wait(AN_HOUR_MS, controller.signal);
    controller.abort(new Error('Ctrl-C'));
    await expect(waiting).resolves.toBeUndefined();
  });

  it('does not begin after that', async () => {
    await expect(OPERATION_CLOCK.wait(AN_HOUR_MS, AbortSignal.abort())).resolves.toBeUndefined();
  });

  it('tells of what is no end of the work', async () => {
    const noSignal = 'none' as unknown as AbortSignal;
    await expect(OPERATION_CLOCK.wait(AN_HOUR_MS, noSignal)).rejects.toThrow('AbortSignal');
  });
});
