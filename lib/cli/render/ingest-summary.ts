/** What a delivery came to, in words: every file accounted for, nothing said of what did not happen. */
import type { IngestSummary, NamedFile } from '../../operations/ingest-progress.ts';
import { escapeControls } from './escape.ts';

/** Files of a kind that are named one by one; the rest is counted. */
const NAMED = 10;

export function describeSummary(summary: IngestSummary): readonly string[] {
  const { events, indexedFiles, alreadyIndexedFiles, alreadyIndexedEvents } = summary;
  const counts: readonly (readonly [number, string])[] = [
    [alreadyIndexedFiles, `already in the index (${count(alreadyIndexedEvents, 'record')})`],
    [summary.duplicateFiles, 'the same as another of them'],
    [summary.rejectedFiles, 'rejected'],
    [summary.recordedDigests, 'digests recorded'],
    [summary.markers, 'empty folder markers'],
    [summary.rewrappedFiles, 'wrapped anew: not as CloudTrail delivered them, no evidence'],
    [summary.unreadableFiles, 'not readable on this machine'],
    [summary.outstanding, 'not finished'],
  ];
  const lines = [`Indexed ${count(events, 'record')} of ${count(indexedFiles, 'log file')}.`];
  lines.push(
    ...counts
      .filter(([number]) => number > 0)
      .map(([number, what]) => `  ${number.toLocaleString('en-US')} ${what}`),
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

function nameFiles(title: string, files: readonly NamedFile[], total: number): string[] {
  if (files.length === 0) return [];
  const named = files
    .slice(0, NAMED)
    .map(({ path, reason }) => `  ${escapeControls(path)}: ${escapeControls(reason)}`);
  const more = total - named.length;
  return [`${title}:`, ...named, ...(more > 0 ? [`  and ${more.toLocaleString('en-US')} more`] : [])];
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
