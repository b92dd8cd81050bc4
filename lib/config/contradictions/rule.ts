/**
 * The form of a rule over several settings. It names the sections that it reads and runs only where all of
 * them are free of mistakes of their own, so that contradictions are told beside mistakes in other sections.
 */
import type { Settings } from '../settings.ts';

export type Section = keyof Settings;

/** Gives one sentence a contradiction. `written` is the configuration before defaults were filled in. */
export type Rule = (sections: Partial<Settings>, written: unknown) => readonly string[];

export function rule<Needed extends Section>(
  needed: readonly Needed[],
  find: (settings: Pick<Settings, Needed>, written: unknown) => readonly string[],
): Rule {
  return (sections, written) => (hasAll(sections, needed) ? find(sections, written) : []);
}

function hasAll<Needed extends Section>(
  sections: Partial<Settings>,
  needed: readonly Needed[],
): sections is Partial<Settings> & Pick<Settings, Needed> {
  return needed.every((section) => sections[section] !== undefined);
}
