/**
 * What a verification has shown, a sentence for each claim.
 *
 * No sentence says more than was looked at. `intact when indexed` is a comparison of ETag and size, `read again` is the
 * bytes; what a signature by this machine's own key proves is little, and that is said.
 */
import type { DigestCounts } from '../../audit/verify/report.ts';
import type { VerifyTotals } from '../../audit/verify/totals.ts';
import { count, grouped } from './count.ts';
import { utcSecond } from './utc-second.ts';
import type { Collected } from './verify-collected.ts';
import { describeSigners } from './verify-signers.ts';

export interface ClaimOptions {
  readonly isDeep: boolean;
  /** CloudTrail delivers at this moment, and its digests are due by the clock. */
  readonly isLive: boolean;
}

export function describeClaims(collected: Collected, options: ClaimOptions): string[] {
  const { totals } = collected;
  return [
    ...describeDigests(collected),
    ...describeProven(collected, options),
    ...describeOtherFiles(collected),
    ...describeHours(totals),
    ...describeEnd(collected, options),
    ...describeSigners(collected.signed),
  ];
}

/** Of all that there should be: those that are gone as well. */
function describeDigests({ totals, missingDigests }: Collected): string[] {
  const valid = (counts: DigestCounts, missing: number, noun: string) => {
    const all = counts.read + missing;
    if (all === 0) return [];
    const how = counts.valid === 0 ? '' : ': signed, unchanged, and in their place';
    const gone = missing === 0 ? '' : `; ${grouped(missing)} missing`;
    return [`${grouped(counts.valid)} of ${count(all, noun)} valid${how}${gone}.`];
  };
  return [
    ...valid(totals.digests, missingDigests.digests, 'digest'),
    ...valid(totals.backfillDigests, missingDigests.backfillDigests, 'backfill digest'),
  ];
}

function describeProven({ totals, notices }: Collected, { isDeep }: ClaimOptions): string[] {
  const { proven } = totals.files;
  if (proven === 0) return [];
  const records = `${count(totals.records, 'record')}`;
  if (isDeep) {
    return [
      `${count(proven, 'log file')} read again and intact; of their ${records} every event that belongs in the index is there, as its record says.`,
    ];
  }
  const reread = Math.min(proven, notices.get('log-file-recompressed')?.count ?? 0);
  const trusted = proven - reread;
  return [
    ...(trusted > 0
      ? [
          `${count(trusted, 'log file')} intact when indexed: same ETag and size as when they were hashed; --deep reads them again.`,
        ]
      : []),
    ...(reread > 0 ? [`${count(reread, 'log file')} read again and intact.`] : []),
    `${records} of them in the index, as the ledger counts them; --deep compares every event.`,
  ];
}

function describeOtherFiles({ totals: { files }, besideDigests }: Collected): string[] {
  const { ofUnlistedKinds, awaited } = besideDigests;
  const parts: [number, string][] = [
    [files.missing, 'missing'],
    [files.altered, 'altered'],
    [files.unproven, 'unproven'],
    [files.notIndexed, 'intact, but not in the index, or not whole'],
    [files.notCovered - ofUnlistedKinds - awaited, 'in no digest that holds'],
    [awaited, 'in no digest yet: the next one is not due'],
    [ofUnlistedKinds, 'of kinds that no digest lists: nothing proves them'],
    [files.expired, 'past the retention of the bucket: not looked for'],
  ];
  return parts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${count(number, 'log file')} ${what}.`);
}

function describeHours({ hours }: VerifyTotals): string[] {
  const sentence = (number: number, what: string) => (number > 0 ? [`${count(number, 'hour')} ${what}`] : []);
  return [
    ...sentence(hours.silent, 'silent: a digest says that no log file was delivered.'),
    ...sentence(hours.awaited, 'awaited: the digest is not due yet.'),
    ...sentence(hours.expired, 'expired: past the retention of the bucket, nothing is said of them.'),
  ];
}

/** Only the clock can tell that the newest digests are gone. */
function describeEnd({ newestDigestEnd, totals }: Collected, { isLive }: ClaimOptions): string[] {
  if (isLive || newestDigestEnd === undefined || totals.digests.read === 0) return [];
  return [
    `The newest digest ends ${utcSecond(newestDigestEnd)}: whether there were later ones nothing here can tell.`,
  ];
}

/** Of coverage that was stored nobody knows more than was written. */
export function describeStoredClaims(collected: Collected, verifiedAt: string | undefined): string[] {
  const { totals } = collected;
  const { proven } = totals.files;
  return [
    ...(verifiedAt === undefined
      ? []
      : [`Last verified ${utcSecond(verifiedAt)}; what has happened since is not in it.`]),
    ...(proven > 0 ? [`${count(proven, 'log file')} proven when they were looked at.`] : []),
    ...describeOtherFiles(collected),
    ...describeHours(totals),
  ];
}
