/**
 * `redrive`: brings dead letters back into the delivery queue and tells what became of the log files in them.
 *
 * Looked at first, because only the letters say which log files to wait for; then moved, all of them, also those that the
 * bounded look did not get to. A dry run ends after the look. Neither loses a letter, wherever it is broken off.
 */
import type { LedgerEntry } from '../../event-index/ledger.ts';
import type { TrailScope } from '../../event-index/trail-scope.ts';
import { isCurrentlyIndexed, isHeldUp } from '../current-entry.ts';
import type { LedgerLookUp, OperationClock } from '../ports.ts';
import { readEntries } from '../read-entries.ts';
import { GIVE_UP_AFTER_MS } from '../watch-outstanding.ts';
import type { Announced } from './announced-files.ts';
import { type DeadLetterCount, type DeadLetterQueue, RELEASE_MS } from './dead-letters.ts';
import { awaitVerdicts } from './ledger-verdicts.ts';
import {
  DEFAULT_LOOK_LIMITS,
  type Look,
  type LookLimits,
  lookAtDeadLetters,
  type SeenLetter,
} from './look-at-dead-letters.ts';
import { type MoveEnd, moveDeadLetters } from './move-dead-letters.ts';
import { toRedriveError } from './redrive-error.ts';

export interface RedriveSettings {
  readonly pollIntervalMs: number;
  /** Waiting for the index ends when there was no news of any file for this long. */
  readonly giveUpAfterMs: number;
  readonly look: LookLimits;
}

export const DEFAULT_REDRIVE_SETTINGS: RedriveSettings = {
  pollIntervalMs: 1_000,
  giveUpAfterMs: GIVE_UP_AFTER_MS,
  look: DEFAULT_LOOK_LIMITS,
};

/** `moving`: dead letters. `waiting`: log files that the ledger has said something new about. */
export interface RedriveProgress {
  readonly phase: 'moving' | 'waiting';
  readonly done: number;
  /** Undefined where nobody knows. */
  readonly total: number | undefined;
}

export interface RedriveContext {
  readonly queue: DeadLetterQueue;
  readonly ledger: LedgerLookUp;
  readonly trail: TrailScope;
  /** @default what the function takes where no setting says otherwise */
  readonly maxKeysPerNotification?: number | undefined;
  readonly clock: OperationClock;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RedriveProgress) => void;
  readonly settings?: Partial<RedriveSettings>;
}

/** One thing that a dead letter announces, with the ledger's last word on it. */
export interface LetterFile {
  readonly letter: SeenLetter;
  readonly announced: Announced;
  readonly entry: LedgerEntry | undefined;
  /** It was waited for, and the ledger said nothing new. */
  readonly isUnheard: boolean;
}

export interface DeadLetterReport {
  readonly letters: number;
  readonly files: readonly LetterFile[];
  /** Every letter that could be had is in it. */
  readonly isWhole: boolean;
  /** About what is in the queue, where the report is not whole or empty. */
  readonly count: DeadLetterCount | undefined;
}

export interface RedriveReport extends DeadLetterReport {
  readonly end: 'done' | 'interrupted';
  readonly moved: number;
}

/** Who wants to know only what is there. @throws RedriveError when a queue refuses. */
export async function listDeadLetters(context: RedriveContext): Promise<DeadLetterReport> {
  const run = { ...context, settings: { ...DEFAULT_REDRIVE_SETTINGS, ...context.settings } };
  const look = await lookAt(run);
  const files = await withLedger(look, run);
  const isShort = !look.isWhole || look.letters.length === 0;
  const count = isShort && !context.signal.aborted ? await countLetters(run) : undefined;
  return { letters: look.letters.length, files, isWhole: look.isWhole, count };
}

/**
 * Moves all dead letters and, with `wait`, stays until the ledger has said something new about their log files.
 *
 * @throws RedriveError when a queue refuses. What fails in the ledger or in `onProgress` is passed on as it is.
 */
