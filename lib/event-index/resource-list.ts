/**
 * The resources of an event as one text, a line each, so that a filter finds a name inside an ARN.
 *
 * A name that stands as a part of another entry, between its `:` and `/`, is not stored again: a filter for it matches
 * there. What does not fit is left out, and the text says so.
 */
import { clipUtf8 } from './key-value.ts';
import type { TextPattern } from './text-pattern.ts';

const SEPARATOR = '\n';
const MORE = '…';
const LIMIT_BYTES = 144;

export function formatResources(resources: readonly string[]): string | undefined {
  const distinct = resources.filter((resource, index) => !isPartOfAnother(resource, index, resources));
  const kept: string[] = [];
  let sizeBytes = 0;
  for (const resource of distinct) {
    const line = resource.replaceAll(SEPARATOR, ' ');
    sizeBytes += Buffer.byteLength(line) + 1;
    if (sizeBytes > LIMIT_BYTES) {
      // The first is the most specific: its beginning says more than nothing.
      if (kept.length === 0) kept.push(clipUtf8(line, LIMIT_BYTES));
      kept.push(MORE);
      break;
    }
    kept.push(line);
  }
  return kept.length === 0 ? undefined : kept.join(SEPARATOR);
}

export function parseResources(text: string | undefined): { values: readonly string[]; complete: boolean } {
  if (text === undefined) return { values: [], complete: true };
  const lines = text.split(SEPARATOR);
  const complete = lines.at(-1) !== MORE;
  return { values: complete ? lines : lines.slice(0, -1), complete };
}

function isPartOfAnother(resource: string, index: number, resources: readonly string[]): boolean {
  return resources.some(
    (other, at) => at !== index && (other === resource ? at < index : containsPart(other, resource)),
  );
}

/** Whether a resource of an incomplete list may be only the beginning of what the record says. */
export function isBeginning(resource: string): boolean {
  // Cutting between characters leaves a text up to three bytes below its limit.
  return Buffer.byteLength(resource) > LIMIT_BYTES - 4;
}

function containsPart(whole: string, part: string): boolean {
  return matchesPart({ text: part, openStart: false, openEnd: false }, whole);
}

/** Whether the text of a pattern stands in `whole` between ends, `:` and `/`; at an open side anything may stand. */
export function matchesPart({ text, openStart, openEnd }: TextPattern, whole: string): boolean {
  if (text === '') return true;
  for (let at = whole.indexOf(text); at !== -1; at = whole.indexOf(text, at + 1)) {
    if ((openStart || isEnd(whole[at - 1])) && (openEnd || isEnd(whole[at + text.length]))) return true;
  }
  return false;
}

function isEnd(character: string | undefined): boolean {
  return character === undefined || character === ':' || character === '/';
}
