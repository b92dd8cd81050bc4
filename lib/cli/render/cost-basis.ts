/** What each figure of `traildex cost` rests on: measured, extrapolated from it, supposed by who asks, or assumed. */
import {
  ENVIRONMENTS_A_DAY,
  EVENTS_A_QUESTION,
  PEAK_OVER_AVERAGE,
  WRITE_UNITS_A_FILE,
} from '../../audit/cost/assumptions.ts';
import type { CostReport } from '../../audit/cost/cost.ts';
import type { Deliveries } from '../../audit/cost/deliveries.ts';
import type { LineItem, Way } from '../../audit/cost/index-price.ts';
import { count } from './count.ts';

export type Basis = 'measured' | 'extrapolated' | 'supposed' | 'assumed';

/** Of what follows from the events of a month and their shape. */
export function basisOf({ measured, shape, isSupposed }: CostReport): Basis {
  if (measured === undefined || shape.events === 0) return 'assumed';
  return isSupposed ? 'supposed' : 'extrapolated';
}

const ASSUMED_LINES: ReadonlySet<LineItem> = new Set([
  'ledger, catalogue, counters',
  'the function, its logs',
  'alarms, metrics, dashboard',
  'questions',
]);

/** They are as sure as the days that things are kept. */
const KEEPING_LINES: ReadonlySet<LineItem> = new Set([
  'keeping events',
  'keeping ledger, catalogue',
  'point-in-time recovery',
]);

export function basisOfLine(item: LineItem, report: CostReport): Basis {
  if (ASSUMED_LINES.has(item)) return 'assumed';
  return KEEPING_LINES.has(item) ? basisOfKeeping(item, report) : basisOf(report);
}

function basisOfKeeping(item: LineItem, report: CostReport): Basis {
  const basis = item === 'keeping ledger, catalogue' ? basisOfGrowth(report) : basisOf(report);
  if (basis === 'assumed' || report.retention.from === 'items') return basis;
  return report.retention.from === 'asked' ? 'supposed' : 'assumed';
}

/** Of the ledger's growth, whatever is kept how long. */
export function basisOfGrowth(report: CostReport): Basis {
  return report.measured?.catalogueDay === undefined ? 'assumed' : basisOf(report);
}

/** What is provisioned follows from the busiest hour, whatever the events rest on. */
export function basisOfWay(way: Way, report: CostReport): Basis {
  return way === 'provisioned' ? basisOfPeak(report) : basisOf(report);
}

export function basisOfPeak(report: CostReport): Basis {
  return report.measured?.busiestHour === undefined ? 'assumed' : basisOf(report);
}

export function describePeak({ measured, isSupposed }: CostReport): string {
  const { busiestHour } = measured ?? {};
  if (busiestHour === undefined) return `assumed to be ${PEAK_OVER_AVERAGE} times the average`;
  return isSupposed
    ? `that of ${busiestHour.hour}, grown with the events`
    : `counted for ${busiestHour.hour}`;
}

export function describeLine(item: LineItem, report: CostReport): string {
  switch (item) {
    case 'writing events':
      return 'a write unit for each entry of an event';
    case 'ledger, catalogue, counters':
      return `${WRITE_UNITS_A_FILE} writes a file, ${ENVIRONMENTS_A_DAY} function environments a day`;
    case 'keeping events':
      return `all entries of an event; ${describeRetention(report)}`;
    case 'keeping ledger, catalogue':
      return `${count(report.retention.days, 'day')} of it, though it never expires; counters with it`;
    case 'point-in-time recovery':
      return 'both tables; on, unless the settings say otherwise';
    case 'delivery to the function':
      return 'SNS, SQS, reading each file once';
    case 'the function, its logs':
      return 'Lambda, idle polls, logs and traces of a quiet account';
    case 'alarms, metrics, dashboard':
      return 'the same for any trail';
    case 'questions':
      return `${count(report.questions, 'question')} of ${EVENTS_A_QUESTION} events`;
  }
}

export function describeRetention({ retention, measured }: CostReport): string {
  const { days, from } = retention;
  const kept = count(days, 'day');
  if (from === 'items') return `${kept}, by an item of the sample`;
  if (from === 'asked') return `${kept}, asked for`;
  return measured === undefined ? `${kept}, assumed` : `${kept}, assumed: nothing expires`;
}

export function describeSample({ shape, measured }: CostReport): string {
  if (shape.events === 0) return 'the sample trail';
  const sample = `sample of ${count(shape.events, 'event')}`;
  return measured?.isOfOtherDays ? `${sample} of all times` : sample;
}

export function describeDays({ firstDay, lastDay, days }: Deliveries): string {
  const delivered = firstDay === lastDay ? firstDay : `${firstDay} to ${lastDay}`;
  return `delivered ${delivered}, ${describeLength(days)} of events`;
}

function describeLength(days: number): string {
  return count(Number(days.toFixed(1)), 'day');
}
