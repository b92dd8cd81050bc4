/** Logs other than the trail that end or are deleted: flow logs, DNS queries, log groups, web ACLs. Attempts count. */
import type { EventsQuestion } from '../question.ts';
import { BY_SERVICES, callsOf, NO_CALLS } from './calls.ts';
import { CALL_COLUMNS } from './columns.ts';

export const LOG_SOURCES_OFF: EventsQuestion = {
  kind: 'events',
  id: 'log-sources-off',
  title: 'Which logs were switched off or deleted?',
  why: 'The trail knows calls of AWS. What went over the network or through an application is in these logs only.',
  severity: 'medium',
  technique: { id: 'T1562.008', name: 'Impair Defenses: Disable or Modify Cloud Logs' },
  parameters: [],
  select: () => [
    callsOf('ec2', ['DeleteFlowLogs']),
    {
      ...callsOf('logs', [
        'DeleteLogGroup',
        'DeleteLogStream',
        'DeleteSubscriptionFilter',
        'DeleteMetricFilter',
        'DeleteDestination',
        'DeleteDelivery',
        'DeleteDeliverySource',
      ]),
      not: [...NO_CALLS, BY_SERVICES],
    },
    callsOf('route53resolver', ['DeleteResolverQueryLogConfig', 'DisassociateResolverQueryLogConfig']),
    callsOf('route53', ['DeleteQueryLoggingConfig']),
    callsOf('wafv2', ['DeleteLoggingConfiguration']),
    callsOf('network-firewall', ['UpdateLoggingConfiguration']),
    callsOf('bedrock', ['DeleteModelInvocationLoggingConfiguration']),
  ],
  columns: CALL_COLUMNS,
  falsePositives: ['A stack that is removed takes its log groups, filters and flow logs with it.'],
  next: 'show {eventID}',
};
