import { describe, expect, it } from 'vitest';
import type { Signer } from '../../../lib/audit/verify/report.ts';
import { describeSigners } from '../../../lib/cli/render/verify-signers.ts';
import { collect, reportOf } from './verify-reports.ts';

/** A region each. */
const signedBy = (
  ...regions: readonly (readonly [signers: readonly Signer[], digests: number, backfill?: number])[]
) =>
  describeSigners(
    collect(
      ...regions.map(([signers, valid, backfill = 0]) =>
        reportOf(
          { states: ['silent'] },
          { signers, digests: { read: valid, valid }, backfillDigests: { read: backfill, valid: backfill } },
        ),
      ),
    ).signed,
  );

describe('signers', () => {
  it('are not spoken of where all is the word of CloudTrail', () => {
    expect(signedBy([['cloudtrail'], 24], [['cloudtrail'], 24], [[], 0])).toEqual([]);
  });

  it('are all of one kind', () => {
    expect(signedBy([['given'], 24])).toEqual([
      'The digests are checked with the public keys that were given: the proof is as good as the way they came.',
    ]);
    expect(signedBy([['local'], 24], [['local'], 3])).toEqual([
      "The digests are signed by this data directory's own key: that proves only what happened since the log files were ingested, nothing about AWS.",
    ]);
    expect(signedBy([['archived'], 24])).toEqual([
      'The digests are checked with public keys from the archive beside the ledger, not with those that CloudTrail hands out now.',
    ]);
  });

  it('are counted where there are others', () => {
    expect(signedBy([['cloudtrail'], 1_200], [['local'], 24, 1], [['given'], 1])).toEqual([
      '1 of the digests is checked with the public keys that were given: the proof is as good as the way they came.',
      "25 of the digests are signed by this data directory's own key: that proves only what happened since the log files were ingested, nothing about AWS.",
    ]);
  });

  it('are not counted where a region does not say how many are whose', () => {
    expect(signedBy([['cloudtrail', 'local'], 24], [['local'], 24])).toEqual([
      "Some of the digests are signed by this data directory's own key: that proves only what happened since the log files were ingested, nothing about AWS.",
    ]);
  });
});
