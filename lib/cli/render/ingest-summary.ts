/** What a delivery came to, in words: every file accounted for, nothing said of what did not happen. */
import type { DeliverySummary } from '../delivery.ts';
import { count, grouped, nounFor } from './count.ts';
import { nameFiles } from './named-files.ts';

export function describeSummary(summary: DeliverySummary): readonly string[] {
  const { signedDigests = 0, unsignedLogFiles = 0, unrecordedDigests = 0 } = summary.signing ?? {};
  const { events, indexedFiles, alreadyIndexedFiles, alreadyIndexedEvents } = summary;
  const counts: readonly (readonly [number, string])[] = [
    [alreadyIndexedFiles, `already in the index (${count(alreadyIndexedEvents, 'record')})`],
    [summary.duplicateFiles, 'the same as another of them'],
    [summary.rejectedFiles, 'rejected'],
    [summary.recordedDigests, `${nounFor(summary.recordedDigests, 'digest')} recorded`],
    [summary.markers, nounFor(summary.markers, 'empty folder marker')],
    [summary.rewrappedFiles, 'wrapped anew: not as CloudTrail delivered them, no evidence'],
    [summary.unreadableFiles, 'not readable on this machine'],
    [summary.outstanding, 'not finished'],
    [signedDigests, `${nounFor(signedDigests, 'digest')} signed, by this data directory's own key`],
    [
      unsignedLogFiles,
      `${nounFor(unsignedLogFiles, 'log file')} left unsigned: the digests of another trail there do not list ${unsignedLogFiles === 1 ? 'it' : 'them'}`,
    ],
    [
      unrecordedDigests,
      `${nounFor(unrecordedDigests, 'digest')} in the bucket that the ledger does not have yet`,
    ],
  ];
  const isOld = indexedFiles === 0 && alreadyIndexedFiles > 0;
  const lines = [
    isOld
      ? 'Nothing new to index.'
      : `Indexed ${count(events, 'record')} of ${count(indexedFiles, 'log file')}.`,
  ];
  lines.push(
    ...counts.filter(([number]) => number > 0).map(([number, what]) => `  ${grouped(number)} ${what}`),
  );
  if (summary.rejectedRecords > 0)
    lines.push(`  ${count(summary.rejectedRecords, 'record')} refused: no events, see traildex files -v`);
  if (summary.expiredRecords > 0)
    lines.push(`  ${count(summary.expiredRecords, 'record')} past the retention, not indexed`);
  lines.push(
    ...nameFiles('Rejected', summary.rejected, summary.rejectedFiles),
    ...nameFiles('Not readable', summary.unreadable, summary.unreadableFiles),
    ...nameFiles('Delivered under another key', summary.renamed, summary.renamedFiles),
    ...nameFiles('Not finished', summary.unfinished, summary.outstanding),
  );
  return lines;
}