export async function redrive(context: RedriveContext, wait: boolean): Promise<RedriveReport> {
  const settings = { ...DEFAULT_REDRIVE_SETTINGS, ...context.settings };
  const before = await listDeadLetters(context);
  if (before.letters === 0 || context.signal.aborted) return { ...before, moved: 0, end: endOf(context) };
  // What was looked at can be received again.
  await context.clock.wait(RELEASE_MS, context.signal);
  const { moved, isDone } = await moveAll(
    { ...context, settings },
    before.isWhole ? before.letters : undefined,
  );
  const files = wait && isDone ? await waitForLedger(before.files, { ...context, settings }) : before.files;
  return { ...before, files, moved, end: isDone ? endOf(context) : 'interrupted' };
}

function endOf({ signal }: RedriveContext): RedriveReport['end'] {
  return signal.aborted ? 'interrupted' : 'done';
}

type Run = RedriveContext & { readonly settings: RedriveSettings };

async function lookAt(run: Run): Promise<Look> {
  try {
    return await lookAtDeadLetters({ ...run, limits: run.settings.look });
  } catch (error) {
    throw toRedriveError(error, 'look', 'The dead letters cannot be looked at');
  }
}

async function countLetters({ queue }: Run): Promise<DeadLetterCount> {
  try {
    return await queue.count();
  } catch (error) {
    throw toRedriveError(error, 'look', 'The dead letters cannot be counted');
  }
}

/** `seen`: dead letters, where all of them were looked at. */
async function moveAll(run: Run, seen: number | undefined): Promise<MoveEnd> {
  const { queue, clock, signal, onProgress } = run;
  const { pollIntervalMs } = run.settings;
  const onMoved = (done: number, total = seen) => onProgress({ phase: 'moving', done, total });
  try {
    return await moveDeadLetters({ queue, clock, signal, pollIntervalMs, onMoved });
  } catch (error) {
    throw toRedriveError(error, 'move', 'The dead letters cannot be moved');
  }
}

async function withLedger(look: Look, { ledger }: Run): Promise<readonly LetterFile[]> {
  const files = look.letters.flatMap((letter) =>
    letter.announced.map((announced) => ({ letter, announced })),
  );
  const keys = new Map(
    files.flatMap(({ announced }) =>
      announced.kind === 'file' ? [[announced.key, announced] as const] : [],
    ),
  );
  const entries = new Map((await readEntries(ledger, [...keys.values()])).map((entry) => [entry.key, entry]));
  return files.map(({ letter, announced }) => {
    const entry = announced.kind === 'file' ? entries.get(announced.key) : undefined;
    return { letter, announced, entry, isUnheard: false };
  });
}

/** What the index holds already is acknowledged without another word. */
async function waitForLedger(files: readonly LetterFile[], run: Run): Promise<readonly LetterFile[]> {
  const { ledger, clock, signal, settings, onProgress } = run;
  const awaited = new Map(
    files.flatMap(({ announced, entry }) => {
      if (announced.kind !== 'file' || (entry !== undefined && isDealtWith(entry))) return [];
      const { key, deliveryDay } = announced;
      return [[key, { key, deliveryDay, previous: entry }] as const];
    }),
  );
  const heard = await awaitVerdicts([...awaited.values()], {
    ledger,
    clock,
    signal,
    pollIntervalMs: settings.pollIntervalMs,
    giveUpAfterMs: settings.giveUpAfterMs,
    onVerdicts: (done, total) => onProgress({ phase: 'waiting', done, total }),
  });
  return files.map((file) => {
    if (file.announced.kind !== 'file' || !awaited.has(file.announced.key)) return file;
    const entry = heard.get(file.announced.key);
    return { ...file, entry: entry ?? file.entry, isUnheard: entry === undefined };
  });
}

function isDealtWith(entry: LedgerEntry): boolean {
  return entry.status === 'recorded' || (isCurrentlyIndexed(entry) && !isHeldUp(entry));
}
