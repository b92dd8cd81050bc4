/** Questions for tests of the machinery; what is not told matters to none of them. */
import type { EventsQuestion, FindingsQuestion } from '../../../lib/audit/ask/question.ts';

export function eventsQuestion(own: Partial<EventsQuestion> = {}): EventsQuestion {
  return {
    kind: 'events',
    id: 'deleted-buckets',
    title: 'Which buckets were deleted?',
    why: 'They are gone.',
    severity: 'high',
    parameters: [],
    falsePositives: [],
    next: 'show {eventID}',
    select: () => [{ eventName: ['DeleteBucket'] }],
    columns: ['eventTime', 'eventName', 'eventID'],
    ...own,
  };
}

export function findingsQuestion(own: Partial<FindingsQuestion> = {}): FindingsQuestion {
  return {
    kind: 'findings',
    id: 'busy-people',
    title: 'Who calls most?',
    why: 'They may be programs.',
    severity: 'low',
    parameters: [],
    falsePositives: [],
    next: 'query --principal {principal}',
    columns: ['principal', 'calls'],
    async *find() {
      yield { principal: 'mary', calls: 3 };
      yield { principal: 'john', calls: 1 };
    },
    ...own,
  };
}
