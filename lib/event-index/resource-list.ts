/**
 * The resources of an event as one text, a line each, so that a filter finds a name inside an ARN.
 *
 * A name that stands as a part of another entry, between its `:` and `/`, is not stored again: a filter for it matches
 * there. What does not fit is left out, and the text says so.
 */
import { clipUtf8 } from './key-value.ts';

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

/** Whether `part` stands in `whole` between ends, `:` and `/`. */
export function containsPart(whole: string, part: string): boolean {
  for (let at = whole.indexOf(part); at !== -1; at = whole.indexOf(part, at + 1)) {
    const before = whole[at - 1] ?? '/';
    const after = whole[at + part.length] ?? '/';
    if ((before === ':' || before === '/') && (after === ':' || after === '/')) return true;
    if (part === '') return true;
  }
  return false;
}
