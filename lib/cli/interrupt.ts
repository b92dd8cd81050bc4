/** Stops waiting when somebody presses Ctrl-C, without losing what had already arrived. */
import { InterruptedError } from './errors.ts';

function whenAborted(signal: AbortSignal): { aborted: Promise<'aborted'>; forget: () => void } {
  let forget = () => {};
  const aborted = new Promise<'aborted'>((resolve) => {
    const settle = () => resolve('aborted');
    if (signal.aborted) settle();
    else signal.addEventListener('abort', settle, { once: true });
    forget = () => signal.removeEventListener('abort', settle);
  });
  return { aborted, forget };
}

/** @throws InterruptedError as soon as `signal` aborts; the work goes on unobserved, its failure is nobody's. */
export async function orInterrupted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { aborted, forget } = whenAborted(signal);
  try {
    const first = await Promise.race([work.then((result) => ({ result })), aborted]);
    if (first !== 'aborted') return first.result;
    work.catch(() => {});
    throw new InterruptedError('Interrupted.');
  } finally {
    forget();
  }
}

/**
 * The values of a generator until it ends or `signal` aborts. A value that the generator has given counts as taken and
 * is passed on even then: its cursor stands behind it.
 *
 * @throws InterruptedError
 */
export async function* untilInterrupted<Value>(
  values: AsyncGenerator<Value>,
  signal: AbortSignal,
): AsyncGenerator<Value> {
  let wake = () => {};
  // One listener for all values: many are there at once, and one each would take longer than the value.
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  let waiting = false;
  try {
    while (!signal.aborted) {
      waiting = true;
      const next = await new Promise<IteratorResult<Value> | undefined>((resolve, reject) => {
        wake = () => resolve(undefined);
        values.next().then(resolve, reject);
      });
      if (next === undefined) break;
      waiting = false;
      if (next.done) return;
      yield next.value;
    }
    throw new InterruptedError('Interrupted.');
  } finally {
    signal.removeEventListener('abort', onAbort);
    // A generator that waits for an answer would let us wait with it.
    if (!waiting) await values.return(undefined);
  }
}
