/**
 * Which objects a delivery notification announces, whatever sent it and however it was wrapped.
 *
 * Takes CloudTrail's own message, S3 event notifications and EventBridge `Object Created` events; each bare (raw
 * delivery), in SNS envelopes, or in the event of a direct SNS invocation. Decides only what a message says: whether the
 * bucket is the trail's and the key a log file's is the caller's question. A message is understood whole or not at all;
 * what names no object is listed as ignored, so that nothing vanishes uncounted. Rules:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */

import { excerpt } from './excerpt.ts';
import { isObject, type JsonObject } from './json.ts';

export interface AnnouncedObject {
  readonly bucket: string;
  /** The object's key as S3 knows it, decoded. */
  readonly key: string;
}

/**
 * - `validation`: what CloudTrail publishes when a topic is set on a trail
 * - `s3-test`: what S3 sends when a bucket notification is configured
 * - `subscription`: SNS asks to confirm a subscription or its end; nothing here ever follows such a link
 * - `not-created`: S3 tells of something other than a new object
 * - `foreign`: well-formed JSON about something else, such as AWS Config's messages on a shared topic
 */
export type IgnoredKind = 'validation' | 's3-test' | 'subscription' | 'not-created' | 'foreign';

export interface IgnoredMessage {
  readonly kind: IgnoredKind;
  /** For people; short and safe to print. */
  readonly description: string;
}

export interface Notification {
  /** In the order of the message, each object once. */
  readonly objects: readonly AnnouncedObject[];
  /** What was recognised and needs no work; alike entries once. */
  readonly ignored: readonly IgnoredMessage[];
}

export interface NotificationOptions {
  /** How many objects one message may announce. @default MAX_KEYS */
  readonly maxKeys?: number;
}

export type NotificationErrorCode = 'not-json' | 'malformed' | 'too-deep' | 'too-many-keys';

/** A message that cannot be attributed to objects. Trying again does not help: it belongs in a dead-letter queue. */
export class NotificationError extends Error {
  override readonly name = 'NotificationError';
  readonly code: NotificationErrorCode;

