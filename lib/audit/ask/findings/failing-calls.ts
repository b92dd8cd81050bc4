/** Failed calls, counted by who made them and by their error codes. */
import { MISSING } from '../../../event-index/key-value.ts';
import type { FindingsQuestion } from '../question.ts';
import { type CallGroup, groupOf, largestFirst } from './call-group.ts';
import { readFailedCalls } from './failed-calls.ts';

const EVERY_CODE = ['*'];

/** Stands in no principal and in no error code: both are keys. */
const SEPARATOR = '\t';

export const FAILING_CALLS: FindingsQuestion = {
  kind: 'findings',
  id: 'failing-calls',
  title: 'Whose calls fail most often, and with which error?',
  why: 'A program that fails all the time is broken or throttled, and hides the failures that matter.',
  severity: 'info',
  parameters: [],
  falsePositives: [
    'Tools that ask whether something exists by looking for it: NoSuchBucketPolicy, ResourceNotFoundException.',
    'Throttled calls that are repeated and succeed.',
  ],
  next: 'query --principal {principal} --error {errorCode} --since {firstSeen}',
  columns: [
    'principal',
    'errorCode',
    'calls',
    'distinctCalls',
    'mostFrequent',
    'firstSeen',
    'lastSeen',
    'eventID',
  ],
  async *find(asked, context) {
    const groups = new Map<string, CallGroup>();
    for await (const event of readFailedCalls(EVERY_CODE, asked, context)) {
      const key = `${event.principal}${SEPARATOR}${event.errorCode ?? MISSING}`;
      groupOf(groups, key).add(event);
    }
    for (const [key, group] of largestFirst(groups)) {
      const [principal, errorCode] = key.split(SEPARATOR);
      yield { principal, errorCode, ...group.toFinding() };
    }
  },
};
