/**
 * What was deleted, and whether backups were: those are what an extortionist deletes first.
 *
 * Objects in S3, items in DynamoDB and messages are left out: their deletions are data events, mostly in great numbers,
 * and `query --category Data` finds them.
 */
import type { EventsQuestion } from '../question.ts';
import { BY_SERVICES, doneCallsOf, NO_CALLS } from './calls.ts';
import { CALL_COLUMNS, TRACE_COLUMNS } from './columns.ts';

export const DELETIONS: EventsQuestion = {
  kind: 'events',
  id: 'deletions',
  title: 'What was deleted, and by whom?',
  why: 'Deletions are what damage and covered tracks have in common.',
  severity: 'info',
  technique: { id: 'T1485', name: 'Data Destruction' },
  parameters: [],
  select: () => [
    {
      eventName: ['Delete*', 'Terminate*', 'Purge*', 'Destroy*', 'ScheduleKeyDeletion'],
      succeeded: true,
      not: [...NO_CALLS, BY_SERVICES, { field: 'eventCategory', value: 'Data' }],
    },
  ],
  columns: TRACE_COLUMNS,
  falsePositives: [
    'Auto scaling, deployments and clean-up jobs delete what they made.',
    'Roles of services such as EKS and Lambda delete network interfaces all day.',
  ],
  next: 'show {eventID}',
};

export const BACKUP_DELETIONS: EventsQuestion = {
  kind: 'events',
  id: 'backup-deletions',
  title: 'Which backups were deleted, or lost their protection?',
  why: 'Without backups damage cannot be undone, which is why they are deleted before anything else is.',
  severity: 'high',
  technique: { id: 'T1490', name: 'Inhibit System Recovery' },
  parameters: [],
  select: () => [
    doneCallsOf('backup', [
      'DeleteRecoveryPoint',
      'DeleteBackupVault',
      'DeleteBackupPlan',
      'DeleteBackupSelection',
      'DeleteBackupVaultAccessPolicy',
      'DeleteBackupVaultLockConfiguration',
    ]),
    doneCallsOf('ec2', ['DeleteSnapshot', 'DeregisterImage']),
    doneCallsOf('rds', [
      'DeleteDBSnapshot',
      'DeleteDBClusterSnapshot',
      'DeleteDBInstanceAutomatedBackup',
      'DeleteDBClusterAutomatedBackup',
    ]),
    doneCallsOf('dynamodb', ['DeleteBackup']),
    doneCallsOf('elasticfilesystem', ['DeleteReplicationConfiguration']),
    doneCallsOf('dlm', ['DeleteLifecyclePolicy']),
  ],
  columns: CALL_COLUMNS,
  falsePositives: ['Backup services and life cycle policies delete what is past its date.'],
  next: 'query --principal {principal} --around {eventID}',
};
