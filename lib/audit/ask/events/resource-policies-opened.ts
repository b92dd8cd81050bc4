/**
 * Keys, secrets, queues, topics, repositories, functions and the like that anybody may use, by their own policy.
 *
 * Each service has its own name for the parameter that holds the policy, so every text that is a document is looked at.
 * A function's permission is no document: its principal is a parameter.
 */
import { type JsonObject, memberOf, textIn } from '../../../cloudtrail/json.ts';
import type { EventsQuestion } from '../question.ts';
import { doneCallsOf } from './calls.ts';
import { DONE_COLUMNS } from './columns.ts';
import { textsIn } from './members.ts';
import { allowancesIn, allowsEveryone } from './policy-document.ts';

export const RESOURCE_POLICIES_OPENED: EventsQuestion = {
  kind: 'events',
  id: 'resource-policies-opened',
  title: 'Which keys, secrets, queues, topics or functions were opened to everyone?',
  why: 'Policies of their own open these to anybody with an AWS account, or to anybody at all, past all policies of IAM.',
  severity: 'high',
  technique: { id: 'T1537', name: 'Transfer Data to Cloud Account' },
  parameters: [],
  select: () => [
    doneCallsOf('kms', ['PutKeyPolicy', 'CreateKey']),
    doneCallsOf('secretsmanager', ['PutResourcePolicy', 'CreateSecret']),
    doneCallsOf('sqs', ['SetQueueAttributes', 'CreateQueue']),
    doneCallsOf('sns', ['SetTopicAttributes', 'CreateTopic']),
    doneCallsOf('ecr', ['SetRepositoryPolicy']),
    doneCallsOf('lambda', ['AddPermission*']),
    doneCallsOf('dynamodb', ['PutResourcePolicy']),
    doneCallsOf('glacier', ['SetVaultAccessPolicy']),
    doneCallsOf('elasticfilesystem', ['PutFileSystemPolicy']),
    doneCallsOf('backup', ['PutBackupVaultAccessPolicy']),
    doneCallsOf('events', ['PutPermission']),
    doneCallsOf('es', ['UpdateElasticsearchDomainConfig', 'UpdateDomainConfig', 'CreateDomain']),
  ],
  matchesRecord: opensToEveryone,
  columns: DONE_COLUMNS,
  falsePositives: [
    'Functions behind a public URL.',
    'A domain of OpenSearch in a VPC: its network is the limit, not its policy.',
  ],
  next: 'show {eventID}',
};

function opensToEveryone(record: JsonObject): boolean {
  const request = memberOf(record, 'requestParameters');
  return isForAnybody(request) || textsIn(request).some((text) => allowancesIn(text).some(allowsEveryone));
}

/** Lambda and EventBridge narrow a permission by parameters beside it. */
function isForAnybody(request: unknown): boolean {
  const narrowing = ['sourceArn', 'sourceAccount', 'principalOrgID', 'condition'];
  const isNarrowed = narrowing.some((name) => memberOf(request, name) !== undefined);
  return textIn(request, 'principal') === '*' && !isNarrowed;
}
