/** Runs a backfill for a command in one of its three ways: waiting for the index, announcing only, or only listing. */
import pLimit from 'p-limit';
import { OPERATION_CLOCK } from '../aws/operation-clock.ts';
import type { Workplace } from '../aws/workplace.ts';
import {
  type BackfillContext,
  type BackfillRequest,
  type BackfillSettings,
  backfill,
} from '../operations/backfill/backfill.ts';
import { backfillAndWait, type WaitedSummary } from '../operations/backfill/backfill-and-wait.ts';
import type { BackfillSummary } from '../operations/backfill/backfill-progress.ts';
import { NothingThereError } from './backfill-scope.ts';
import { EXIT, InterruptedError } from './errors.ts';
import { showBackfill } from './progress/backfill-progress.ts';
import {
  BACKFILL_COLUMNS,
  BACKFILL_FIELDS,
  type BackfillField,
  backfillColumns,
  toBackfillRow,
} from './render/backfill-fields.ts';
import { describeBackfill } from './render/backfill-summary.ts';
import { openRows } from './render/open-rows.ts';
import type { Session } from './session.ts';

export interface BackfillRun {
  readonly session: Session;
  readonly place: Workplace;
  readonly request: BackfillRequest;
  /** Files announced a second. */
  readonly rate: number | undefined;
  readonly asJson: boolean;
}

const LOCAL_POLL_MS = 200;

/**
 * On this machine nothing is delivered behind the command's back: what is not indexed waits for nobody else, however
 * short a time ago it was stored or tried.
 */
const LOCAL_SETTINGS = { freshMs: 0, stalledMs: 0 } satisfies Partial<BackfillSettings>;

/** @returns the exit code */
export async function runWaiting(run: BackfillRun): Promise<number> {
  const { session, place, request } = run;
  const bar = showBackfill(session.host.stderr, session.quiet);
  const summary = await backfillAndWait(request, {
    ...contextOf(run),
    lookUp: place.ledger,
    settings: { ...settingsOf(run), ...(session.where.local ? { pollIntervalMs: LOCAL_POLL_MS } : {}) },
    onProgress: bar.update,
  }).finally(bar.stop);
  return conclude(run, summary);
}

/** @returns the exit code */
export async function runAnnouncing(run: BackfillRun): Promise<number> {
  const bar = showBackfill(run.session.host.stderr, run.session.quiet);
  const summary = await backfill(run.request, {
    ...contextOf(run),
    settings: settingsOf(run),
    onProgress: bar.update,
  }).finally(bar.stop);
  return conclude(run, summary);
}

/** Rows to stdout, what they add up to as a remark. @returns the exit code */
export async function listMissed(run: BackfillRun): Promise<number> {
  const { session, request, asJson } = run;
  const rows = openRows<BackfillField>(session, {
    form: asJson ? 'json' : 'table',
    asked: undefined,
    all: BACKFILL_FIELDS,
    usualColumns: BACKFILL_COLUMNS,
    priority: BACKFILL_COLUMNS,
    columnsOf: backfillColumns,
    isAlarming: () => false,
  });
  // Folders are compared at the same time; their rows are written one after the other.
  const oneByOne = pLimit(1);
  const summary = await backfill(request, {
    ...contextOf(run),
    topic: { announce: async () => {} },
    settings: { ...settingsOf(run), filesPerSecond: Number.POSITIVE_INFINITY },
    onAnnounced: (files) =>
      oneByOne(async () => {
        for (const file of files) await rows.write(toBackfillRow(file));
      }),
  });
  await rows.end();
  refuseNothing(run, summary);
  await session.remark(...describeBackfill(summary, { isDryRun: true }));
  if (summary.end === 'interrupted') throw stopped();
  return EXIT.done;
}

function contextOf({ session, place }: BackfillRun): BackfillContext {
  return {
    listing: place.listing,
    ledger: place.ledgerFolders,
    topic: place.topic,
    clock: OPERATION_CLOCK,
    signal: session.host.interrupt,
  };
}

function settingsOf({ session, rate }: BackfillRun): Partial<BackfillSettings> {
  return {
    ...(rate === undefined ? {} : { filesPerSecond: rate }),
    ...(session.where.local ? LOCAL_SETTINGS : {}),
  };
}

async function conclude(run: BackfillRun, summary: BackfillSummary | WaitedSummary): Promise<number> {
  refuseNothing(run, summary);
  const { session, asJson } = run;
  const text = asJson
    ? JSON.stringify(summary, undefined, 2)
    : describeBackfill(summary, { isDryRun: false }).join('\n');
  await session.out.write(`${text}\n`);
  await session.out.flush();
  if (summary.end === 'interrupted') throw stopped();
  return summary.end === 'done' ? EXIT.done : EXIT.failed;
}

/** @throws NothingThereError when there is something below the prefix, but nothing of what the stack takes. */
function refuseNothing(
  { request: { within } }: BackfillRun,
  { folders, end }: BackfillSummary | WaitedSummary,
): void {
  if (within === undefined || folders > 0 || end !== 'done') return;
  throw new NothingThereError(
    `What begins with ${within} are no log files of CloudTrail's, or none that the stack takes. Nothing was announced.`,
  );
}

function stopped(): InterruptedError {
  return new InterruptedError('Stopped before everything was compared and indexed.');
}
