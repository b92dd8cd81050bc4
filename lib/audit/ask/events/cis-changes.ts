/** The benchmark's lists of names as questions: each is calls of one service, done or tried. */
import type { EventsQuestion } from '../question.ts';
import { callsOf } from './calls.ts';
import { cisStandard } from './cis-standard.ts';
import { CALL_COLUMNS } from './columns.ts';

interface Changes {
  /** Of the benchmark's 15. */
  readonly number: number;
  /** The event source without `.amazonaws.com`. */
  readonly service: string;
  readonly names: readonly string[];
  readonly about: Pick<EventsQuestion, 'id' | 'title' | 'why' | 'severity' | 'technique' | 'falsePositives'>;
}

export function changesQuestion({ number, service, names, about }: Changes): EventsQuestion {
  return {
    kind: 'events',
    ...about,
    standard: cisStandard(number),
    parameters: [],
    select: () => [callsOf(service, names)],
    columns: CALL_COLUMNS,
    next: 'show {eventID}',
  };
}
