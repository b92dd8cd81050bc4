/**
 * Asks one question about one record, as the machinery does: the record is parsed, its filters and what the summary must
 * say are tested on what the index keeps of it, the rest on the record.
 *
 * Records are full ones as CloudTrail writes them; a test gives what its question is about.
 */
import { createHash } from 'node:crypto';
import type { Arguments, EventsQuestion } from '../../../../lib/audit/ask/question.ts';
import type { JsonObject } from '../../../../lib/cloudtrail/json.ts';
import { parseRecord } from '../../../../lib/cloudtrail/record.ts';
import { fromEventItem, type IndexedEvent, toEventItem } from '../../../../lib/event-index/event-item.ts';
import { toEventTest } from '../../../../lib/event-index/event-test.ts';
import type { EventFilters, NameFilter } from '../../../../lib/event-index/filters.ts';
import { shortNameTest } from '../../../../lib/event-index/short-names.ts';

export const OWN_ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '999988887777';

export const ALICE: JsonObject = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEALICE00000',
  arn: `arn:aws:iam::${OWN_ACCOUNT}:user/alice`,
  accountId: OWN_ACCOUNT,
  accessKeyId: 'AKIAEXAMPLEALICE0000',
  userName: 'alice',
};

export const ROOT: JsonObject = {
  type: 'Root',
  principalId: OWN_ACCOUNT,
  arn: `arn:aws:iam::${OWN_ACCOUNT}:root`,
  accountId: OWN_ACCOUNT,
  accessKeyId: 'ASIAEXAMPLEROOT00000',
  sessionContext: { attributes: { creationDate: '2026-03-17T08:00:00Z', mfaAuthenticated: 'false' } },
};

export const SERVICE: JsonObject = { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' };

export function roleSession(role: string, session: string, account = OWN_ACCOUNT): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLEROLE000000:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: 'ASIAEXAMPLESESSION00',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEROLE000000',
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { creationDate: '2026-03-17T08:00:00Z', mfaAuthenticated: 'false' },
    },
  };
}

/** A call to `service` (without `.amazonaws.com`) by Alice, which changed something, unless `more` says otherwise. */
export function call(service: string, eventName: string, more: JsonObject = {}): JsonObject {
  const record: JsonObject = {
    eventVersion: '1.11',
    userIdentity: ALICE,
    eventTime: '2026-03-17T09:30:00Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-central-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.27.1 md/awscrt#0.26.1 ua/2.1 os/linux#6.8 md/arch#x86_64 lang/python#3.13.3',
    requestParameters: null,
    responseElements: null,
    requestID: '7f3c2e0a-6a4d-4a52-b1f5-0b6a9f0f5c11',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: OWN_ACCOUNT,
    eventCategory: 'Management',
    ...more,
  };
  return { ...record, eventID: more.eventID ?? idOf(record) };
}

export function refused(service: string, eventName: string, more: JsonObject = {}): JsonObject {
  return call(service, eventName, {
    errorCode: 'AccessDenied',
    errorMessage: 'User is not authorized to perform this action',
    ...more,
  });
}

export function signIn(eventName: string, result: 'Success' | 'Failure', more: JsonObject = {}): JsonObject {
  return call('signin', eventName, {
    userIdentity: { type: 'IAMUser', accountId: OWN_ACCOUNT, accessKeyId: '', userName: 'alice' },
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:138.0) Gecko/20100101 Firefox/138.0',
    eventType: 'AwsConsoleSignIn',
    responseElements: { [eventName]: result },
    additionalEventData: { LoginTo: 'https://console.aws.amazon.com/', MobileVersion: 'No', MFAUsed: 'No' },
    ...more,
  });
}

/** An Insight about calls of that name: it is no call itself. */
export function insight(service: string, eventName: string): JsonObject {
  const record = {
    eventVersion: '1.09',
    eventTime: '2026-03-17T09:30:00Z',
    awsRegion: 'eu-central-1',
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: OWN_ACCOUNT,
    insightDetails: {
      state: 'Start',
      eventSource: `${service}.amazonaws.com`,
      eventName,
      insightType: 'ApiCallRateInsight',
      insightContext: { statistics: { baseline: { average: 0.1 }, insight: { average: 30 } } },
    },
    eventCategory: 'Insight',
  };
  return { ...record, eventID: idOf(record) };
}

/** The same call as it is logged for the owner of the VPC endpoint that it went through. */
export function seenByEndpoint(service: string, eventName: string): JsonObject {
  return call(service, eventName, {
    eventType: 'AwsVpceEvent',
    eventCategory: 'NetworkActivity',
    vpcEndpointId: 'vpce-0a1b2c3d4e5f60718',
  });
}

/** Whether the record is in the answer to the question. */
export function isAnswer(question: EventsQuestion, record: JsonObject, args: Arguments = {}): boolean {
  const event = toIndexedEvent(record);
  return (
    question.select(args).some((filters) => toEventTest(completed(filters, event))(event) === 'yes') &&
    (question.matches?.(event, args) ?? true) &&
    (question.matchesRecord?.(record, args) ?? true)
  );
}

export function toIndexedEvent(record: JsonObject): IndexedEvent {
  const bytes = Buffer.from(JSON.stringify(record));
  const recordHash = createHash('sha256').update(bytes).digest().subarray(0, 16);
  const logFileKey = `AWSLogs/${OWN_ACCOUNT}/CloudTrail/eu-central-1/2026/03/17/${OWN_ACCOUNT}_CloudTrail_eu-central-1_20260317T0935Z_AbCdEfGh12345678.json.gz`;
  const source = { logFileKey, deliveryDay: '2026-03-17', recordIndex: 0, recordHash };
  return fromEventItem(toEventItem(parseRecord(bytes), source, { shardCount: 1 }));
}

const COMPLETED = ['principal', 'eventName', 'eventSource', 'errorCode'] as const satisfies NameFilter[];

/** The catalogue knows the event's own names, so those are what wildcards and short names become. */
function completed(filters: EventFilters, event: IndexedEvent): EventFilters {
  const names = COMPLETED.filter((name) => filters[name] !== undefined).map((name) => {
    const known = event[name] ?? '-';
    return [name, filters[name]?.some((asked) => shortNameTest(name, asked)(known)) ? [known] : []];
  });
  return { ...filters, ...Object.fromEntries(names) };
}

function idOf(record: JsonObject): string {
  const hex = createHash('sha256').update(JSON.stringify(record)).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
