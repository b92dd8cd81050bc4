/**
 * The message that asks for the verification of one account: written by the planner, read by the verify function.
 *
 * The planner's clock says until when, so that a message that waits, or comes again, is about the same day.
 */
import { excerpt } from '../../lib/cloudtrail/excerpt.ts';

export interface VerifyMessage {
  readonly accountId: string;
  /** Hours that begin from here on … */
  readonly from: Date;
  /** … and before. */
  readonly until: Date;
}

/** The message is none of the planner's: it comes again, and ends in the dead-letter queue. */
export class VerifyMessageError extends Error {
  override readonly name = 'VerifyMessageError';
  readonly code = 'invalid-verify-message';
}

const ACCOUNT_ID = /^\d{12}$/;

export function formatVerifyMessage({ accountId, from, until }: VerifyMessage): string {
  return JSON.stringify({ accountId, from: from.toISOString(), until: until.toISOString() });
}

/** @throws {VerifyMessageError} */
export function parseVerifyMessage(body: string): VerifyMessage {
  const { accountId, from, until } = parseObject(body);
  if (typeof accountId !== 'string' || !ACCOUNT_ID.test(accountId)) throw refusal(body, 'its accountId');
  const message = { accountId, from: timeIn(from), until: timeIn(until) };
  if (message.from === undefined) throw refusal(body, 'its from');
  if (message.until === undefined || message.until < message.from) throw refusal(body, 'its until');
  return { accountId, from: message.from, until: message.until };
}

function parseObject(body: string): { readonly [name: string]: unknown } {
  try {
    return { ...JSON.parse(body) };
  } catch {
    throw new VerifyMessageError(`The message ${excerpt(body)} is not JSON.`);
  }
}

function timeIn(value: unknown): Date | undefined {
  const time = new Date(typeof value === 'string' ? value : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function refusal(body: string, what: string): VerifyMessageError {
  return new VerifyMessageError(
    `The message ${excerpt(body)} asks for no verification: ${what} is not as {"accountId":"111122223333",` +
      '"from":"2026-03-16T07:00:00.000Z","until":"2026-03-17T09:00:00.000Z"} has it.',
  );
}
