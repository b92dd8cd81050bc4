/**
 * Who is really behind an event: the chain of credentials back to a person, user or service.
 *
 * Each call is signed with an access key. A temporary one was handed out by an earlier call (STS, sign-in), which was
 * signed with a key in turn; the chain follows them back, across accounts, until somebody stands there with credentials
 * of their own, or the index does not go on. Summaries are enough to walk; the full records are read once, at the end,
 * for what a summary has no room for. It never fails because the chain breaks: where and why is part of the answer.
 */
import { fromEventItem } from '../event-index/event-item.ts';
import { toKeyValue } from '../event-index/key-value.ts';
import { whoIsBehind } from './chain/behind.ts';
import { createDetailReader, type DetailReader } from './chain/call-details.ts';
import { type Call, completeCall, toCall } from './chain/copies.ts';
import type {
  ChainEnd,
  ChainLink,
  ChainOptions,
  ChainStart,
  CredentialChain,
} from './chain/credential-chain.ts';
import { doubtsAbout } from './chain/doubts.ts';
import { findIssuingCall } from './chain/issuing-call.ts';
import { newestUse } from './chain/key-use.ts';
import { type Step, walkBack } from './chain/walk-back.ts';
import { isExpired } from './event-stream.ts';
import type { AuditContext } from './ports.ts';

export type { Behind } from './chain/behind.ts';
export type { CallDetails } from './chain/call-details.ts';
export type {
  ChainEnd,
  ChainLink,
  ChainOptions,
  ChainStart,
  CredentialChain,
} from './chain/credential-chain.ts';
export type { Doubt } from './chain/doubts.ts';

const MAX_LINKS = 200;

/**
 * The chain of an event, or of the call that handed out an access key. Undefined where the index knows neither the event
 * nor, for a key, any call that handed it out or was signed with it.
 */
export async function traceChain(
  start: ChainStart,
  context: AuditContext,
  { maxLinks = MAX_LINKS }: ChainOptions = {},
): Promise<CredentialChain | undefined> {
  const first = 'eventID' in start ? await findEvent(start, context) : await findKey(start, context);
  if (first === undefined) return undefined;
  const reader = createDetailReader(context);
  const walk = await walkBack(first, { context, reader, maxLinks });
  const [head, ...others] = await toLinks(walk.steps, reader);
  if (head === undefined) return undefined;
  const links = [head, ...others] as const;
  return {
    links,
    end: walk.end,
    behind: whoIsBehind(links, walk.end),
    sourceIdentity: links.findLast(({ event }) => event.sourceIdentity !== undefined)?.event.sourceIdentity,
    keyCreation: await findKeyCreation(links.at(-1) ?? head, walk.end, context),
    unreadable: reader.unreadable(),
  };
}

async function toLinks(steps: readonly Step[], reader: DetailReader): Promise<readonly ChainLink[]> {
  const records = await reader.read(steps.map(({ event }) => event));
  return steps.map(({ step, event, copies, otherCalls = 0 }, index) => {
    const details = records[index] ?? {};
    const { issuedTo } = details;
    const use = step === 'issue' ? steps[index - 1]?.event : undefined;
    return { step, event, copies, details, doubts: doubtsAbout({ issuedTo, use, otherCalls }) };
  });
}

async function findEvent({ eventID }: { eventID: string }, context: AuditContext): Promise<Step | undefined> {
  const items = await context.events.readEvents(toKeyValue('eventID', eventID));
  const now = context.now.getTime() / 1000;
  const call = toCall(items.filter((item) => !isExpired(item, now)).map(fromEventItem));
  return call && { step: 'event', ...(await completeCall(call, context)) };
}

async function findKey(
  { accessKeyId }: { accessKeyId: string },
  context: AuditContext,
): Promise<Step | undefined> {
  const { call, otherCalls } = await findIssuingCall(accessKeyId, undefined, context);
  if (call !== undefined) return { step: 'issue', ...call, otherCalls };
  const use = await newestUse(accessKeyId, context);
  return use && { step: 'use', ...(await completeCall({ event: use, copies: [] }, context)) };
}

/** A leaked or a planted key: who made it, and when, is what comes next. */
async function findKeyCreation(
  { event }: ChainLink,
  end: ChainEnd,
  context: AuditContext,
): Promise<Call | undefined> {
  const { accessKeyId, eventTime } = event;
  if (end.kind !== 'origin' || accessKeyId === undefined) return undefined;
  return (await findIssuingCall(accessKeyId, eventTime, context)).call;
}
