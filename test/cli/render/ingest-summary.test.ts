import { describe, expect, it } from 'vitest';
import { count } from '../../../lib/cli/render/count.ts';
import { describeSummary } from '../../../lib/cli/render/ingest-summary.ts';
import type { IngestSummary } from '../../../lib/operations/ingest/ingest-progress.ts';

const NOTHING_SIGNED = {
  signedDigests: 0,
  signedLogFiles: 0,
  unsignedLogFiles: 0,
  unrecordedDigests: 0,
  end: 'done',
} as const;

describe('a count', () => {
  it.each([
    [0, '0 log files'],
    [1, '1 log file'],
    [2, '2 log files'],
    [12_575, '12,575 log files'],
  ])('of %d', (number, text) => {
    expect(count(number, 'log file')).toBe(text);
  });
});

const NOTHING: IngestSummary = {
  end: 'done',
  filesFound: 0,
  delivered: 0,
  deliveredBytes: 0,
  done: 0,
  indexedFiles: 0,
  alreadyIndexedFiles: 0,
  rejectedFiles: 0,
  recordedDigests: 0,
  duplicateFiles: 0,
  markers: 0,
  rewrappedFiles: 0,
  events: 0,
  alreadyIndexedEvents: 0,
  rejectedRecords: 0,
  expiredRecords: 0,
  outstanding: 0,
  pending: [],
  rejected: [],
  unfinished: [],
  renamed: [],
  unreadable: [],
  unreadableFiles: 0,
  renamedFiles: 0,
};

describe('a summary', () => {
  it('says nothing of what did not happen', () => {
    expect(describeSummary(NOTHING)).toEqual(['Indexed 0 records of 0 log files.']);
  });

  it.each([
    [1, ['Indexed 1 record of 1 log file.', '  1 digest recorded', '  1 empty folder marker']],
    [2, ['Indexed 2 records of 2 log files.', '  2 digests recorded', '  2 empty folder markers']],
  ])('counts %d of each', (number, lines) => {
    const summary = {
      ...NOTHING,
      events: number,
      indexedFiles: number,
      recordedDigests: number,
      markers: number,
    };
    expect(describeSummary(summary)).toEqual(lines);
  });

  it.each([
    [1, "  1 digest signed, by this data directory's own key"],
    [612, "  612 digests signed, by this data directory's own key"],
  ])('says who signed %d digests', (signedDigests, line) => {
    const signing = { ...NOTHING_SIGNED, signedDigests, signedLogFiles: 3 };
    expect(describeSummary({ ...NOTHING, signing })).toEqual(['Indexed 0 records of 0 log files.', line]);
  });

  it('says what the ledger does not have of them', () => {
    const signing = { ...NOTHING_SIGNED, unrecordedDigests: 7, end: 'stalled' } as const;
    expect(describeSummary({ ...NOTHING, signing })).toContain(
      '  7 digests in the bucket that the ledger does not have yet',
    );
  });

  it.each([
    [1, '  1 log file left unsigned: the digests of another trail there do not list it'],
    [1234, '  1,234 log files left unsigned: the digests of another trail there do not list them'],
  ])('says why %d log files were not signed', (unsignedLogFiles, line) => {
    const signing = { ...NOTHING_SIGNED, unsignedLogFiles };
    expect(describeSummary({ ...NOTHING, signing })).toEqual(['Indexed 0 records of 0 log files.', line]);
  });
});
