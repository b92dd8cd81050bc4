/**
 * What a verification has shown, a sentence for each claim, and the last word: complete or not.
 *
 * No sentence says more than was looked at. `intact when indexed` is a comparison of ETag and size, `read again` is the
 * bytes; what a signature by this machine's own key proves is little, and that is said.
 */
import { COVERED_STATES, FAULT_STATES, type FaultState, type Signer } from '../../audit/verify/report.ts';
import { coveragePercent, type VerifyTotals } from '../../audit/verify/totals.ts';
import { count, grouped } from './count.ts';
import { utcSecond } from './utc-second.ts';
import type { Collected } from './verify-collected.ts';
import { wordsOf } from './verify-states.ts';

export interface ClaimOptions {
  readonly isDeep: boolean;
  /** CloudTrail delivers at this moment, and its digests are due by the clock. */
  readonly isLive: boolean;
}

export function describeClaims(collected: Collected, options: ClaimOptions): string[] {
  const { totals } = collected;
  return [
    ...describeDigests(totals),
    ...describeProven(collected, options),
    ...describeOtherFiles(totals),
    ...describeHours(totals),
    ...describeEnd(collected, options),
    ...totals.signers.flatMap((signer) => describeSigner(signer, totals.signers.length > 1)),
  ];
}

/** Whether something is wrong, or could not be looked at. */
export function hasFaults({ faults, hours }: Pick<VerifyTotals, 'faults' | 'hours'>): boolean {
  return FAULT_STATES.some((state) => (faults[state] ?? 0) > 0 || hours[state] > 0);
}

/** One sentence, or two. */
export function describeVerdict(totals: VerifyTotals): string {
  const { hours } = totals;
  const covered = COVERED_STATES.reduce((sum, state) => sum + hours[state], 0);
  if (!hasFaults(totals)) {
    if (covered === 0) return 'Nothing to verify: no hour of it is due, or left to be looked at.';
    // Nobody shall take it for CloudTrail's word.
    const by = totals.signers.includes('local') ? ", by this data directory's own signatures" : '';
    return `Complete${by}: ${describeCovered(totals)}.`;
  }
  const all = covered + FAULT_STATES.reduce((sum, state) => sum + hours[state], 0);
  return `Not complete: ${toPercent(coveragePercent(hours) ?? 0)} of ${count(all, 'hour')} proven or silent. Faults: ${describeFaultCounts(totals)}.`;
}

function describeCovered({ hours }: Pick<VerifyTotals, 'hours'>): string {
  const parts = COVERED_STATES.filter((state) => hours[state] > 0);
  return `${parts.map((state, index) => `${index === 0 ? count(hours[state], 'hour') : grouped(hours[state])} ${state}`).join(' and ')}`;
}

function describeFaultCounts({ faults, hours }: VerifyTotals): string {
  const counts = FAULT_STATES.map((state): [FaultState, number] => [state, faults[state] ?? 0]);
  const named = counts.filter(([, number]) => number > 0);
  if (named.length > 0)
    return named.map(([state, number]) => `${grouped(number)} ${wordsOf(state)}`).join(', ');
  // Of stored coverage there are hours only.
  return FAULT_STATES.filter((state) => hours[state] > 0)
    .map((state) => `${count(hours[state], 'hour')} ${wordsOf(state)}`)
    .join(', ');
}

/** Rounded down: what is not whole never reads as 100 %. */
function toPercent(percent: number): string {
  return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`;
}

function describeDigests({ digests, backfillDigests }: VerifyTotals): string[] {
  const valid = (counts: VerifyTotals['digests'], noun: string) =>
    counts.read === 0
      ? []
      : [
          `${grouped(counts.valid)} of ${count(counts.read, noun)} valid: signed, unchanged, and in their place.`,
        ];
  return [...valid(digests, 'digest'), ...valid(backfillDigests, 'backfill digest')];
}

function describeProven({ totals, notices }: Collected, { isDeep }: ClaimOptions): string[] {
  const { proven } = totals.files;
  if (proven === 0) return [];
  const records = `${count(totals.records, 'record')}`;
  if (isDeep) {
    return [
      `${count(proven, 'log file')} read again and intact; of their ${records} every event that belongs in the index was asked for, and is there.`,
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
    `${records} of them in the index, as the ledger counts them; --deep asks for every event.`,
  ];
}

function describeOtherFiles({ files }: VerifyTotals): string[] {
  const parts: [number, string][] = [
    [files.missing, 'missing'],
    [files.altered, 'altered'],
    [files.unproven, 'unproven'],
    [files.notIndexed, 'intact, but not in the index, or not whole'],
    [files.notCovered, 'in no digest that holds'],
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

function describeSigner(signer: Signer, isOneOfMore: boolean): string[] {
  const digests = isOneOfMore ? 'Some of the digests' : 'The digests';
  switch (signer) {
    case 'cloudtrail':
      return [];
    case 'archived':
      return [
        `${digests} are checked with public keys from the archive beside the ledger, not with those that CloudTrail hands out now.`,
      ];
    case 'given':
      return [
        `${digests} are checked with the public keys that were given: the proof is as good as the way they came.`,
      ];
    case 'local':
      return [
        `${digests} are signed by this data directory's own key: they prove only what happened since the log files were ingested, nothing about AWS.`,
      ];
  }
}

/** Of coverage that was stored nobody knows more than was written. */
export function describeStoredClaims(totals: VerifyTotals, verifiedAt: string | undefined): string[] {
  const { proven } = totals.files;
  return [
    ...(verifiedAt === undefined
      ? []
      : [`Last verified ${utcSecond(verifiedAt)}; what has happened since is not in it.`]),
    ...(proven > 0 ? [`${count(proven, 'log file')} proven when they were looked at.`] : []),
    ...describeOtherFiles(totals),
    ...describeHours(totals),
  ];
}
