/** What has to be known to read the figures of `traildex cost`: prices, what is left out, what is too high or too low. */
import {
  EVENTS_A_QUESTION,
  PEAK_OVER_AVERAGE,
  PEAK_UTILIZATION,
  RETENTION_DAYS,
} from '../../audit/cost/assumptions.ts';
import type { CostReport } from '../../audit/cost/cost.ts';
import { PRICE_LIST } from '../../audit/cost/prices.ts';
import { toUsd } from './amounts.ts';
import { grouped } from './count.ts';

export function describeCostNotes(report: CostReport): readonly string[] {
  const { measured, month, perMillionEvents } = report;
  const peak = grouped(Math.ceil(month.peakEventsPerHour));
  return [
    `A million events: ${toUsd(perMillionEvents.writeUsd)} USD to index, ${toUsd(perMillionEvents.keepUsdPerMonth)} USD a month to keep.`,
    `Prices: ${PRICE_LIST.region}, ${PRICE_LIST.asOf}, without free tiers and taxes; those of Athena and CloudTrail Lake are second-hand. Other regions differ by up to a third.`,
    ...describeSpan(report),
    'Every record is priced as a new event: where CloudTrail delivers events twice, storage is too high.',
    `Provisioned: for the busiest hour (${peak} events${measured?.busiestHour ? '' : `, assumed to be ${PEAK_OVER_AVERAGE} times the average`}), ${PEAK_UTILIZATION * 100}% used then, all month long; auto scaling pays less.`,
    `A question shows ${EVENTS_A_QUESTION} events here; Athena and CloudTrail Lake read all days that it is about. CloudTrail Lake takes no new customers since 2026-05-31.`,
    'Not in it: the function, its logs, alarms, CloudTrail itself, and the trail bucket, which Athena needs too (docs/costs.md).',
  ];
}

function describeSpan({ measured, retention, isSupposed }: CostReport): string[] {
  const notes: string[] = [];
  const { isCut, days } = measured?.deliveries ?? {};
  if (measured?.isOfOtherDays)
    notes.push(
      'Most of these events are of other days than those of their delivery: the month says little; --events says how many.',
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
