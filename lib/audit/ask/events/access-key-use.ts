/** All that one access key signed: the first thing to know once it has leaked. */
import type { EventsQuestion } from '../question.ts';
import { TRACE_COLUMNS } from './columns.ts';
import { KEY } from './parameters.ts';

export const ACCESS_KEY_USE: EventsQuestion = {
  kind: 'events',
  id: 'access-key-use',
  title: 'What was done with this access key?',
  why: 'A key that leaked shows here what it was used for, from where, and what it was refused.',
  severity: 'info',
  technique: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
  parameters: [KEY],
  // As all ids are written, so that an index can answer.
  select: ({ key = '' }) => [{ accessKeyId: [key.toUpperCase()] }],
  columns: TRACE_COLUMNS,
  falsePositives: [
    'What services do with a session that the key opened is signed by another key: chain leads from there to this one.',
  ],
  next: 'chain {eventID}',
};
