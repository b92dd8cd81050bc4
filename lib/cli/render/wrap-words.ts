/** A sentence as lines of at most a width, where a word allows; those after the first are indented. */
export interface Wrapping {
  readonly width: number;
  readonly indent: string;
}

export function wrapWords(sentence: string, { width, indent }: Wrapping): string {
  const [first = '', ...words] = sentence.split(' ');
  const lines = [first];
  for (const word of words) {
    const line = `${lines.at(-1)} ${word}`;
    if (line.length <= width) lines[lines.length - 1] = line;
    else lines.push(indent + word);
  }
  return lines.join('\n');
}
