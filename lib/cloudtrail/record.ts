/**
 * From one record's bytes to the event that traildex keeps of it: the whole mapping, field by field.
 *
 * Only what cannot be placed in time is rejected; any other oddity (a missing member, another type, a version or an
 * identity of the future) costs no more than the field it stands in. The hard questions have files of their own:
 * principal.ts (who), resources.ts (to what), event-time.ts (when), insight.ts and aggregated.ts (records that are
 * built differently). Strings are well-formed, but as long as the record has them; the index clips them.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
import { type AggregatedEvent, aggregatedEventOf } from './aggregated.ts';
import { credentialKindOf } from './credential-kind.ts';
import type { TrailEvent } from './event.ts';
import { eventCategoryOf } from './event-category.ts';
import { parseEventTime } from './event-time.ts';
import { excerpt } from './excerpt.ts';
import { type Insight, insightOf } from './insight.ts';
import { flagOf, isObject, type JsonObject, memberOf, textIn } from './json.ts';
import { principalOf } from './principal.ts';
import { addResource, resourcesOf } from './resources.ts';

export type RecordRejectedCode =
  /** The bytes are no JSON value. */
  | 'not-json'
  /** A JSON value, but not an object. */
  | 'not-an-object'
  /** An object without `eventTime`. */
  | 'no-time'
  /** An `eventTime` that is no ISO 8601 date and time. */
  | 'bad-time';

/** This record is not an event, now or on any later try. The message is the reason, for people; it is short. */
export class RecordRejected extends Error {
  override readonly name = 'RecordRejected';
  readonly code: RecordRejectedCode;

  constructor(code: RecordRejectedCode, reason: string) {
    super(reason);
    this.code = code;
  }
}

type Draft = { -readonly [Field in keyof TrailEvent]: TrailEvent[Field] };
type OptionalText = Exclude<
  {
    [Field in keyof TrailEvent]-?: Exclude<TrailEvent[Field], undefined> extends string ? Field : never;
  }[keyof TrailEvent],
  'eventTime' | 'principal' | 'credentialKind'
>;

/** Members that are the event's fields as they stand. */
const TEXT_FIELDS = [
  'eventID',
  'eventSource',
  'eventName',
  'awsRegion',
  'recipientAccountId',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'eventType',
  'sharedEventID',
] as const satisfies readonly OptionalText[];

/**
 * The event in `bytes`, which are one element of a log file's `Records`.
 *
 * @throws {RecordRejected} if they are not JSON, not an object, or name no time.
 */
export function parseRecord(bytes: Uint8Array): TrailEvent {
  const record = parseObject(bytes);
  const insight = insightOf(record);
  const aggregated = insight === undefined ? aggregatedEventOf(record) : undefined;
  const event: Draft = {
    eventTime: eventTimeOf(record, aggregated),
    failed: false,
    principal: '',
    credentialKind: 'unknown',
    resources: [],
  };
  for (const field of TEXT_FIELDS) putText(event, field, textIn(record, field));
  putText(event, 'eventCategory', eventCategoryOf(record));
  putFlag(event, 'readOnly', flagOf(memberOf(record, 'readOnly')));
  putIdentity(event, record);
  putOutcome(event, record);
  event.resources = resourcesIn(record, event.eventCategory, aggregated);
  if (insight !== undefined) putInsight(event, insight);
  if (aggregated !== undefined) putAggregated(event, aggregated);
  return event;
}

/**
 * Invalid sequences become U+FFFD: the record stays findable, and its bytes are what its hash is made of. A Buffer decodes
 * as a TextDecoder does, in less time.
 */
function decodeUtf8({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString();
}

function parseObject(bytes: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(decodeUtf8(bytes));
  } catch {
    // The parser's own message would quote the record, and whoever reads reasons need not be allowed to read records.
    throw new RecordRejected('not-json', `the record is not valid JSON (${bytes.byteLength} bytes)`);
  }
  if (isObject(value)) return value;
  throw new RecordRejected('not-an-object', `the record is ${describe(value)} where an object belongs`);
}

function eventTimeOf(record: JsonObject, aggregated: AggregatedEvent | undefined): string {
  const written = memberOf(record, 'eventTime') ?? aggregated?.windowStart;
  if (written === undefined || written === null || written === '') {
    throw new RecordRejected('no-time', 'the record has no eventTime');
  }
  const eventTime = typeof written === 'string' ? parseEventTime(written) : undefined;
  if (eventTime !== undefined) return eventTime;
  throw new RecordRejected('bad-time', `eventTime is ${describe(written)}, not an ISO 8601 date and time`);
}

