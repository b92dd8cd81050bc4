/**
 * Refused calls, as the benchmark counts them.
 *
 * Its text joins the conditions so that nearly every event would satisfy them; what it means is one of the two error
 * codes, and neither of the two exceptions. `HeadBucket` is refused whenever somebody tests whether a bucket exists.
 */
import type { EventsQuestion } from '../question.ts';
import { cisStandard } from './cis-standard.ts';
import { TRACE_COLUMNS } from './columns.ts';

export const UNAUTHORIZED_CALLS: EventsQuestion = {
  kind: 'events',
  id: 'unauthorized-calls',
  title: 'Which calls were refused for lack of permission?',
  why: 'Stolen credentials are first tried out, and what they may not do is refused. Broken permissions of your own look the same.',
  severity: 'low',
  technique: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
  standard: cisStandard(1),
  parameters: [],
  select: () => [
    {
      errors: true,
      errorCode: ['*UnauthorizedOperation', 'AccessDenied*'],
      not: [
        { field: 'sourceIPAddress', value: 'delivery.logs.amazonaws.com' },
        { field: 'eventName', value: 'HeadBucket' },
      ],
    },
  ],
  columns: TRACE_COLUMNS,
  falsePositives: [
    'Inventory and security scanners ask for everything and are refused some of it.',
    'Console pages load more than their visitor may see.',
    'A role whose permissions were cut down too far.',
  ],
  next: 'query --principal {principal} --around {eventID}',
};
