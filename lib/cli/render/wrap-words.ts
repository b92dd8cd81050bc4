/** Words as lines of at most a width in a terminal; a word that is longer than a line stays whole, to be copied. */
import stringWidth from 'string-width';

export interface Wrapping {
  /** Indents included. */
  readonly width: number;
  /** Before the first line. @default nothing */
  readonly first?: string;
  /** Before the lines after it. @default nothing */
  readonly indent?: string;
}

export function wrapWords(words: readonly string[], { width, first = '', indent = '' }: Wrapping): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of words) {
    const longer: string = line === undefined ? first + word : `${line} ${word}`;
    if (line === undefined || stringWidth(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = indent + word;
    }
  }
  return line === undefined ? lines : [...lines, line];
}
