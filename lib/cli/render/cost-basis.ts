/** What each figure of `traildex cost` rests on: measured, extrapolated from it, supposed by who asks, or assumed. */
import {
  ENVIRONMENTS_A_DAY,
  EVENTS_A_QUESTION,
  LEDGER_ENTRY_BYTES,
  WRITE_UNITS_A_FILE,
} from '../../audit/cost/assumptions.ts';
import type { CostReport } from '../../audit/cost/cost.ts';
import type { Deliveries } from '../../audit/cost/deliveries.ts';
import type { EventShape } from '../../audit/cost/event-shape.ts';
import type { LineItem } from '../../audit/cost/index-price.ts';
import { count } from './count.ts';

export type Basis = 'measured' | 'extrapolated' | 'supposed' | 'assumed';

/** Of what follows from the events of a month and their shape. */
export function basisOf({ measured, shape, isSupposed }: CostReport): Basis {
  if (measured === undefined || shape.events === 0) return 'assumed';
  return isSupposed ? 'supposed' : 'extrapolated';
}

const ASSUMED_LINES: ReadonlySet<LineItem> = new Set([
  'ledger, catalogue, counters',
  'keeping the ledger',
  'questions',
]);

export function basisOfLine(item: LineItem, report: CostReport): Basis {
  return ASSUMED_LINES.has(item) ? 'assumed' : basisOf(report);
}

export function describeLine(item: LineItem, report: CostReport): string {
  switch (item) {
    case 'writing events':
      return 'a write unit for each entry of an event';
    case 'ledger, catalogue, counters':
      return `${WRITE_UNITS_A_FILE} writes a file, ${ENVIRONMENTS_A_DAY} function environments a day`;
    case 'keeping events':
      return `all entries of an event; ${describeRetention(report)}`;
    case 'keeping the ledger':
      return `${LEDGER_ENTRY_BYTES} bytes a file, for as long`;
    case 'point-in-time recovery':
      return 'on, as it is unless the settings say otherwise';
    case 'delivery to the function':
      return 'SNS, SQS, reading each file once';
    case 'questions':
      return `${count(report.questions, 'question')} of ${EVENTS_A_QUESTION} events`;
  }
}

export function describeRetention({ retention, measured }: CostReport): string {
  const { days, from } = retention;
  const kept = count(days, 'day');
  if (from === 'items') return `${kept}, by an item of the sample`;
  if (from === 'asked') return `${kept}, asked for`;
  return measured === undefined ? `${kept}, assumed` : `${kept}, though nothing expires`;
}

export function describeSample({ events }: EventShape): string {
  return events === 0 ? 'the sample trail' : `sample of ${count(events, 'event')}`;
}

export function describeDays({ firstDay, lastDay, days }: Deliveries): string {
  const delivered = firstDay === lastDay ? firstDay : `${firstDay} to ${lastDay}`;
  return `delivered ${delivered}, ${describeLength(days)} of events`;
}

function describeLength(days: number): string {
  return count(Number(days.toFixed(1)), 'day');
}
