/**
 * Watchmen sent home: GuardDuty, Security Hub, Config, Macie, Inspector, Access Analyzer, Detective and alarms.
 *
 * GuardDuty has one call for on and off, and for much else: of it only the record knows which.
 */
import { flagOf, memberOf } from '../../../cloudtrail/json.ts';
import type { EventsQuestion } from '../question.ts';
import { callsOf } from './calls.ts';
import { CALL_COLUMNS } from './columns.ts';

export const DETECTION_OFF: EventsQuestion = {
  kind: 'events',
  id: 'detection-off',
  title: 'Who switched off what detects attacks, or tried to?',
  why: 'These services notice what a person would overlook. An intruder who can switches them off, or takes accounts out of them.',
  severity: 'high',
  technique: { id: 'T1562.001', name: 'Impair Defenses: Disable or Modify Tools' },
  parameters: [],
  select: () => [
    callsOf('guardduty', [
      'DeleteDetector',
      'UpdateDetector',
      'StopMonitoringMembers',
      'DisassociateMembers',
      'DisassociateFromMasterAccount',
      'DisassociateFromAdministratorAccount',
      'DeleteMembers',
      'DeletePublishingDestination',
      'DisableOrganizationAdminAccount',
    ]),
    callsOf('securityhub', [
      'DisableSecurityHub',
      'DisableSecurityHubV2',
      'BatchDisableStandards',
      'DisableImportFindingsForProduct',
      'DisassociateMembers',
      'DisassociateFromMasterAccount',
      'DisassociateFromAdministratorAccount',
      'DeleteMembers',
      'DisableOrganizationAdminAccount',
    ]),
    callsOf('config', [
      'StopConfigurationRecorder',
      'DeleteConfigurationRecorder',
      'DeleteDeliveryChannel',
      'DeleteConfigRule',
      'DeleteOrganizationConfigRule',
      'DeleteConformancePack',
    ]),
    callsOf('macie2', ['DisableMacie', 'DisassociateFromAdministratorAccount', 'DisassociateMember']),
    callsOf('inspector2', ['Disable', 'DisassociateMember']),
    callsOf('access-analyzer', ['DeleteAnalyzer']),
    callsOf('detective', ['DeleteGraph', 'DeleteMembers', 'DisassociateMembership']),
    callsOf('monitoring', ['DeleteAlarms', 'DisableAlarmActions']),
  ],
  matchesRecord: (record) =>
    memberOf(record, 'eventName') !== 'UpdateDetector' ||
    flagOf(memberOf(memberOf(record, 'requestParameters'), 'enable')) === false,
  columns: CALL_COLUMNS,
  falsePositives: [
    'An account that moves to another administrator account, or is closed.',
    'Deployments and auto scaling delete the alarms that they made.',
  ],
  next: 'query --principal {principal} --around {eventID}',
};
