/**
 * What can end a command early, and what a person reads about it.
 *
 * Exit codes: 0 done, 1 failed, 2 wrong usage, 128 + signal number when interrupted. Messages are one or two sentences;
 * the stack and the causes are for `-v`.
 */
import { SweepTooLargeError } from '../audit/sweep-estimate.ts';
import { CursorError } from '../event-index/cursor.ts';
import { describePrice } from './explain.ts';
import { count } from './render/count.ts';
import { escapeControls } from './render/escape.ts';

export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** The command line asks for something that does not exist; nothing has been done. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'usage';
}

/** Somebody pressed Ctrl-C or ended the process. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly code = 'interrupted';
}

/** Whoever read our output has gone: `traildex query | head`. */
export class ClosedPipeError extends Error {
  override readonly name = 'ClosedPipeError';
  readonly code = 'closed-pipe';
}

export function exitCodeOf(error: unknown): number {
  const isUsage = [UsageError, CursorError, SweepTooLargeError].some((kind) => error instanceof kind);
  return isUsage ? EXIT.usage : EXIT.failed;
}

/** What the SDK calls it, and what to do. */
const ADVICE: Readonly<Record<string, string>> = {
  CredentialsProviderError:
    'Sign in (aws sso login), choose --profile, or add --local to work on this machine.',
  ExpiredTokenException: 'Sign in again, for example with aws sso login.',
  ExpiredToken: 'Sign in again, for example with aws sso login.',
  UnrecognizedClientException: 'Check the credentials, --profile and --region.',
  AccessDeniedException: 'The credentials in use lack this permission; check --profile.',
  AccessDenied: 'The credentials in use lack this permission; check --profile.',
};

/** What the system calls it, and what to do. */
const SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: what was written last is not whole. Make room and run the command again.',
  EMFILE: 'Too many files are open: raise the limit of this shell (ulimit -n) and run the command again.',
};

export function describeError(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return escapeControls(String(error));
  // An SDK error may have no message of its own; then its name is all there is.
  const message = messageOf(error);
  const lines = [[message, ADVICE[error.name]].filter(Boolean).join(' ')];
  if (verbose) lines.push(...stacksOf(error));
  return lines.map(escapeLines).join('\n');
}

function messageOf(error: Error): string {
  if (error instanceof SweepTooLargeError) return describeSweep(error);
  return SYSTEM[String(Reflect.get(error, 'code'))] ?? (error.message || error.name);
}

function describeSweep({ estimate }: SweepTooLargeError): string {
  const { events, readUnits, seconds, usd } = estimate;
  return (
    `No index serves this question: it would read up to ${count(events, 'event')}, which takes about ${seconds} s and ` +
    `${count(readUnits, 'read unit')} (${describePrice(usd)}). Narrow it (--since, --source, --name, --principal), or add --sweep.`
  );
}

function stacksOf(error: Error): string[] {
  const stacks: string[] = [];
  for (let cause: unknown = error; cause instanceof Error && stacks.length < 10; cause = cause.cause) {
    stacks.push(cause.stack ?? String(cause));
  }
  return stacks;
}

function escapeLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n');
}
