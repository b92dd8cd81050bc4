/**
 * What is known of each hour of a region, added up as it is found, and the one word that it comes to.
 */
import {
  type FAULT_STATES,
  type FileCounts,
  HOUR_STATES,
  type HourReport,
  type HourState,
  NO_FILES,
  type Place,
} from './report.ts';
import { hourOf, isInWindow, type RunWindow } from './times.ts';

interface Hour {
  /** A digest that holds speaks for it. */
  isCovered: boolean;
  readonly states: Set<HourState>;
  readonly files: Record<keyof FileCounts, number>;
  records: number;
}

export class HourBook {
  readonly #hours = new Map<string, Hour>();
  readonly #window: RunWindow;

  constructor(window: RunWindow) {
    this.#window = window;
  }

  cover(ms: number): void {
    this.#at(ms, (hour) => {
      hour.isCovered = true;
    });
  }

  note(ms: number, state: HourState): void {
    this.#at(ms, ({ states }) => states.add(state));
  }

  countFile(ms: number, kind: keyof FileCounts, records = 0): void {
    this.#at(ms, (hour) => {
      hour.files[kind]++;
      hour.records += records;
    });
  }

  toReports({ accountId, region }: Place): readonly HourReport[] {
    return [...this.#hours]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([hour, { files, records, ...known }]) => ({
        accountId,
        region,
        hour,
        state: toState(known, files),
        files: { ...files },
        records,
      }));
  }

  #at(ms: number, change: (hour: Hour) => void): void {
    if (!isInWindow(ms, this.#window)) return;
    const name = hourOf(ms);
    let hour = this.#hours.get(name);
    if (hour === undefined) {
      hour = { isCovered: false, states: new Set(), files: { ...NO_FILES }, records: 0 };
      this.#hours.set(name, hour);
    }
    change(hour);
  }
}

function toState({ isCovered, states }: Pick<Hour, 'isCovered' | 'states'>, files: FileCounts): HourState {
  const known = new Set(states);
  if (isCovered && files.proven > 0) known.add('proven');
  if (files.expired > 0) known.add('expired');
  const isSilent = isCovered && files.notCovered === 0;
  return (
    HOUR_STATES.find((state) => known.has(state)) ??
    (isSilent ? 'silent' : isCovered ? 'proven' : 'not-covered')
  );
}

const FILE_KINDS: Readonly<Record<(typeof FAULT_STATES)[number], keyof FileCounts>> = {
  altered: 'altered',
  missing: 'missing',
  unproven: 'unproven',
  'not-indexed': 'notIndexed',
  overdue: 'notCovered',
  'not-covered': 'notCovered',
};

/** How a log file at fault is counted. */
export function fileKindOf(state: (typeof FAULT_STATES)[number]): keyof FileCounts {
  return FILE_KINDS[state];
}
