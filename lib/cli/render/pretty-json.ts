/**
 * Lays JSON text out on lines without parsing its values: every number, string and repeated key stays as it was written.
 *
 * A parser would round large numbers and drop duplicate keys, and a record is shown as evidence. Text that is no JSON
 * comes out as readable as it went in. Takes linear time and no stack, however deep the nesting.
 */
import { escapeControls } from './escape.ts';

const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s"{}[\],:]+/gs;
const OPENING = new Set(['{', '[']);
const CLOSING = new Set(['}', ']']);
/** Deeper levels are not indented further: a thousand brackets would be half a million blanks. */
const DEEPEST_INDENT = 40;

export function layOutJson(json: string): string {
  let laidOut = '';
  let depth = 0;
  let before = '';
  const newLine = () => `\n${'  '.repeat(Math.min(depth, DEEPEST_INDENT))}`;
  for (const [token] of json.matchAll(TOKEN)) {
    if (CLOSING.has(token)) {
      depth = Math.max(0, depth - 1);
      laidOut += OPENING.has(before) ? token : newLine() + token;
    } else {
      if (OPENING.has(before) || before === ',') laidOut += newLine();
      // A string may hold a bare line break, against JSON's rules: it must not look like a line of ours.
      laidOut += token === ':' ? ': ' : token.replace(/[\n\r\t]/g, escapeControls);
      if (OPENING.has(token)) depth++;
    }
    before = token;
  }
  return laidOut;
}