function putIdentity(event: Draft, record: JsonObject): void {
  const identity = memberOf(record, 'userIdentity');
  const session = memberOf(identity, 'sessionContext');
  const { principal, userName, roleArn } = principalOf(identity, event.awsRegion);
  event.principal = principal;
  event.credentialKind = credentialKindOf(identity);
  putText(event, 'userName', userName);
  putText(event, 'roleArn', roleArn);
  putText(event, 'identityType', textIn(identity, 'type'));
  putText(event, 'accessKeyId', textIn(identity, 'accessKeyId'));
  putText(event, 'invokedBy', textIn(identity, 'invokedBy'));
  putText(event, 'sourceIdentity', textIn(session, 'sourceIdentity') ?? assumedSourceIdentityOf(record));
  // A sign-in says for itself how it was made; the session beside it is the one before.
  const mfaUsed = memberOf(memberOf(record, 'additionalEventData'), 'MFAUsed');
  putFlag(
    event,
    'mfa',
    flagOf(mfaUsed) ?? flagOf(memberOf(memberOf(session, 'attributes'), 'mfaAuthenticated')),
  );
}

/** The call that sets a source identity names it among its parameters, not yet in its session. */
function assumedSourceIdentityOf(record: JsonObject): string | undefined {
  if (memberOf(record, 'eventSource') !== 'sts.amazonaws.com') return undefined;
  return (
    textIn(memberOf(record, 'requestParameters'), 'sourceIdentity') ??
    textIn(memberOf(record, 'responseElements'), 'sourceIdentity')
  );
}

function putOutcome(event: Draft, record: JsonObject): void {
  const response = memberOf(record, 'responseElements');
  const signInResult =
    signInResultOf(response, event.eventName) ??
    signInResultOf(memberOf(record, 'serviceEventDetails'), event.eventName);
  putText(event, 'signInResult', signInResult);
  putText(event, 'issuedAccessKeyId', issuedKeyOf(response));
  event.failed =
    event.errorCode !== undefined || event.errorMessage !== undefined || signInResult === 'Failure';
}

/** Sign-in events answer in a member named after the event: `ConsoleLogin`, `CheckMfa`, `SwitchRole` and so on. */
function signInResultOf(response: unknown, eventName: string | undefined): string | undefined {
  const result = eventName === undefined ? undefined : memberOf(response, eventName);
  return result === 'Success' || result === 'Failure' ? result : undefined;
}

/** STS, Cognito and console sign-in hand out `credentials`, Identity Center `roleCredentials`, IAM an `accessKey`. */
function issuedKeyOf(response: unknown): string | undefined {
  return (
    textIn(memberOf(response, 'credentials'), 'accessKeyId') ??
    textIn(memberOf(response, 'roleCredentials'), 'accessKeyId') ??
    textIn(memberOf(response, 'accessKey'), 'accessKeyId')
  );
}

/** Network activity is logged for the owner of the VPC endpoint: the endpoint is what they know of it. */
function resourcesIn(
  record: JsonObject,
  eventCategory: string | undefined,
  aggregated: AggregatedEvent | undefined,
): readonly string[] {
  const resources = resourcesOf(record);
  for (const arn of aggregated?.resourceArns ?? []) addResource(resources, arn);
  if (eventCategory === 'NetworkActivity') addResource(resources, textIn(record, 'vpcEndpointId') ?? '');
  return resources;
}

function putInsight(event: Draft, insight: Insight): void {
  putText(event, 'eventSource', insight.eventSource);
  putText(event, 'eventName', insight.eventName);
  putText(event, 'errorCode', insight.errorCode);
  if (event.identityType === undefined) event.principal = insight.principal;
  event.failed = false;
}

function putAggregated(event: Draft, aggregated: AggregatedEvent): void {
  putText(event, 'eventID', event.eventID ?? aggregated.eventID);
  putText(event, 'eventName', event.eventName ?? aggregated.eventName);
  putText(event, 'recipientAccountId', event.recipientAccountId ?? aggregated.recipientAccountId);
  if (event.identityType === undefined) event.principal = aggregated.principal;
}

function putText(event: Draft, field: OptionalText, value: string | undefined): void {
  if (value !== undefined) event[field] = value;
}

function putFlag(event: Draft, field: 'readOnly' | 'mfa', value: boolean | undefined): void {
  if (value !== undefined) event[field] = value;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return excerpt(value);
  if (Array.isArray(value)) return 'an array';
  return isObject(value) ? 'an object' : String(value);
}
