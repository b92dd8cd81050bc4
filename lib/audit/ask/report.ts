/**
 * Asks all questions, the worst first, and says of each what came of it. One that fails, that would cost too much or that
 * cannot be narrowed as asked is an outcome like any other: the rest goes on.
 */
import type { IndexedEvent } from '../../event-index/event-item.ts';
import { mapInOrder } from '../in-order.ts';
import type { AuditContext } from '../ports.ts';
import { type SweepEstimate, SweepTooLargeError } from '../sweep-estimate.ts';
import { type GivenArguments, missingParameters } from './arguments.ts';
import { type Answer, type AskRequest, ask, type Caveats } from './ask.ts';
import { UnsupportedFilterError } from './findings/unsupported-filter.ts';
import type { Finding, Parameter, Question } from './question.ts';
import { QUESTIONS, worstFirst } from './registry.ts';
import { rememberCatalogue } from './remember-catalogue.ts';

export interface ReportRequest extends Omit<AskRequest, 'onProgress'> {
  /** Values for parameters of any of the questions. */
  readonly args?: GivenArguments | undefined;
  /** Rows at most of each question; undefined gives all of all. */
  readonly limit?: number | undefined;
  /** @default all */
  readonly questions?: readonly Question[] | undefined;
}

export type Rows =
  | { readonly kind: 'events'; readonly rows: readonly IndexedEvent[] }
  | { readonly kind: 'findings'; readonly rows: readonly Finding[] };

export type Outcome = { readonly question: Question } & (
  | {
      readonly status: 'answered';
      readonly answer: Rows;
      /** As many rows as the limit allows: there may be more. */
      readonly isCut: boolean;
      readonly caveats: Caveats;
    }
  /** No index serves it, and the window has more events than a sweep may read. */
  | { readonly status: 'too-large'; readonly estimate: SweepEstimate }
  /** It has to be told something. */
  | { readonly status: 'left-out'; readonly missing: readonly Parameter[] }
  /** It cannot honour one of the filters. */
  | { readonly status: 'not-narrowed'; readonly error: UnsupportedFilterError }
  | { readonly status: 'failed'; readonly error: unknown }
);

/** Questions under way at once; the context's gate bounds their requests. */
const QUESTIONS_AT_ONCE = 4;

export function reportOn(request: ReportRequest, context: AuditContext): AsyncGenerator<Outcome> {
  const questions = (request.questions ?? QUESTIONS).map((question) => ({ question }));
  const remembered = rememberCatalogue(context);
  return mapInOrder(
    worstFirst(questions),
    ({ question }) => outcomeOf(question, request, remembered),
    QUESTIONS_AT_ONCE,
  );
}

async function outcomeOf(
  question: Question,
  request: ReportRequest,
  context: AuditContext,
): Promise<Outcome> {
  const given = request.args ?? {};
  const missing = missingParameters(question, given);
  if (missing.length > 0) return { question, status: 'left-out', missing };
  try {
    const args = Object.fromEntries(question.parameters.map(({ name }) => [name, given[name]]));
    const answer = ask(question, { ...request, args }, context);
    const rows = await takeRows(answer);
    return {
      question,
      status: 'answered',
      answer: rows,
      isCut: rows.rows.length === request.limit,
      caveats: answer,
    };
  } catch (error) {
    if (error instanceof SweepTooLargeError)
      return { question, status: 'too-large', estimate: error.estimate };
    if (error instanceof UnsupportedFilterError) return { question, status: 'not-narrowed', error };
    return { question, status: 'failed', error };
  }
}

async function takeRows(answer: Answer): Promise<Rows> {
  return answer.kind === 'events'
    ? { kind: 'events', rows: await allOf(answer.rows) }
    : { kind: 'findings', rows: await allOf(answer.rows) };
}

async function allOf<Row>(rows: AsyncGenerator<Row>): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
