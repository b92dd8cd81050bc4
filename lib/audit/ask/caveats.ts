/** Gathers what an answer has to be read with, while it is being read. */
import type { ResolvedName } from '../resolve-names.ts';
import type { UncheckedEvents } from '../settle-events.ts';
import type { Caveats } from './ask.ts';
import type { Arguments } from './question.ts';

/** An answer that this one is made of: asked about its caveats when somebody asks for ours. */
export type Source = Pick<Caveats, 'isIncomplete' | 'unchecked'>;

export interface CaveatListener {
  readonly onSource: (source: Source) => void;
  readonly onIncomplete: () => void;
  readonly onUnchecked: (unchecked: UncheckedEvents) => void;
  readonly onRemark: (remark: string) => void;
  readonly onNames: (resolved: readonly ResolvedName[]) => void;
}

export function openCaveats(args: Arguments): { readonly caveats: Caveats; readonly told: CaveatListener } {
  let incomplete = false;
  let unchecked: UncheckedEvents = { events: 0, problem: undefined };
  const sources: Source[] = [];
  const remarks = new Set<string>();
  const names = new Map<string, ResolvedName>();
  const given = new Set(Object.values(args));
  return {
    caveats: {
      isIncomplete: () => incomplete || sources.some((source) => source.isIncomplete()),
      unchecked: () => sources.map((source) => source.unchecked()).reduce(sumOf, unchecked),
      remarks: () => [...remarks],
      names: () => [...names.values()],
    },
    told: {
      onIncomplete: () => {
        incomplete = true;
      },
      onSource: (source) => {
        sources.push(source);
      },
      onUnchecked: (more) => {
        unchecked = sumOf(unchecked, more);
      },
      onRemark: (remark) => {
        remarks.add(remark);
      },
      onNames: (resolved) => {
        // The question's own names are nobody's typing.
        for (const name of resolved) {
          if (given.has(name.asked)) names.set(`${name.filter} ${name.asked}`, name);
        }
      },
    },
  };
}

function sumOf(one: UncheckedEvents, other: UncheckedEvents): UncheckedEvents {
  return { events: one.events + other.events, problem: one.problem ?? other.problem };
}
