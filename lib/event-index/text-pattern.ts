/**
 * Patterns as people type them: any text, its case does not matter, and `*` at either end stands for any text. A `*`
 * elsewhere is an ordinary character, because names in a record may hold one.
 */
import { withoutControls } from './key-value.ts';
import type { Verdict } from './verdict.ts';

/** Stands for what a cut text goes on with: nothing that somebody asks for matches it, and no text ends before it. */
export const UNKNOWN_REST = '\uffff';

/** What stands between the stars, in lower case, and where stars are. */
export interface TextPattern {
  readonly text: string;
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

export function parsePattern(typed: string): TextPattern {
  const pattern = fold(typed);
  const openStart = pattern.startsWith('*');
  const openEnd = pattern.endsWith('*');
  return { text: pattern.slice(openStart ? 1 : 0, openEnd ? -1 : undefined), openStart, openEnd };
}

/** Tests whole texts. A text that is missing matches nothing. */
export function matchesPattern(
  { text, openStart, openEnd }: TextPattern,
  value: string | undefined,
): boolean {
  if (value === undefined) return false;
  const lower = fold(value);
  if (openStart && openEnd) return lower.includes(text);
  if (openStart) return lower.endsWith(text);
  return openEnd ? lower.startsWith(text) : lower === text;
}

/** Tests a text of which only the beginning is known; nothing of it where `beginning` is undefined. */
export function matchesBeginning(pattern: TextPattern, beginning: string | undefined): Verdict {
  if (beginning === undefined) return 'unsure';
  const { text, openStart, openEnd } = pattern;
  if (text === '' && (openStart || openEnd)) return 'yes';
  if (openEnd && matchesPattern(pattern, beginning)) return 'yes';
  if (openStart) return 'unsure';
  return text.startsWith(fold(beginning)) ? 'unsure' : 'no';
}

/**
 * Text without its case. The beginning of a text gives the beginning of its folded form, so Greek's sigma, which depends
 * on what follows, is one letter. Control characters are what keys make of them (key-value.ts).
 */
export function fold(text: string): string {
  return withoutControls(text).toLowerCase().replaceAll('ς', 'σ');
}
