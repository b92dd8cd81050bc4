/** Makes texts fit a width in terminal columns; wide characters count twice and are never halved. */
import stringWidth from 'string-width';

export type Shorten = (text: string, width: number) => string;

const ELLIPSIS = '…';
const segmenter = new Intl.Segmenter();

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - stringWidth(text))) + text;
}

/** Keeps the beginning. */
export const cutEnd: Shorten = (text, width) => {
  if (stringWidth(text) <= width) return text;
  return width < 1 ? '' : take(graphemes(text), width - 1) + ELLIPSIS;
};

/** Keeps the end. */
export const cutStart: Shorten = (text, width) => {
  if (stringWidth(text) <= width) return text;
  return width < 1 ? '' : ELLIPSIS + takeLast(graphemes(text), width - 1);
};

/** Keeps beginning and end. */
export const cutMiddle: Shorten = (text, width) => {
  if (stringWidth(text) <= width) return text;
  if (width < 3) return cutEnd(text, width);
  const all = graphemes(text);
  const back = Math.floor((width - 1) / 2);
  return take(all, width - 1 - back) + ELLIPSIS + takeLast(all, back);
};

/** Longest text looked at: a value of megabytes must not be segmented for a cell of twenty columns. */
const SEGMENTED_CHARACTERS = 2_000;

function graphemes(text: string): string[] {
  const near =
    text.length <= 2 * SEGMENTED_CHARACTERS
      ? text
      : text.slice(0, SEGMENTED_CHARACTERS) + text.slice(-SEGMENTED_CHARACTERS);
  return Array.from(segmenter.segment(near), ({ segment }) => segment);
}

function take(all: readonly string[], width: number): string {
  let taken = '';
  let room = width;
  for (const grapheme of all) {
    room -= stringWidth(grapheme);
    if (room < 0) break;
    taken += grapheme;
  }
  return taken;
}

function takeLast(all: readonly string[], width: number): string {
  let taken = '';
  let room = width;
  for (const grapheme of all.toReversed()) {
    room -= stringWidth(grapheme);
    if (room < 0) break;
    taken = grapheme + taken;
  }
  return taken;
}
