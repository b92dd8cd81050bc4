/**
 * Looks into the ledger from time to time until the index has dealt with everything that was announced.
 *
 * Whoever announces goes on meanwhile. The watch ends when that is over and nothing is outstanding, when nothing has
 * moved on either side for too long, or when it is told to stop; its end is the announcing's end too.
 */
import type { OutstandingFiles } from './outstanding-files.ts';
import type { OperationClock } from './ports.ts';

/**
 * The usual patience with a function that says nothing: a large file on a hot key is worked on for an invocation of five
 * minutes, waits for a minute or two, and is worked on again before the ledger hears of it.
 */
export const GIVE_UP_AFTER_MS = 15 * 60_000;

export interface WatchSettings {
  readonly pollIntervalMs: number;
  /** The watch ends when nothing was announced, indexed or brought further for this long. */
  readonly giveUpAfterMs: number;
}

/** Shared with whoever announces. */
export interface Movement {
  /** When something last got further, by the clock of the watch. */
  at: number;
  /** What is on its way into the bucket: nothing stands still while there is some. */
  underWay: number;
}

export interface Watch {
  readonly outstanding: OutstandingFiles;
  readonly movement: Movement;
  readonly clock: OperationClock;
  readonly settings: WatchSettings;
  /** Ends the watch, and is aborted at its end. */
  readonly stop: AbortController;
  /** Called after each look. */
  readonly onLook: () => void;
}

/**
 * Announces and watches at the same time, until both are over, one of them fails or `signal` says stop.
 *
 * @param announce given what ends both: it may end them itself, before it fails
 * @throws what either fails with; the announcing's own word comes first, because the watch fails with it
 */
export async function announceAndWatch<Announced>(
  announce: (stop: AbortController) => Promise<Announced>,
  { signal, ...watch }: Omit<Watch, 'stop'> & { readonly signal?: AbortSignal | undefined },
): Promise<{ readonly announced: Announced; readonly end: 'done' | 'stalled' }> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  if (signal?.aborted) interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    const announcing = announce(stop);
    announcing.catch(interrupt);
    const watching = watchOutstanding(announcing, { ...watch, stop });
    const [announced, watched] = await Promise.allSettled([announcing, watching]);
    if (announced.status === 'rejected') throw announced.reason;
    if (watched.status === 'rejected') throw watched.reason;
    return { announced: announced.value, end: watched.value };
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

/** `announcing` may fail: then it has aborted `stop`. */
export async function watchOutstanding(
  announcing: Promise<unknown>,
  watch: Watch,
): Promise<'done' | 'stalled'> {
  const { outstanding, movement, clock, stop } = watch;
  let isAnnounced = false;
  const announced = announcing.then(
    () => (isAnnounced = true),
    () => (isAnnounced = true),
  );
  try {
    while (!stop.signal.aborted && !(isAnnounced && outstanding.size === 0)) {
      await waitForNextLook(isAnnounced ? undefined : announced, watch);
      if (stop.signal.aborted || outstanding.size === 0) continue;
      if (await outstanding.check()) movement.at = clock.now();
      watch.onLook();
      if (outstanding.size > 0 && hasStalled(watch)) return 'stalled';
    }
  } finally {
    stop.abort();
  }
  return 'done';
}

/** The interval, cut short where the last announcement ends it or the watch is stopped. */
async function waitForNextLook(announced: Promise<boolean> | undefined, watch: Watch): Promise<void> {
  const enough = new AbortController();
  const signal = AbortSignal.any([watch.stop.signal, enough.signal]);
  const waiting = watch.clock.wait(watch.settings.pollIntervalMs, signal);
  await (announced === undefined ? waiting : Promise.race([waiting, announced]));
  enough.abort();
}

function hasStalled({ movement, clock, settings }: Watch): boolean {
  return movement.underWay === 0 && clock.now() - movement.at >= settings.giveUpAfterMs;
}
