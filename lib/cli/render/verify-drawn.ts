/**
 * The pictures of many regions below each other: all of them where they fit on a screen, otherwise those with a fault.
 *
 * Of the rest there is a count, because a wall of blocks shows nobody anything. Kept as signs, not as hours.
 */
import { FAULT_STATES, type HourState, type Place } from '../../audit/verify/report.ts';
import type { VerifyWindow } from '../../audit/verify/request.ts';
import { count, grouped } from './count.ts';
import { escapeControls } from './escape.ts';
import { paint } from './paint.ts';
import {
  drawHours,
  type Layout,
  layoutFor,
  type PicturedHour,
  type PictureRow,
  rulerFor,
} from './verify-picture.ts';
import { paintSigns, stateLegend, wordsOf } from './verify-states.ts';

export interface DrawnPlace extends Place {
  readonly hours: readonly PicturedHour[];
}

export interface DrawOptions {
  readonly window: VerifyWindow;
  readonly width: number;
  readonly color: boolean;
  /** Every region, however many. */
  readonly isVerbose: boolean;
}

interface Picture {
  readonly place: string;
  /** Behind the place, where a picture has more than one row. */
  readonly summary: string;
  readonly rows: readonly PictureRow[];
  readonly isFaulty: boolean;
}

/** Lines that somebody still takes in at a glance, and lines of faults that somebody still scrolls through. */
const GLANCE_LINES = 32;
const FAULTY_LINES = 120;

export class PictureCollector {
  readonly #options: DrawOptions;
  readonly #layout: Layout;
  readonly #states = new Set<HourState>();
  readonly #kept = { clean: [] as Picture[], faulty: [] as Picture[] };
  readonly #seen = { clean: 0, faulty: 0 };
  readonly #lines = { clean: 0, faulty: 0 };

  constructor(options: DrawOptions) {
    this.#options = options;
    this.#layout = layoutFor(options.window);
  }

  add({ accountId, region, hours }: DrawnPlace): void {
    if (hours.length === 0) return;
    const states = countStates(hours);
    const isFaulty = FAULT_STATES.some((state) => states.has(state));
    const kind = isFaulty ? 'faulty' : 'clean';
    const rows = drawHours(hours, this.#layout, this.#options.window);
    this.#lines[kind] += this.#layout === 'strip' ? 1 : rows.length + 1;
    this.#seen[kind]++;
    for (const state of states.keys()) this.#states.add(state);
    const limit = isFaulty ? FAULTY_LINES : GLANCE_LINES;
    const isKept =
      this.#lines[kind] <= limit || this.#options.isVerbose || (isFaulty && this.#seen.faulty === 1);
    if (!isKept) return;
    const place = escapeControls(`${accountId} ${region}`);
    this.#kept[kind].push({ place, summary: describeStates(states), rows, isFaulty });
  }

  /** Lines without their ends; none where no hour is known. */
  lines(): string[] {
    const { clean, faulty } = this.#kept;
    const fits = this.#lines.clean + this.#lines.faulty <= GLANCE_LINES || this.#options.isVerbose;
    const drawn = [...faulty, ...(fits ? clean : [])].sort((one, other) =>
      one.place < other.place ? -1 : 1,
    );
    const rest = [
      ...describeRest(this.#seen.faulty - faulty.length, 'with a fault'),
      ...describeRest(fits ? 0 : this.#seen.clean, 'without a fault'),
    ];
    if (drawn.length === 0) return rest;
    return [...this.#draw(drawn), ...rest, '', ...stateLegend(this.#states, this.#options)];
  }

  #draw(pictures: readonly Picture[]): string[] {
    const { window, color } = this.#options;
    const ruler = rulerFor(this.#layout, window);
    const signsOf = (row: PictureRow | undefined) =>
      color ? paintSigns(row?.signs ?? '') : (row?.signs ?? '');
    const bold = (text: string) => (color ? paint(text, 'bold') : text);
    if (this.#layout === 'strip') {
      const width = Math.max(...pictures.map(({ place }) => place.length)) + 1;
      const head = bold(`${window.from.toISOString().slice(0, 10).padEnd(width)}${ruler}`.trimEnd());
      return [
        head,
        ...pictures.map(({ place, rows }) => `${place.padEnd(width)}${signsOf(rows[0])}`.trimEnd()),
      ];
    }
    return pictures.flatMap(({ place, summary, rows }, index) => {
      const width = Math.max(...rows.map(({ label }) => label.length)) + 1;
      const head = [`${bold(place)}  ${summary}`, `${''.padEnd(width)}${ruler}`];
      const drawn = rows.map((row) => `${row.label.padEnd(width)}${signsOf(row)}`.trimEnd());
      return [...(index === 0 ? [] : ['']), ...head, ...drawn];
    });
  }
}

function countStates(hours: readonly PicturedHour[]): ReadonlyMap<HourState, number> {
  const counts = new Map<HourState, number>();
  for (const { state } of hours) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

function describeStates(states: ReadonlyMap<HourState, number>): string {
  const parts = [...states].map(([state, hours]) => `${grouped(hours)} ${wordsOf(state)}`);
  return `${count(sum(states.values()), 'hour')}: ${parts.join(', ')}`;
}

function describeRest(regions: number, which: string): string[] {
  return regions > 0 ? [`${count(regions, 'region')} ${which}: not drawn here, -v draws all.`] : [];
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
