/**
 * The last word of a verification: complete or not, and of what.
 *
 * It stands alone in logs and tickets, so it names what keeps it from being the whole truth: signatures of this machine,
 * log files that nothing proves, a single trail.
 */
import { COVERED_STATES, FAULT_STATES, type FaultState } from '../../audit/verify/report.ts';
import { coveragePercent, type VerifyTotals } from '../../audit/verify/totals.ts';
import { count, grouped } from './count.ts';
import type { Collected } from './verify-collected.ts';
import { wordsOf } from './verify-states.ts';

export interface VerdictScope {
  /** Only the digests of this trail were looked at. */
  readonly trailName?: string | undefined;
}

/** Whether something is wrong, or could not be looked at. */
export function hasFaults({ faults, hours }: Pick<VerifyTotals, 'faults' | 'hours'>): boolean {
  return FAULT_STATES.some((state) => (faults[state] ?? 0) > 0 || hours[state] > 0);
}

/** Every hour that is due and not expired is proven or silent, and there is such an hour. */
export function isComplete(totals: Pick<VerifyTotals, 'faults' | 'hours'>): boolean {
  return !hasFaults(totals) && coveredHours(totals) > 0;
}

/** A few sentences at most. */
export function describeVerdict(collected: Collected, { trailName }: VerdictScope): string {
  const { totals } = collected;
  if (!hasFaults(totals) && !isComplete(totals))
    return 'Nothing to verify: no hour of it is due, or left to be looked at.';
  const sentence = isComplete(totals)
    ? describeComplete(collected, trailName)
    : describeFaulty(totals, trailName);
  if (trailName === undefined) return sentence;
  return `${sentence} Log files that its digests do not list were not looked for.`;
}

function describeComplete(
  { totals, signed, besideDigests }: Collected,
  trailName: string | undefined,
): string {
  const { ofUnlistedKinds } = besideDigests;
  const except =
    ofUnlistedKinds === 0
      ? ''
      : `, but for ${count(ofUnlistedKinds, 'log file')} of kinds that no digest lists`;
  // Nobody shall take it for CloudTrail's word.
  const part = signed.size > 1 ? 'in part ' : '';
  const by = signed.has('local') ? `, ${part}by this data directory's own signatures` : '';
  return `Complete${of(trailName)}${except}${by}: ${describeCovered(totals)}.`;
}

function describeFaulty(totals: VerifyTotals, trailName: string | undefined): string {
  const { hours } = totals;
  const all = coveredHours(totals) + FAULT_STATES.reduce((sum, state) => sum + hours[state], 0);
  return `Not complete${of(trailName)}: ${toPercent(coveragePercent(hours) ?? 0)} of ${count(all, 'hour')} proven or silent. Faults: ${describeFaultCounts(totals)}.`;
}

function of(trailName: string | undefined): string {
  return trailName === undefined ? '' : ` for trail ${trailName}`;
}

function coveredHours({ hours }: Pick<VerifyTotals, 'hours'>): number {
  return COVERED_STATES.reduce((sum, state) => sum + hours[state], 0);
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