  constructor(code: NotificationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const VALIDATION_MESSAGE = 'CloudTrail validation message.';
/** More than the keys of CloudTrail's length that a message of SQS's largest size, 1 MiB, has room for. */
export const MAX_KEYS = 10_000;
/** Topic to topic to queue needs two; more than this is a loop or an attack. */
const MAX_ENVELOPES = 5;

type Finding = AnnouncedObject | IgnoredMessage;

/**
 * Reads the body of one SQS message, or the text of one SNS message or SNS invocation event.
 *
 * @throws NotificationError, and nothing else, for every text that it does not understand
 */
export function parseNotification(body: string, options: NotificationOptions = {}): Notification {
  const maxKeys = options.maxKeys ?? MAX_KEYS;
  const objects = new Map<string, AnnouncedObject>();
  const ignored = new Map<string, IgnoredMessage>();
  for (const finding of readMessage(body, 0)) {
    if ('kind' in finding) ignored.set(JSON.stringify([finding.kind, finding.description]), finding);
    else objects.set(JSON.stringify([finding.bucket, finding.key]), finding);
    if (objects.size + ignored.size > maxKeys) {
      throw new NotificationError(
        'too-many-keys',
        `The notification announces more than ${maxKeys} objects; index them with a backfill instead`,
      );
    }
  }
  return { objects: [...objects.values()], ignored: [...ignored.values()] };
}

/** `envelopes`: how many are around this message. */
function readMessage(text: string, envelopes: number): Iterable<Finding> {
  // Also removes a byte order mark, which JSON.parse refuses.
  const trimmed = text.trim();
  if (trimmed === VALIDATION_MESSAGE) return ignore('validation', 'CloudTrail validation message');
  const message = parseJson(trimmed);
  if (!isObject(message)) return ignore('foreign', `JSON, but ${describeType(message)}`);

  if (message.Type === 'Notification') return readEnvelope(message, '', envelopes);
  if (message.Type === 'SubscriptionConfirmation' || message.Type === 'UnsubscribeConfirmation') {
    return ignore('subscription', `SNS ${message.Type}`);
  }
  if ('s3Bucket' in message || 's3ObjectKey' in message) return readCloudTrailMessage(message);
  if (Array.isArray(message.Records) && message.Records.length > 0) {
    return readRecords(message.Records, envelopes);
  }
  if (message.Event === 's3:TestEvent') return ignore('s3-test', 'S3 test event');
  if (message.source === 'aws.s3' && typeof message['detail-type'] === 'string') {
    return readEventBridgeEvent(message, message['detail-type']);
  }
  return ignore('foreign', describeForeign(message));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = text === '' ? 'it is empty' : `it begins ${excerpt(text)}`;
    throw new NotificationError('not-json', `The notification is not JSON: ${what}`, { cause });
  }
}

/** `path`: where the envelope lies in its message, to prefix member names with. */
function readEnvelope(envelope: JsonObject, path: string, envelopes: number): Iterable<Finding> {
  if (envelopes >= MAX_ENVELOPES) {
    throw new NotificationError(
      'too-deep',
      `The notification is wrapped in more than ${MAX_ENVELOPES} SNS envelopes`,
    );
  }
  return readMessage(expectText(envelope.Message, `${path}Message`), envelopes + 1);
}

function* readRecords(records: readonly unknown[], envelopes: number): Iterable<Finding> {
  for (const [index, record] of records.entries()) {
    const path = `Records[${index}]`;
    if (isObject(record) && record.EventSource === 'aws:sns') {
      yield* readEnvelope(expectObject(record.Sns, `${path}.Sns`), `${path}.Sns.`, envelopes);
    } else if (isObject(record) && record.eventSource === 'aws:s3') {
      yield* readS3Record(record, path);
    } else {
      yield* ignore('foreign', 'Records entry that is neither from S3 nor from SNS');
    }
  }
}

function readS3Record(record: JsonObject, path: string): readonly Finding[] {
  expectVersion2(record.eventVersion, `${path}.eventVersion`);
  const eventName = expectText(record.eventName, `${path}.eventName`);
  // S3 writes the name without the `s3:` of the notification configuration; some of its imitations write it.
  if (!/^(?:s3:)?ObjectCreated:/.test(eventName))
    return ignore('not-created', `S3 event ${excerpt(eventName)}`);
  const s3 = expectObject(record.s3, `${path}.s3`);
  const bucket = expectObject(s3.bucket, `${path}.s3.bucket`);
  const object = expectObject(s3.object, `${path}.s3.object`);
  const key = expectText(object.key, `${path}.s3.object.key`);
  return [
    {
      bucket: expectText(bucket.name, `${path}.s3.bucket.name`),
      key: decodeFormKey(key, `${path}.s3.object.key`),
    },
  ];
}

/** Another major version may change what members mean; minor ones only add. Hand-made events often have none. */
function expectVersion2(version: unknown, path: string): void {
  if (version === undefined || (typeof version === 'string' && version.startsWith('2.'))) return;
  const found = typeof version === 'string' ? excerpt(version) : describeType(version);
  throw malformed(`${path} is ${found}; only versions 2.x of S3 event notifications are understood`);
}

/** S3 event notifications encode keys as HTML forms do: a space is `+`, a plus sign `%2B`. */
function decodeFormKey(encoded: string, path: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch (cause) {
    throw malformed(`${path} is not URL-encoded as S3 does it: ${excerpt(encoded)}`, { cause });
  }
}

/** Unlike the event notifications of the same bucket, EventBridge carries keys as they are. */
function readEventBridgeEvent(event: JsonObject, detailType: string): readonly Finding[] {
  if (detailType !== 'Object Created') {
    return ignore('not-created', `EventBridge event ${excerpt(detailType)} of S3`);
  }
  const detail = expectObject(event.detail, 'detail');
  const bucket = expectObject(detail.bucket, 'detail.bucket');
  const object = expectObject(detail.object, 'detail.object');
  return [
    {
      bucket: expectText(bucket.name, 'detail.bucket.name'),
      key: expectText(object.key, 'detail.object.key'),
    },
  ];
}

/**
 * CloudTrail's own message; its keys are as S3 knows them. AWS Config uses the same two member names, with one key
 * instead of a list and a `messageType`. Both may share a topic (AWS Control Tower makes such a one), and Config's files
 * must not pass for log files. Its messages:
 * https://docs.aws.amazon.com/config/latest/developerguide/example-configuration-history-notification.html
 */
function readCloudTrailMessage(message: JsonObject): readonly Finding[] {
  const keys = message.s3ObjectKey;
  if (!Array.isArray(keys) && typeof message.messageType === 'string') {
    return ignore('foreign', describeForeign(message));
  }
  const bucket = expectText(message.s3Bucket, 's3Bucket');
  if (!Array.isArray(keys)) return [{ bucket, key: expectText(keys, 's3ObjectKey') }];
  if (keys.length === 0) return ignore('foreign', 'CloudTrail message without log files');
  return keys.map((key: unknown, index) => ({ bucket, key: expectText(key, `s3ObjectKey[${index}]`) }));
}

function ignore(kind: IgnoredKind, description: string): readonly IgnoredMessage[] {
  return [{ kind, description }];
}

/** Enough to recognise the sender by, without repeating what the message says. */
function describeForeign(message: JsonObject): string {
  if (typeof message.messageType === 'string') return `message of type ${excerpt(message.messageType)}`;
  if (typeof message.source === 'string' && typeof message['detail-type'] === 'string') {
    return `EventBridge event ${excerpt(message['detail-type'])} from ${excerpt(message.source)}`;
  }
  const names = Object.keys(message);
  return names.length === 0
    ? 'empty JSON object'
    : `JSON object with the members ${excerpt(names.join(', '))}`;
}

function expectText(value: unknown, path: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw malformed(`${path} is ${describeType(value)}, expected text`);
}

function expectObject(value: unknown, path: string): JsonObject {
  if (isObject(value)) return value;
  throw malformed(`${path} is ${describeType(value)}, expected an object`);
}

function malformed(problem: string, options?: ErrorOptions): NotificationError {
  return new NotificationError('malformed', `The notification cannot be read: ${problem}`, options);
}

function describeType(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
