/** Which pattern of a split timeline stands for which value: told apart without colour, and with it at a glance. */

import { count, grouped } from './count.ts';
import { escapeControls } from './escape.ts';
import { paint } from './paint.ts';
import { padStart } from './shorten.ts';
import type { TimelineCounts } from './timeline-rows.ts';
import { shortenValue, valueText } from './value-text.ts';

const PATTERNS = ['█', '▓', '▒', '░'] as const;
const COLORS = ['cyan', 'yellow', 'magenta', 'green'] as const;
const OTHER_PATTERN = '·';

/** The pattern of the value at `index`, or that of all others together. */
export function patternOf(index: number, { values }: Pick<TimelineCounts, 'values'>): string {
  return index < values.length ? (PATTERNS[index % PATTERNS.length] ?? '') : OTHER_PATTERN;
}

export function paintAs(index: number, { values }: Pick<TimelineCounts, 'values'>, text: string): string {
  if (text === '' || index >= values.length) return text;
  return paint(text, COLORS[index % COLORS.length] ?? 'white');
}

export interface LegendOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
}

const GAP = '  ';

/** A line for each value: its pattern, how often, and what it is. */
export function timelineLegend(counts: TimelineCounts, { width, color }: LegendOptions): readonly string[] {
  const { intervals, values, otherValues } = counts;
  const lines = values.map(({ value, events }) => ({
    events: grouped(events),
    text: escapeControls(valueText(value.kind, 'text' in value ? value.text : undefined)),
  }));
  if (otherValues > 0) {
    const events = intervals.reduce((sum, { otherEvents = 0 }) => sum + otherEvents, 0);
    lines.push({ events: grouped(events), text: count(otherValues, 'other value') });
  }
  const numberWidth = Math.max(0, ...lines.map(({ events }) => events.length));
  const room = Math.max(1, width - numberWidth - 1 - 2 * GAP.length);
  return lines.map(({ events, text }, index) => {
    const pattern = patternOf(index, counts);
    const shown = color ? paintAs(index, counts, pattern) : pattern;
    return [shown, padStart(events, numberWidth), shortenValue(text, room)].join(GAP);
  });
}
