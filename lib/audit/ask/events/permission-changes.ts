/**
 * More rights without a new policy: what the benchmark's list of policy changes leaves out. An older version becomes the
 * one that holds, a role trusts others, a user joins a group, a machine gets another role, a boundary goes.
 */
import type { EventsQuestion } from '../question.ts';
import { BY_SERVICES, doneCallsOf, NO_CALLS } from './calls.ts';
import { DONE_COLUMNS } from './columns.ts';

export const PERMISSION_CHANGES: EventsQuestion = {
  kind: 'events',
  id: 'permission-changes-without-policy',
  title: 'Who changed permissions in other ways than by a policy?',
  why: 'These calls widen what somebody may do and look harmless one by one. They are the usual steps up to more rights.',
  severity: 'medium',
  technique: { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' },
  parameters: [],
  select: () => [
    doneCallsOf('iam', [
      'SetDefaultPolicyVersion',
      'UpdateAssumeRolePolicy',
      'AddUserToGroup',
      'AddRoleToInstanceProfile',
      'PutUserPermissionsBoundary',
      'PutRolePermissionsBoundary',
      'DeleteUserPermissionsBoundary',
      'DeleteRolePermissionsBoundary',
    ]),
    doneCallsOf('ec2', ['AssociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation']),
    doneCallsOf('sso', ['CreateAccountAssignment']),
    // Services make grants for whatever they encrypt.
    {
      ...doneCallsOf('kms', ['CreateGrant']),
      not: [...NO_CALLS, BY_SERVICES, { field: 'invokedBy', value: '*' }],
    },
  ],
  columns: DONE_COLUMNS,
  falsePositives: ['Deployments through CloudFormation, CDK or Terraform.', 'New colleagues join groups.'],
  next: 'show {eventID}',
};
