/**
 * How the states of hours look in a picture, and what they are called in words.
 *
 * What is well is a block or a dot, what is not a letter, so that a fault stands out without colour too.
 */
import { HOUR_STATES, type HourState } from '../../audit/verify/report.ts';
import { paint } from './paint.ts';
import { wrapWords } from './wrap-words.ts';

type Style = Parameters<typeof paint>[1];

interface Look {
  /** One column wide. */
  readonly sign: string;
  readonly style: Style;
  /** For the legend. */
  readonly words: string;
}

const LOOK: Readonly<Record<HourState, Look>> = {
  altered: { sign: 'A', style: ['bold', 'red'], words: 'altered' },
  missing: { sign: 'M', style: ['bold', 'red'], words: 'missing' },
  unproven: { sign: '?', style: ['bold', 'yellow'], words: 'unproven' },
  'not-indexed': { sign: 'N', style: ['bold', 'yellow'], words: 'not indexed' },
  overdue: { sign: 'O', style: ['bold', 'yellow'], words: 'overdue' },
  'not-covered': { sign: '-', style: ['bold', 'magenta'], words: 'not covered' },
  awaited: { sign: '~', style: 'gray', words: 'awaited' },
  expired: { sign: 'x', style: 'gray', words: 'expired' },
  proven: { sign: '█', style: 'green', words: 'proven' },
  silent: { sign: '·', style: 'green', words: 'silent' },
};

/** Of an hour that nothing is known of: before the first digest or log file. */
export const NO_HOUR = ' ';

export function signOf(state: HourState): string {
  return LOOK[state].sign;
}

export function wordsOf(state: HourState): string {
  return LOOK[state].words;
}

/** Signs in the colours of their states, neighbours of one state together. */
export function paintSigns(signs: string): string {
  return signs.replace(/(.)\1*/gu, (run, sign: string) => {
    const look = Object.values(LOOK).find((known) => known.sign === sign);
    return look === undefined ? run : paint(run, look.style);
  });
}

export interface LegendOptions {
  readonly width: number;
  readonly color: boolean;
}

/** The states that occur, what is well first. */
export function stateLegend(states: ReadonlySet<HourState>, { width, color }: LegendOptions): string[] {
  const shown = HOUR_STATES.filter((state) => states.has(state)).toReversed();
  // A sign and its words stay on one line: the blank between them is none to break at.
  const entries = shown.map((state) => `${signOf(state)} ${wordsOf(state)} `);
  return wrapWords(entries, { width }).map((line) => (color ? paintFirst(line.trimEnd()) : line.trimEnd()));
}

/** The sign before each group of words. */
function paintFirst(line: string): string {
  return line
    .split('  ')
    .map((entry) => paintSigns(entry.slice(0, 1)) + entry.slice(1))
    .join('  ');
}

/** The state that comes first in HOUR_STATES. */
export function worstOf(states: Iterable<HourState>): HourState | undefined {
  const all = new Set(states);
  return HOUR_STATES.find((state) => all.has(state));
}
