/**
 * What a benchmark is: one measurement with its goals, found by main.ts in bench/measures, reported by report.ts.
 *
 * Machines differ and are shared, so a goal is a ratio of two things measured in turns in one run, or a count. Times stand
 * beside it as context.
 */
import type { Corpus } from './corpus.ts';

export interface Measure {
  /** As `--only` takes it. */
  readonly name: string;
  readonly title: string;
  /** Markdown: what is measured against what, on which input, and how both are known to have done the same work. */
  readonly method: string;
  measure(bench: Bench): Promise<Findings>;
}

export interface Bench {
  readonly corpus: Corpus;
  /** An empty directory of the measure's own; removed afterwards. */
  readonly folder: string;
  readonly projectRoot: string;
  /** Fewer rounds and events for a quick look, whose figures are not published. */
  readonly isQuick: boolean;
  /** How many events to measure with: what the user chose, else `usual`, of which a quick look takes a tenth. */
  events(usual: number, quick?: number): number;
  /** Says on stderr how far it is. */
  note(line: string): void;
}

export interface Findings {
  readonly goals: readonly Goal[];
  readonly tables: readonly FiguresTable[];
  /** Markdown paragraphs: what the figures mean, and why where a goal does not hold. */
  readonly remarks?: readonly string[];
}

export interface Goal {
  /** `at most 1.25 times JSON.parse of the whole` */
  readonly goal: string;
  /** `1.18 times` */
  readonly measured: string;
  readonly isMet: boolean;
}

export interface FiguresTable {
  readonly head: readonly string[];
  /** Text in the first column, figures in the others. */
  readonly rows: readonly (readonly string[])[];
}
