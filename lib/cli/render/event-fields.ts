/** The fields of an event in a listing, by CloudTrail's names where it has one, in the order in which they are written. */
import type { IndexedEvent } from '../../event-index/event-item.ts';
import type { Row } from './rows.ts';

export const EVENT_FIELDS = [
  'eventTime',
  'eventID',
  'eventSource',
  'eventName',
  'awsRegion',
  'recipientAccountId',
  'principal',
  'userName',
  'roleArn',
  'identityType',
  'credentialKind',
  'accessKeyId',
  'invokedBy',
  'sourceIdentity',
  'mfa',
  'sourceIPAddress',
  'userAgent',
  'failed',
  'errorCode',
  'errorMessage',
  'readOnly',
  'eventType',
  'eventCategory',
  'signInResult',
  'issuedAccessKeyId',
  'sharedEventID',
  'resources',
  'logFile',
  'recordIndex',
  'recordHash',
  'clipped',
] as const satisfies readonly (keyof IndexedEvent)[];

export type EventField = (typeof EVENT_FIELDS)[number];

/** @param logFile S3 key of the event's log file, where somebody wants to see it. */
export function toEventRow(event: IndexedEvent, logFile: string | undefined): Row<EventField> {
  const { clipped, resources } = event;
  return {
    ...event,
    resources: resources.length > 0 ? resources : undefined,
    clipped: clipped.length > 0 ? clipped : undefined,
    logFile,
  };
}
