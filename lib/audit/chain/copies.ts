/**
 * One call, several records: an AssumeRole across accounts is logged in both, and only the caller's account is told who
 * called; the other learns an account and an id. The record with the fuller identity stands for the call.
 */
import { type IndexedEvent, identityOf } from '../../event-index/event-item.ts';
import type { AuditContext } from '../ports.ts';
import { query } from '../query.ts';

export interface Call {
  /** The record that says most about the caller. */
  readonly event: IndexedEvent;
  /** Other records of the same call. */
  readonly copies: readonly IndexedEvent[];
}

/** Records looked at for a copy: all of one second and one event name, which may be many on a busy trail. */
const LOOKED_AT = 2_000;

/** Undefined for no records. */
export function toCall(records: readonly IndexedEvent[]): Call | undefined {
  const [event, ...copies] = records.toSorted(
    (a, b) => fullnessOf(b) - fullnessOf(a) || compare(identityOf(a), identityOf(b)),
  );
  return event && { event, copies };
}

/** The same call with the copy of the caller's account, where this one only knows the caller's account. */
export async function completeCall(call: Call, context: AuditContext): Promise<Call> {
  const { event, copies } = call;
  if (event.credentialKind !== 'account' || event.sharedEventID === undefined) return call;
  const known = new Set([event, ...copies].map(identityOf));
  const others = await findCopies(event, context);
  const unknown = others.filter((other) => !known.has(identityOf(other)));
  return toCall([event, ...copies, ...unknown]) ?? call;
}

/** Copies have the same time and name; no index leads from the id that they share. */
async function findCopies(event: IndexedEvent, context: AuditContext): Promise<readonly IndexedEvent[]> {
  const { eventTime, eventName, eventSource, sharedEventID } = event;
  if (eventName === undefined || eventSource === undefined) return [];
  const window = { since: eventTime, until: secondAfter(eventTime) };
  const filters = { eventName: [eventName], eventSource: [eventSource] };
  const answer = query({ filters, window, order: 'oldest-first', limit: LOOKED_AT }, context);
  const copies: IndexedEvent[] = [];
  for await (const other of answer.events) {
    if (other.sharedEventID === sharedEventID) copies.push(other);
  }
  return copies;
}

function fullnessOf({ credentialKind, accessKeyId }: IndexedEvent): number {
  if (credentialKind === 'account' || credentialKind === 'anonymous') return 0;
  if (credentialKind === 'unknown') return 1;
  return accessKeyId === undefined ? 2 : 3;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function secondAfter(time: string): string {
  return new Date(Date.parse(time) + 1_000).toISOString().replace(/\.\d+Z$/, 'Z');
}
