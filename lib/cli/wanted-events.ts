/**
 * Which records `show` is to bring: ids from the command line, or from stdin one per line, there also as lines that
 * `query -o jsonl` wrote. Such a line means one record; a bare id means every record that is stored under it.
 */
export interface WantedEvent {
  readonly eventID: string;
  /** Hex, as a query line has it; undefined wants every copy. */
  readonly recordHash?: string | undefined;
}

export interface UnreadableLine {
  readonly lineNumber: number;
}

export async function* wantedEvents(
  ids: readonly string[],
  stdin: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<WantedEvent | UnreadableLine> {
  const seen = new Set<string>();
  for await (const wanted of allWanted(ids, stdin)) {
    if ('eventID' in wanted) {
      const identity = `${wanted.eventID}/${wanted.recordHash ?? ''}`;
      if (seen.has(identity)) continue;
      seen.add(identity);
    }
    yield wanted;
  }
}

async function* allWanted(
  ids: readonly string[],
  stdin: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<WantedEvent | UnreadableLine> {
  for (const id of ids) {
    if (id !== '-') {
      yield { eventID: id };
      continue;
    }
    let lineNumber = 0;
    for await (const line of linesOf(stdin)) {
      lineNumber++;
      const text = line.trim();
      if (text !== '') yield parseLine(text) ?? { lineNumber };
    }
  }
}

function parseLine(text: string): WantedEvent | undefined {
  if (!text.startsWith('{')) return /[\s"{}[\],]/.test(text) ? undefined : { eventID: text };
  try {
    const line: unknown = JSON.parse(text);
    const eventID = textOf(line, 'eventID');
    return eventID === undefined ? undefined : { eventID, recordHash: textOf(line, 'recordHash') };
  } catch {
    return undefined;
  }
}

function textOf(object: unknown, name: string): string | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  const value: unknown = Reflect.get(object, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

async function* linesOf(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
