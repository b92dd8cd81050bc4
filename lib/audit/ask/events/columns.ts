/** Which columns the answers have: who, from where and to what, or how it ended where refusals are in the answer. */
import type { IndexedEvent } from '../../../event-index/event-item.ts';

type Columns = readonly (keyof IndexedEvent)[];

/** Of calls to known resources. */
export const CALL_COLUMNS: Columns = [
  'eventTime',
  'eventName',
  'principal',
  'userName',
  'recipientAccountId',
  'awsRegion',
  'sourceIPAddress',
  'resources',
  'errorCode',
  'eventID',
];

/** Of calls that were all carried out. */
export const DONE_COLUMNS: Columns = CALL_COLUMNS.filter((column) => column !== 'errorCode');

/** Of calls to any service. */
export const TRACE_COLUMNS: Columns = [
  'eventTime',
  'eventSource',
  'eventName',
  'principal',
  'userName',
  'recipientAccountId',
  'awsRegion',
  'sourceIPAddress',
  'errorCode',
  'eventID',
];

export const SIGN_IN_COLUMNS: Columns = [
  'eventTime',
  'eventName',
  'principal',
  'userName',
  'recipientAccountId',
  'sourceIPAddress',
  'mfa',
  'signInResult',
  'errorMessage',
  'eventID',
];
