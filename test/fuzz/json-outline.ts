/**
 * Where the records stand in a whole log file, told a second time: by searching the text, with nothing of the splitter.
 *
 * As lenient as the design is: inside a value only strings and the balance of brackets count, and a second `Records` goes
 * on where the first ended. Texts are binary strings, one character a byte.
 */

/** Position of a record's first byte and the position after its last. */
export type Span = readonly [from: number, to: number];

/** The records of a document, or undefined where it is not one whole document with `Records`. */
export function outlineOf(text: string, acceptBareArray: boolean): readonly Span[] | undefined {
  const reader = new Reader(text);
  const records = acceptBareArray && reader.take('[') ? readElements(reader) : readDocument(reader);
  return reader.isAtEnd() ? records : undefined;
}

function readDocument(reader: Reader): readonly Span[] | undefined {
  const found: Span[] = [];
  let hasRecords = false;
  if (!reader.take('{')) return undefined;
  if (reader.take('}')) return undefined;
  do {
    const key = reader.takeString();
    if (key === undefined || !reader.take(':')) return undefined;
    if (isRecordsKey(key)) {
      const elements = reader.take('[') ? readElements(reader) : undefined;
      if (elements === undefined) return undefined;
      // One by one: an argument list holds no hundred thousand records.
      for (const element of elements) found.push(element);
      hasRecords = true;
    } else if (reader.takeValue() === undefined) return undefined;
  } while (reader.take(','));
  return reader.take('}') && hasRecords ? found : undefined;
}

/** Behind the opening bracket. */
function readElements(reader: Reader): readonly Span[] | undefined {
  const elements: Span[] = [];
  if (reader.take(']')) return elements;
  do {
    const element = reader.takeValue();
    if (element === undefined) return undefined;
    elements.push(element);
  } while (reader.take(','));
  return reader.take(']') ? elements : undefined;
}

function isRecordsKey(quoted: string): boolean {
  try {
    return JSON.parse(quoted) === 'Records';
  } catch {
    return false;
  }
}

const BYTE_ORDER_MARK = '\xef\xbb\xbf';

class Reader {
  private readonly text: string;
  private at: number;

  constructor(text: string) {
    this.text = text;
    this.at = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  }

  isAtEnd(): boolean {
    return this.match(/[ \t\r\n]*$/y) !== undefined;
  }

  take(character: string): boolean {
    this.match(/[ \t\r\n]*/y);
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  takeString(): string | undefined {
    this.match(/[ \t\r\n]*/y);
    if (this.text[this.at] !== '"') return undefined;
    const from = this.at;
    const to = this.stringEnd(from);
    if (to === undefined) return undefined;
    this.at = to;
    return this.text.slice(from, to);
  }

  takeValue(): Span | undefined {
    this.match(/[ \t\r\n]*/y);
    const from = this.at;
    const first = this.text[from] ?? '';
    if (first === '"') return this.takeString() === undefined ? undefined : [from, this.at];
    if (first !== '{' && first !== '[') {
      return this.match(/[-0-9tfn][-+.0-9A-Za-z]*/y) === undefined ? undefined : [from, this.at];
    }
    const to = this.bracketEnd(from);
    if (to === undefined) return undefined;
    this.at = to;
    return [from, to];
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** A quote closes a string unless an odd number of backslashes stands before it. */
  private stringEnd(from: number): number | undefined {
    for (let quote = this.text.indexOf('"', from + 1); quote !== -1; ) {
      let backslashes = 0;
      while (quote - backslashes - 1 > from && this.text[quote - backslashes - 1] === '\\') backslashes++;
      if (backslashes % 2 === 0) return quote + 1;
      quote = this.text.indexOf('"', quote + 1);
    }
    return undefined;
  }

  private bracketEnd(from: number): number | undefined {
    const marks = /["{}[\]]/g;
    marks.lastIndex = from;
    let depth = 0;
    for (let mark = marks.exec(this.text); mark !== null; mark = marks.exec(this.text)) {
      if (mark[0] === '"') {
        const end = this.stringEnd(mark.index);
        if (end === undefined) return undefined;
        marks.lastIndex = end;
        continue;
      }
      depth += mark[0] === '{' || mark[0] === '[' ? 1 : -1;
      if (depth === 0) return mark.index + 1;
    }
    return undefined;
  }
}
