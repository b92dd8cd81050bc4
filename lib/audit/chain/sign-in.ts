/**
 * The console sign-in that began a session whose key no call handed out.
 *
 * The console makes keys of its own for users and root, and no record hands them out. But the session says when it
 * began, and at that time its owner signed in: the successful sign-in of the same principal nearest to it is taken.
 */
import type { IndexedEvent } from '../../event-index/event-item.ts';
import type { AuditContext } from '../ports.ts';
import { query } from '../query.ts';
import type { CallDetails } from './call-details.ts';
import { type Call, toCall } from './copies.ts';

/** Between a sign-in and the beginning of its session, either way. */
const NEAR_MS = 300_000;
const LOOKED_AT = 1_000;

const SIGN_IN_NAMES = ['ConsoleLogin', 'SwitchRole', 'GetSigninToken'];

export async function findSignIn(
  event: IndexedEvent,
  { sessionBegan }: CallDetails,
  context: AuditContext,
): Promise<Call | undefined> {
  if (sessionBegan === undefined) return undefined;
  const began = Date.parse(sessionBegan);
  const distance = ({ eventTime }: IndexedEvent) => Math.abs(Date.parse(eventTime) - began);
  const near = (await signInsNear(began, event, context)).filter((signIn) => isOf(event, signIn));
  const [nearest] = near.toSorted((a, b) => distance(a) - distance(b));
  return nearest && toCall([nearest]);
}

async function signInsNear(
  began: number,
  { principal, eventTime }: IndexedEvent,
  context: AuditContext,
): Promise<readonly IndexedEvent[]> {
  const filters = { principal: [principal], eventSource: ['signin.amazonaws.com'], succeeded: true };
  // A sign-in does not come after what was done in its session.
  const until = Math.min(began + NEAR_MS, Date.parse(eventTime) + 1_000);
  const window = { since: toTime(began - NEAR_MS), until: toTime(until) };
  const answer = query({ filters, window, order: 'newest-first', limit: LOOKED_AT }, context);
  const signIns: IndexedEvent[] = [];
  for await (const signIn of answer.events) signIns.push(signIn);
  return signIns;
}

/** Sessions of one role are told apart by their names. A sign-in within the session itself leads nowhere. */
function isOf(event: IndexedEvent, signIn: IndexedEvent): boolean {
  return (
    signIn.eventID !== event.eventID &&
    signIn.userName === event.userName &&
    signIn.accessKeyId !== event.accessKeyId &&
    SIGN_IN_NAMES.includes(signIn.eventName ?? '')
  );
}

function toTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
