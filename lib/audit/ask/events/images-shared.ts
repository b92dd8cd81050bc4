/**
 * Snapshots and machine images that were shared: with an account, or with everybody. A copy of a disk is all its data.
 *
 * EC2 logs what it adds and what it removes below the attribute; RDS logs lists of accounts, where `all` is everybody.
 */
import { type JsonObject, memberOf } from '../../../cloudtrail/json.ts';
import type { EventsQuestion } from '../question.ts';
import { doneCallsOf } from './calls.ts';
import { DONE_COLUMNS } from './columns.ts';
import { membersNamed, textsIn } from './members.ts';

export const IMAGES_SHARED: EventsQuestion = {
  kind: 'events',
  id: 'snapshots-shared',
  title: 'Which snapshots and images were shared with others?',
  why: 'Sharing a snapshot moves a whole disk or database to another account without a byte on the network.',
  severity: 'high',
  technique: { id: 'T1537', name: 'Transfer Data to Cloud Account' },
  parameters: [],
  select: () => [
    doneCallsOf('ec2', ['ModifySnapshotAttribute', 'ModifyImageAttribute']),
    doneCallsOf('rds', ['ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute']),
  ],
  matchesRecord: shares,
  columns: DONE_COLUMNS,
  falsePositives: ['Golden images and backups that are meant for other accounts of the organization.'],
  next: 'show {eventID}',
};

function shares(record: JsonObject): boolean {
  const request = memberOf(record, 'requestParameters');
  const permissions = membersNamed(request, 'createvolumepermission', 'launchpermission');
  const added = permissions.map((permission) => memberOf(permission, 'add'));
  return textsIn([...added, memberOf(request, 'valuesToAdd')]).length > 0;
}
