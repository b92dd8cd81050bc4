/**
 * Asks one question: its declaration becomes an answer, row by row and only as far as somebody takes rows.
 *
 * Ask the caveats after the last row: an answer that lacks something says so.
 */
import type { IndexedEvent } from '../../event-index/event-item.ts';
import type { EventFilters } from '../../event-index/filters.ts';
import type { TimeWindow } from '../../event-index/query-plan.ts';
import type { AuditContext } from '../ports.ts';
import type { ReadProgress } from '../read-all.ts';
import type { ResolvedName } from '../resolve-names.ts';
import type { UncheckedEvents } from '../settle-events.ts';
import { completeArguments, type GivenArguments } from './arguments.ts';
import { findAnswers } from './ask-events.ts';
import { openCaveats } from './caveats.ts';
import type { Arguments, Finding, FindingsQuestion, Question } from './question.ts';
import { rememberCatalogue } from './remember-catalogue.ts';

export interface AskRequest {
  /** Values of the question's parameters; what is not given is as usual. */
  readonly args?: GivenArguments | undefined;
  readonly window: TimeWindow;
  /** Narrow the question further, with full names. @default none */
  readonly filters?: EventFilters | undefined;
  /** Rows at most; undefined gives all. */
  readonly limit?: number | undefined;
  /** Events that a sweep may have to read. @default 250,000; Infinity reads whatever it takes */
  readonly sweepLimit?: number | undefined;
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
}

export interface Caveats {
  /** True when the catalogue is known to lack values that had to be asked: rows may be missing. */
  isIncomplete(): boolean;
  /** Events whose records had to be read and could not be: they are left out. */
  unchecked(): UncheckedEvents;
  /** What the answer as a whole has to be read with, as sentences, each once. */
  remarks(): readonly string[];
  /** What the names that were given as arguments mean in the index. */
  names(): readonly ResolvedName[];
}

export type Answer = Caveats & {
  readonly question: Question;
  readonly args: Arguments;
} & (
    | { readonly kind: 'events'; readonly rows: AsyncGenerator<IndexedEvent> }
    | { readonly kind: 'findings'; readonly rows: AsyncGenerator<Finding> }
  );

/**
 * The rows fail with a `SweepTooLargeError` before they are read, where the question is a sweep beyond its limit.
 *
 * @throws ArgumentError before anything is read.
 */
export function ask(question: Question, request: AskRequest, context: AuditContext): Answer {
  const args = completeArguments(question, request.args ?? {});
  const { caveats, told } = openCaveats(args);
  const asking = { args, request, told, context: rememberCatalogue(context) };
  return question.kind === 'events'
    ? { ...caveats, question, args, kind: 'events', rows: findAnswers(question, asking) }
    : { ...caveats, question, args, kind: 'findings', rows: findFindings(question, asking) };
}

export interface Asking {
  readonly args: Arguments;
  readonly request: AskRequest;
  /** Where the answer's caveats are told. */
  readonly told: ReturnType<typeof openCaveats>['told'];
  readonly context: AuditContext;
}

async function* findFindings(
  question: FindingsQuestion,
  { args, request, told, context }: Asking,
): AsyncGenerator<Finding> {
  const { window, filters = {}, limit, sweepLimit, onProgress } = request;
  if (limit === 0) return;
  let given = 0;
  for await (const finding of question.find(
    { args, window, filters, sweepLimit, onProgress, ...told },
    context,
  )) {
    yield finding;
    if (++given === limit) return;
  }
}
