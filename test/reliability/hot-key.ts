/**
 * One key of an index takes so many writes a second, and gives back what is over: what DynamoDB does to a partition.
 *
 * Tokens come with the time and are at most those of a tenth of a second, so that waiting saves up next to nothing.
 */
import type { Decide, WriteRequest } from '../helpers/fault-front.ts';

export interface HotKey {
  readonly attribute: string;
  readonly value: string;
  readonly writesPerSecond: number;
}

export interface HotKeyLimit {
  readonly decide: Decide;
  /** Items of the key that were let in, and that came back. */
  readonly counts: () => { readonly written: number; readonly returned: number };
}

export function limitHotKey({ attribute, value, writesPerSecond }: HotKey): HotKeyLimit {
  const most = writesPerSecond / 10;
  let tokens = most;
  let filledAt = performance.now();
  let written = 0;
  let returned = 0;

  function takeToken(): boolean {
    const now = performance.now();
    tokens = Math.min(most, tokens + ((now - filledAt) / 1000) * writesPerSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens--;
    return true;
  }

  const hasRoom = ({ PutRequest: { Item } }: WriteRequest): boolean => {
    if (Item[attribute]?.S !== value) return true;
    const isTaken = takeToken();
    if (isTaken) written++;
    else returned++;
    return isTaken;
  };
  return {
    decide: ({ operation }) =>
      operation === 'BatchWriteItem' ? { kind: 'partial', room: hasRoom } : undefined,
    counts: () => ({ written, returned }),
  };
}
