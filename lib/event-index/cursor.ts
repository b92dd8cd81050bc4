/**
 * Where a listing stopped, as text that a later command takes up: opaque to users, exact for us.
 *
 * A position is a sort key and the events already given at that very key, because several may share it. It does not
 * depend on the plan, so it stays good when write shards are raised or another index answers. The time window is kept
 * in it, resolved: `--since 24h` means the same 24 hours on every page. Filters are kept as a fingerprint, of what was
 * typed: the names that `*` stands for may grow while somebody pages.
 */
import { createHash } from 'node:crypto';
import { askedFilters, type EventFilters } from './filters.ts';
import type { Order, TimeWindow } from './query-plan.ts';

export interface Position {
  /** Sort key of the last event given. */
  readonly sortKey: string;
  /** `eventID/recordHash` of the events given at that sort key. */
  readonly given: readonly string[];
}

export interface Cursor {
  readonly position: Position;
  readonly window: TimeWindow;
  readonly order: Order;
  readonly fingerprint: string;
}

export class CursorError extends Error {
  override readonly name = 'CursorError';
  readonly code = 'invalid-cursor';
}

const VERSION = 1;

export function fingerprintOf(filters: EventFilters): string {
  const named = askedFilters(filters)
    .map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((one) => JSON.stringify(one)).sort() : value,
    ])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(named)).digest('base64url').slice(0, 12);
}

export function formatCursor(cursor: Cursor): string {
  const { position, window, order, fingerprint } = cursor;
  const fields = [
    VERSION,
    order === 'newest-first' ? 0 : 1,
    fingerprint,
    window.since ?? '',
    window.until ?? '',
  ];
  return Buffer.from(JSON.stringify([...fields, position.sortKey, position.given])).toString('base64url');
}

/**
 * @param filters as they were when the cursor was made, short names short.
 * @throws CursorError when `text` is no cursor of ours or belongs to a listing with other filters.
 */
export function parseCursor(text: string, filters: EventFilters): Cursor {
  const fields = decode(text);
  const [version, order, fingerprint, since, until, sortKey, given] = fields;
  const wellFormed =
    version === VERSION &&
    [fingerprint, since, until, sortKey].every((field) => typeof field === 'string') &&
    Array.isArray(given);
  if (!wellFormed) throw new CursorError('This cursor is not one that traildex printed; copy it whole.');
  if (fingerprint !== fingerprintOf(filters)) {
    throw new CursorError('This cursor belongs to a listing with other filters; repeat them as they were.');
  }
  return {
    position: { sortKey: String(sortKey), given: given.map(String) },
    window: { since: String(since) || undefined, until: String(until) || undefined },
    order: order === 0 ? 'newest-first' : 'oldest-first',
    fingerprint,
  };
}

function decode(text: string): readonly unknown[] {
  try {
    const fields: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(fields) ? fields : [];
  } catch {
    return [];
  }
}
