/**
 * What makes CloudTrail log less, or elsewhere: more than the benchmark's list, and without what only adds a trail.
 * Attempts count.
 */
import type { EventsQuestion } from '../question.ts';
import { callsOf } from './calls.ts';
import { CALL_COLUMNS } from './columns.ts';

export const TRAIL_TAMPERING: EventsQuestion = {
  kind: 'events',
  id: 'trail-tampering',
  title: 'Who tampered with the audit trail, or tried to?',
  why: 'Whoever means harm stops the trail first. The call that stops it is the last it logs.',
  severity: 'critical',
  technique: { id: 'T1562.008', name: 'Impair Defenses: Disable or Modify Cloud Logs' },
  parameters: [],
  select: () => [
    callsOf('cloudtrail', [
      'StopLogging',
      'DeleteTrail',
      'UpdateTrail',
      'PutEventSelectors',
      'PutInsightSelectors',
      'PutEventConfiguration',
      'DeleteEventDataStore',
      'UpdateEventDataStore',
      'StopEventDataStoreIngestion',
      'DeleteChannel',
      'DeleteResourcePolicy',
      'DeregisterOrganizationDelegatedAdmin',
    ]),
  ],
  columns: CALL_COLUMNS,
  falsePositives: [
    'A deployment that changes what the trail logs.',
    'A landing zone that replaces the trails of single accounts by one of the organization.',
  ],
  next: 'query --principal {principal} --around {eventID}',
};
