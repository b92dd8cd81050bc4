/** What a backfill came to, in words: every object that was compared accounted for, nothing said of what was not. */
import type { WaitedSummary } from '../../operations/backfill/backfill-and-wait.ts';
import type { BackfillSummary } from '../../operations/backfill/backfill-progress.ts';
import {
  ANNOUNCED,
  type AnnounceReason,
  SKIPPED,
  type SkipReason,
} from '../../operations/backfill/backfill-verdict.ts';
import { count, grouped, nounFor } from './count.ts';
import { nameFiles } from './named-files.ts';

const SKIPPED_IN_WORDS: Readonly<Record<SkipReason, string>> = {
  done: 'in the index already',
  pending: 'tried within the last six hours: the queue tries again by itself',
  rejected: 'rejected before: --rejected has them tried again',
  fresh: 'delivered within the last hour: their own notification is under way',
  archived: 'in an archive: restore them first, see docs/runbook.md#log-files-held-up',
  foreign: 'no log file of the trail',
};

const ANNOUNCED_IN_WORDS: Readonly<Record<AnnounceReason, string>> = {
  missing: 'not known to the ledger',
  replaced: 'replaced since',
  stalled: 'tried before, not done',
  retried: 'rejected before',
  reread: 'indexed without records that were too large',
  outdated: 'indexed by older rules',
};

export function describeBackfill(
  summary: BackfillSummary | WaitedSummary,
  { isDryRun }: { readonly isDryRun: boolean },
): readonly string[] {
  const announced = summary.announcedLogFiles + summary.announcedDigests;
  return [
    `Compared ${count(summary.listed, 'object')} in ${count(summary.foldersDone, 'folder')} with the ledger.`,
    ...counted(SKIPPED.map((reason) => [summary.skipped[reason], SKIPPED_IN_WORDS[reason]])),
    ...describeAnnounced(summary, announced, isDryRun),
    ...('unfinished' in summary && announced > 0 ? describeOutcome(summary) : []),
    ...describeStop(summary),
  ];
}

function describeAnnounced(
  summary: BackfillSummary | WaitedSummary,
  announced: number,
  isDryRun: boolean,
): string[] {
  if (announced === 0) return summary.foldersDone === summary.folders ? ['Nothing to announce.'] : [];
  const digests =
    summary.announcedDigests > 0 ? `, ${count(summary.announcedDigests, 'digest')} among them` : '';
  return [
    `${isDryRun ? 'Would announce' : 'Announced'} ${count(announced, 'file')}${digests}:`,
    ...counted(ANNOUNCED.map((reason) => [summary.announced[reason], ANNOUNCED_IN_WORDS[reason]])),
  ];
}

function describeOutcome(summary: WaitedSummary): string[] {
  const { events, indexedFiles, recordedDigests, rejectedFiles, outstanding } = summary;
  return [
    `Indexed ${count(events, 'record')} of ${count(indexedFiles, 'log file')}.`,
    ...counted([
      [recordedDigests, `${nounFor(recordedDigests, 'digest')} recorded`],
      [rejectedFiles, 'rejected'],
      [outstanding, 'not finished'],
      [
        summary.rejectedRecords,
        `${nounFor(summary.rejectedRecords, 'record')} refused: no events, see traildex files -v`,
      ],
      [
        summary.expiredRecords,
        `${nounFor(summary.expiredRecords, 'record')} past the retention, not indexed`,
      ],
    ]),
    ...nameFiles('Rejected', summary.rejected, rejectedFiles),
    // Of a run that was interrupted this is no news.
    ...(summary.end === 'interrupted' ? [] : nameFiles('Not finished', summary.unfinished, outstanding)),
  ];
}

function describeStop(summary: BackfillSummary | WaitedSummary): string[] {
  const { end, folders, foldersDone, newestUnfinishedDay, announced } = summary;
  if (end === 'done') return [];
  const why = end === 'stalled' ? 'Nothing has moved for a quarter of an hour' : 'Stopped';
  const where =
    newestUnfinishedDay === undefined
      ? 'every folder is compared'
      : `${grouped(foldersDone)} of ${count(folders, 'folder')} compared; of ${newestUnfinishedDay} and the days before some are left`;
  return [
    `${why}: ${where}. The same command goes on: what is indexed by then is not announced again.`,
    ...(end === 'stalled' && announced.outdated > 0 ? [OLDER_FUNCTION] : []),
  ];
}

/** The command knows newer rules than a function that has not been deployed since. */
const OLDER_FUNCTION =
  'Files of older rules are indexed anew by a function of this version only: deploy the stack first.';

function counted(counts: readonly (readonly [number, string])[]): string[] {
  return counts.filter(([number]) => number > 0).map(([number, what]) => `  ${grouped(number)} ${what}`);
}
