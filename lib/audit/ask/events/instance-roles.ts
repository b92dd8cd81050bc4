/**
 * Roles of EC2 instances, used by hand, as no machine signs in to a console; and instances that give their credentials to
 * whoever can make them send one request.
 *
 * Whether credentials of an instance are used from elsewhere, a record alone cannot say: it does not know the instance's
 * addresses.
 */
import { memberOf } from '../../../cloudtrail/json.ts';
import type { EventsQuestion } from '../question.ts';
import { doneCallsOf } from './calls.ts';
import { DONE_COLUMNS, SIGN_IN_COLUMNS } from './columns.ts';
import { membersNamed } from './members.ts';

const technique = { id: 'T1552.005', name: 'Unsecured Credentials: Cloud Instance Metadata API' };

export const INSTANCE_ROLE_IN_CONSOLE: EventsQuestion = {
  kind: 'events',
  id: 'instance-role-in-console',
  title: 'Did somebody enter the console with the role of an instance?',
  why: 'Credentials of an instance belong to its programs. In the console they are in the hands of somebody who took them.',
  severity: 'critical',
  technique,
  parameters: [],
  select: () => [
    {
      eventSource: ['signin.amazonaws.com'],
      eventName: ['GetSigninToken', 'ConsoleLogin'],
      user: ['i-*'],
    },
  ],
  // An instance's session is named after it.
  matches: ({ userName = '' }) => /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(userName),
  columns: SIGN_IN_COLUMNS,
  falsePositives: ['A session of another kind that was named like an instance.'],
  next: 'query --principal {principal} --around {eventID}',
};

export const IMDSV1_ALLOWED: EventsQuestion = {
  kind: 'events',
  id: 'imdsv1-allowed',
  title: 'Which instances were let give out credentials without a token (IMDSv1)?',
  why: 'With version 1 of the metadata service one forged request to a web server can fetch the role of its machine.',
  severity: 'medium',
  technique,
  parameters: [],
  select: () => [
    doneCallsOf('ec2', ['ModifyInstanceMetadataOptions', 'ModifyInstanceMetadataDefaults', 'RunInstances']),
  ],
  matchesRecord: (record) =>
    membersNamed(memberOf(record, 'requestParameters'), 'httptokens').includes('optional'),
  columns: DONE_COLUMNS,
  falsePositives: [
    'Old programs that cannot use version 2.',
    'Instances that are launched without saying anything are not found: the image or the account decides for them.',
  ],
  next: 'show {eventID}',
};
