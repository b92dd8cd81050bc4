/**
 * Preloaded into a function's process (`node --import`): its wall clock stands up to twelve hours off, and jumps with
 * each invocation.
 *
 * The deadline of an invocation is told by the machine's own clock, so it is moved along, as it would be where the whole
 * machine is off: what must not suffer is everything else that looks at the time. Timers are monotonic and stay.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { createRandom } from '../../lib/sample/random.ts';

export const CLOCK_SEED = 'TRIAL_CLOCK_SEED';

const FARTHEST_MS = 12 * 60 * 60 * 1000;
const DEADLINE = 'lambda-runtime-deadline-ms';

const seed = process.env[CLOCK_SEED];
if (seed !== undefined) makeClockJump(Number(seed));

function makeClockJump(seed: number): void {
  const random = createRandom(seed, 'clock');
  const RealDate = Date;
  const realNow = Date.now;
  let offsetMs = 0;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [realNow() + offsetMs] : given, newTarget),
  });
  Date.now = () => realNow() + offsetMs;
  subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    if (!request.path.endsWith('/runtime/invocation/next')) return;
    offsetMs = random.between(-FARTHEST_MS, FARTHEST_MS);
    response.headers[DEADLINE] = String(Number(response.headers[DEADLINE]) + offsetMs);
  });
}
