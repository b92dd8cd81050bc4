/** Writes that name one resource, refused ones too. Running a function is a write to CloudTrail, and no change. */
import type { EventsQuestion } from '../question.ts';
import { NO_CALLS } from './calls.ts';
import { TRACE_COLUMNS } from './columns.ts';
import { RESOURCE } from './parameters.ts';

export const RESOURCE_CHANGES: EventsQuestion = {
  kind: 'events',
  id: 'resource-changes',
  title: 'Who changed this resource, or tried to?',
  why: 'Something is broken, open or gone, and it is to be found out who did it and what else they did then.',
  severity: 'info',
  parameters: [RESOURCE],
  select: ({ resource = '' }) => [
    { resource: [resource], readOnly: false, not: [...NO_CALLS, { field: 'eventName', value: 'Invoke*' }] },
  ],
  columns: TRACE_COLUMNS,
  falsePositives: [
    'Where data events are logged, writing an object counts as a change of its bucket.',
    'A call that only mentions the resource, such as attaching it to another one.',
  ],
  next: 'show {eventID}',
};
