/**
 * The failed calls of a window that have one of the wanted error codes. The codes are completed by the catalogue, so
 * that the index of error codes answers: it holds failed calls only, a small part of all.
 */
import type { IndexedEvent } from '../../../event-index/event-item.ts';
import type { AuditContext } from '../../ports.ts';
import { resolveNames } from '../../resolve-names.ts';
import { narrow } from '../narrow.ts';
import type { FindingsRequest } from '../question.ts';
import { readEvents } from './read-events.ts';

/** @param codes names of error codes and patterns; those of the request's filters narrow them further. */
export async function* readFailedCalls(
  codes: readonly string[],
  asked: FindingsRequest,
  context: AuditContext,
): AsyncGenerator<IndexedEvent> {
  const resolution = await resolveNames({ errorCode: codes }, asked.window, context.logFiles);
  if (resolution.incomplete) asked.onIncomplete?.();
  const { filters } = narrow({ errorCode: [...new Set(resolution.filters.errorCode)] }, asked.filters);
  yield* readEvents(filters, asked, context);
}
