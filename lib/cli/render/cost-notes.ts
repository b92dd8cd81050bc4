/** What has to be known to read the figures of `traildex cost`: prices, what is left out, what is too high or too low. */
import { EVENTS_A_QUESTION, PEAK_UTILIZATION, RETENTION_DAYS } from '../../audit/cost/assumptions.ts';
import type { CostReport } from '../../audit/cost/cost.ts';
import { PRICE_LIST } from '../../audit/cost/prices.ts';
import { toUsd } from './amounts.ts';
import { describePeak } from './cost-basis.ts';
import { count, grouped } from './count.ts';

export function describeCostNotes(report: CostReport): readonly string[] {
  const { month, perMillionEvents, retention, yearlyGrowthUsd } = report;
  const peak = grouped(Math.ceil(month.peakEventsPerHour));
  return [
    `A million events: ${toUsd(perMillionEvents.writeUsd)} USD to index, ${toUsd(perMillionEvents.keepUsdPerMonth)} USD a month to keep.`,
    `Prices: ${PRICE_LIST.region}, ${PRICE_LIST.asOf}, without free tiers and taxes; those of Athena and CloudTrail Lake are second-hand. Other regions differ by up to a third.`,
    ...describeSpan(report),
    `Ledger, catalogue and counters never expire. ${count(retention.days, 'day')} of them are priced; each further year adds ${toUsd(yearlyGrowthUsd)} USD a month.`,
    'Every record is priced as a new event: where CloudTrail delivers events twice, storage is too high.',
    `Provisioned: for the busiest hour (${peak} events, ${describePeak(report)}), ${PEAK_UTILIZATION * 100}% used then, all month long; auto scaling pays less.`,
    `A question shows ${EVENTS_A_QUESTION} events; "all events" reads every one of its days, as top and timeline do, and as Athena and CloudTrail Lake always do. CloudTrail Lake takes no new customers since 2026-05-31.`,
    'Not in it: the backfill function, the verification, CloudTrail itself, and the trail bucket, which Athena needs too (docs/costs.md).',
  ];
}

function describeSpan({ measured, retention, isSupposed }: CostReport): string[] {
  const notes: string[] = [];
  const { isCut, days } = measured?.deliveries ?? {};
  if (measured?.isOfOtherDays)
    notes.push(
      'Most of these events are of other days than those of their delivery: the month says little, --events says how many. The sample is of all times, busiest hour and catalogue are assumed.',
    );
  if (isCut) notes.push('Older days of the window were not read: these had log files enough.');
  if (days !== undefined && days < 7 && !isSupposed)
    notes.push('Less than a week was measured: weekends and quiet days may be missing.');
  if (retention.from === 'assumed')
    notes.push(
      `${measured === undefined ? 'Without events' : 'Nothing in the index expires:'} ${RETENTION_DAYS} days of keeping are assumed; --retention says otherwise.`,
    );
  return notes;
}
