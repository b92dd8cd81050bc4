import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnnouncedObject,
  type IgnoredKind,
  NotificationError,
  parseNotification,
} from '../../lib/cloudtrail/delivery-notification.ts';

const BUCKET = 'example-trail-bucket';
const KEY =
  'AWSLogs/111122223333/CloudTrail/us-east-2/2023/07/19/111122223333_CloudTrail_us-east-2_20230719T2133Z_Mu0KsOhtH1ar15ZZ.json.gz';
const OTHER_KEY =
  'AWSLogs/111122223333/CloudTrail/us-east-1/2023/07/19/111122223333_CloudTrail_us-east-1_20230719T2134Z_kpaMYavMQA9Ahp7L.json.gz';

// What senders write.

function fromCloudTrail(bucket: string, keys: readonly string[]): string {
  return JSON.stringify({ s3Bucket: bucket, s3ObjectKey: keys });
}

/** As S3 encodes keys: form style, slashes left alone. */
function encodeAsS3(key: string): string {
  return encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
}

function s3Record(bucket: string, key: string, eventName = 'ObjectCreated:Put', eventVersion = '2.1') {
  return {
    eventVersion,
    eventSource: 'aws:s3',
    awsRegion: 'us-east-2',
    eventTime: '2023-07-19T21:35:02.118Z',
    eventName,
    userIdentity: { principalId: 'AWS:AROAEXAMPLE:i-0abc' },
    requestParameters: { sourceIPAddress: '192.0.2.10' },
    responseElements: { 'x-amz-request-id': 'EXAMPLE123', 'x-amz-id-2': 'EXAMPLE456' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'new-files',
      bucket: { name: bucket, ownerIdentity: { principalId: 'A1EXAMPLE' }, arn: `arn:aws:s3:::${bucket}` },
      object: { key: encodeAsS3(key), size: 2048, eTag: '0123456789abcdef', sequencer: '0055AED6DCD90281E5' },
    },
  };
}

function fromS3(bucket: string, keys: readonly string[]): string {
  return JSON.stringify({ Records: keys.map((key) => s3Record(bucket, key)) });
}

function fromEventBridge(bucket: string, key: string, detailType = 'Object Created'): string {
  return JSON.stringify({
    version: '0',
    id: '00000000-0000-0000-0000-000000000001',
    'detail-type': detailType,
    source: 'aws.s3',
    account: '111122223333',
    time: '2023-07-19T21:35:02Z',
    region: 'us-east-2',
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: {
        key,
        size: 2048,
        etag: '0123456789abcdef',
        'version-id': 'EXAMPLE',
        sequencer: '00617F08299329D189',
      },
      'request-id': 'EXAMPLE789',
      requester: 'cloudtrail.amazonaws.com',
      reason: 'PutObject',
    },
  });
}

function inSnsEnvelope(message: string): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: '00000000-0000-0000-0000-000000000002',
    TopicArn: 'arn:aws:sns:us-east-2:111122223333:trail-delivery',
    Message: message,
    Timestamp: '2023-07-19T21:35:02.500Z',
    SignatureVersion: '1',
    Signature: 'EXAMPLE==',
    SigningCertURL: 'https://sns.us-east-2.amazonaws.com/SimpleNotificationService-example.pem',
    UnsubscribeURL: 'https://sns.us-east-2.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=example',
  });
}

function asSnsInvocation(...messages: readonly string[]): string {
  return JSON.stringify({
    Records: messages.map((message) => ({
      EventVersion: '1.0',
      EventSource: 'aws:sns',
      EventSubscriptionArn: 'arn:aws:sns:us-east-2:111122223333:trail-delivery:example',
      Sns: {
        Type: 'Notification',
        MessageId: '00000000-0000-0000-0000-000000000003',
        TopicArn: 'arn:aws:sns:us-east-2:111122223333:trail-delivery',
        Subject: null,
        Message: message,
        Timestamp: '2023-07-19T21:35:02.500Z',
        SignatureVersion: '1',
        Signature: 'EXAMPLE==',
        SigningCertUrl: 'https://sns.us-east-2.amazonaws.com/SimpleNotificationService-example.pem',
        UnsubscribeUrl: 'https://sns.us-east-2.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=example',
        MessageAttributes: {},
      },
    })),
  });
}

function inEnvelopes(count: number, message: string): string {
  return count === 0 ? message : inEnvelopes(count - 1, inSnsEnvelope(message));
}

const ENVELOPES: readonly (readonly [string, (message: string) => string])[] = [
  ['raw', (message) => message],
  ['an SNS envelope', inSnsEnvelope],
  ['an SNS envelope in an SNS envelope', (message) => inSnsEnvelope(inSnsEnvelope(message))],
  ['an SNS invocation event', asSnsInvocation],
  ['an SNS invocation event of an SNS envelope', (message) => asSnsInvocation(inSnsEnvelope(message))],
  ['white space', (message) => ` \r\n\t${message}\n`],
  ['a byte order mark', (message) => `\ufeff${message}`],
];

const CONFIG_HISTORY = JSON.stringify({
  s3ObjectKey:
    'AWSLogs/111122223333/Config/us-east-2/2023/7/19/ConfigHistory/111122223333_Config_us-east-2_ConfigHistory_AWS::CloudTrail::Trail_20230719T195818Z_20230719T195818Z_1.json.gz',
  s3Bucket: BUCKET,
  notificationCreationTime: '2023-07-19T20:37:05.217Z',
  messageType: 'ConfigurationHistoryDeliveryCompleted',
  recordVersion: '1.1',
});

const announced = (...keys: readonly string[]): readonly AnnouncedObject[] =>
  keys.map((key) => ({ bucket: BUCKET, key }));

type InnerCase = readonly [
  title: string,
  message: string,
  objects: readonly AnnouncedObject[],
  ignored: readonly (readonly [IgnoredKind, string])[],
];

const INNER_FORMS: readonly InnerCase[] = [
  ["CloudTrail's message with one key", fromCloudTrail(BUCKET, [KEY]), announced(KEY), []],
  [
    "CloudTrail's message with two keys",
    fromCloudTrail(BUCKET, [KEY, OTHER_KEY]),
    announced(KEY, OTHER_KEY),
    [],
  ],
  [
    "CloudTrail's message without keys",
    fromCloudTrail(BUCKET, []),
    [],
    [['foreign', 'CloudTrail message without log files']],
  ],
  [
    'a single key instead of a list',
    JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: KEY }),
    announced(KEY),
    [],
  ],
  [
    "CloudTrail's message with unknown members",
    JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: [KEY], messageType: 'x', Records: [1], kind: null }),
    announced(KEY),
    [],
  ],
  ['an S3 event', fromS3(BUCKET, [KEY]), announced(KEY), []],
  ['an S3 event of two records', fromS3(BUCKET, [KEY, OTHER_KEY]), announced(KEY, OTHER_KEY), []],
  [
    'an S3 event about a removed and a new object',
    JSON.stringify({ Records: [s3Record(BUCKET, KEY, 'ObjectRemoved:Delete'), s3Record(BUCKET, OTHER_KEY)] }),
    announced(OTHER_KEY),
    [['not-created', 'S3 event "ObjectRemoved:Delete"']],
  ],
  ['an EventBridge event', fromEventBridge(BUCKET, KEY), announced(KEY), []],
  [
    'an EventBridge event about a deleted object',
    fromEventBridge(BUCKET, KEY, 'Object Deleted'),
    [],
    [['not-created', 'EventBridge event "Object Deleted" of S3']],
  ],
  [
    "CloudTrail's validation message",
    'CloudTrail validation message.',
    [],
    [['validation', 'CloudTrail validation message']],
  ],
  [
    'the S3 test event',
    `{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2023-07-19T21:00:00.000Z","Bucket":"${BUCKET}","RequestId":"EXAMPLE","HostId":"EXAMPLE"}`,
    [],
    [['s3-test', 'S3 test event']],
  ],
  [
    'a request to confirm a subscription',
    '{"Type":"SubscriptionConfirmation","MessageId":"m","Token":"t","TopicArn":"a","Message":"You have chosen to subscribe …","SubscribeURL":"https://sns.us-east-2.amazonaws.com/"}',
    [],
    [['subscription', 'SNS SubscriptionConfirmation']],
  ],
  [
    'a request to confirm the end of a subscription',
    '{"Type":"UnsubscribeConfirmation","MessageId":"m","Token":"t","TopicArn":"a","Message":"You have chosen to deactivate …"}',
    [],
    [['subscription', 'SNS UnsubscribeConfirmation']],
  ],
  [
    "AWS Config's history on a shared topic",
    CONFIG_HISTORY,
    [],
    [['foreign', 'message of type "ConfigurationHistoryDeliveryCompleted"']],
  ],
  [
    "AWS Config's change of an item",
    '{"configurationItem":{"awsAccountId":"111122223333"},"messageType":"ConfigurationItemChangeNotification"}',
    [],
    [['foreign', 'message of type "ConfigurationItemChangeNotification"']],
  ],
  [
    "another service's EventBridge event",
    '{"source":"aws.ec2","detail-type":"EC2 Instance State-change Notification","detail":{}}',
    [],
    [['foreign', 'EventBridge event "EC2 Instance State-change Notification" from "aws.ec2"']],
  ],
  [
    'a CloudTrail log file',
    '{"Records":[{"eventVersion":"1.08","eventSource":"s3.amazonaws.com","eventName":"PutObject"}]}',
    [],
    [['foreign', 'Records entry that is neither from S3 nor from SNS']],
  ],
  [
    'an alarm',
    '{"AlarmName":"high","NewStateValue":"ALARM"}',
    [],
    [['foreign', 'JSON object with the members "AlarmName, NewStateValue"']],
  ],
  ['an empty list of records', '{"Records":[]}', [], [['foreign', 'JSON object with the members "Records"']]],
  [
    'records that are no list',
    '{"Records":{"eventSource":"aws:s3"}}',
    [],
    [['foreign', 'JSON object with the members "Records"']],
  ],
  ['an empty object', '{}', [], [['foreign', 'empty JSON object']]],
  ['null', 'null', [], [['foreign', 'JSON, but null']]],
  ['a number', '42', [], [['foreign', 'JSON, but a number']]],
  ['a JSON string', '"CloudTrail validation message."', [], [['foreign', 'JSON, but a string']]],
  ['a list', '[{"s3Bucket":"b","s3ObjectKey":["k"]}]', [], [['foreign', 'JSON, but a list']]],
  [
    'members under __proto__',
    `{"__proto__":{"s3Bucket":"${BUCKET}","s3ObjectKey":["${KEY}"],"Type":"Notification"}}`,
    [],
    [['foreign', 'JSON object with the members "__proto__"']],
  ],
];

describe.each(ENVELOPES)('parseNotification of a message in %s', (_, wrap) => {
  it.each(INNER_FORMS)('reads %s', (_title, message, objects, ignored) => {
    expect(parseNotification(wrap(message))).toEqual({
      objects,
      ignored: ignored.map(([kind, description]) => ({ kind, description })),
    });
  });
});

describe('parseNotification', () => {
  it('reads every record of an SNS invocation event', () => {
    const event = asSnsInvocation(
      fromCloudTrail(BUCKET, [KEY]),
      'CloudTrail validation message.',
      fromS3('other-bucket', [OTHER_KEY]),
    );
    expect(parseNotification(event)).toEqual({
      objects: [
        { bucket: BUCKET, key: KEY },
        { bucket: 'other-bucket', key: OTHER_KEY },
      ],
      ignored: [{ kind: 'validation', description: 'CloudTrail validation message' }],
    });
  });

  it('names an object once, at its first place, however often it is announced', () => {
    const event = asSnsInvocation(
      fromCloudTrail(BUCKET, [KEY, OTHER_KEY, KEY]),
      fromS3(BUCKET, [KEY]),
      fromEventBridge(BUCKET, OTHER_KEY),
    );
    expect(parseNotification(event).objects).toEqual(announced(KEY, OTHER_KEY));
  });

  it('does not mistake bucket and key that join to the same text for one object', () => {
    const event = asSnsInvocation(
      fromCloudTrail('a', ['b/c']),
      fromCloudTrail('a/b', ['c']),
      fromCloudTrail('ab', ['/c']),
    );
    expect(parseNotification(event).objects).toEqual([
      { bucket: 'a', key: 'b/c' },
      { bucket: 'a/b', key: 'c' },
      { bucket: 'ab', key: '/c' },
    ]);
  });

  it('lists alike entries that it ignored once', () => {
    const removed = s3Record(BUCKET, KEY, 'ObjectRemoved:Delete');
    expect(
      parseNotification(JSON.stringify({ Records: [removed, removed, 1, null, removed] })).ignored,
    ).toEqual([
      { kind: 'not-created', description: 'S3 event "ObjectRemoved:Delete"' },
      { kind: 'foreign', description: 'Records entry that is neither from S3 nor from SNS' },
    ]);
  });

  it.each([
    ['a+b.json.gz', 'a b.json.gz'],
    ['a%20b.json.gz', 'a b.json.gz'],
    ['a%2Bb.json.gz', 'a+b.json.gz'],
    ['a%252Bb.json.gz', 'a%2Bb.json.gz'],
    ['AWSLogs%2F111122223333/x', 'AWSLogs/111122223333/x'],
    ['gr%C3%B6%C3%9Fe', 'größe'],
    ['%F0%9F%98%80', '\u{1f600}'],
    ['unencodedöß', 'unencodedöß'],
  ])('decodes the key %s of an S3 event', (encoded, key) => {
    const record = s3Record(BUCKET, 'x');
    record.s3.object.key = encoded;
    expect(parseNotification(JSON.stringify({ Records: [record] })).objects).toEqual(announced(key));
  });

  it.each(['a+b', 'a%20b', '%', '%2Bx', 'a b', 'größe'])(
    'takes the key %s as it is from CloudTrail and EventBridge',
    (key) => {
      expect(parseNotification(fromCloudTrail(BUCKET, [key])).objects).toEqual(announced(key));
      expect(parseNotification(fromEventBridge(BUCKET, key)).objects).toEqual(announced(key));
    },
  );

  it.each(['2.0', '2.1', '2.2', '2.3', '2.10'])('reads version %s of S3 events', (version) => {
    const event = JSON.stringify({ Records: [s3Record(BUCKET, KEY, 'ObjectCreated:Put', version)] });
    expect(parseNotification(event).objects).toEqual(announced(KEY));
  });

  it('reads an S3 event without a version', () => {
    const { eventVersion: _, ...record } = s3Record(BUCKET, KEY);
    expect(parseNotification(JSON.stringify({ Records: [record] })).objects).toEqual(announced(KEY));
  });

  it.each([
    'ObjectCreated:Put',
    'ObjectCreated:Copy',
    'ObjectCreated:CompleteMultipartUpload',
    's3:ObjectCreated:Put',
  ])('takes %s for a new object', (eventName) => {
    const event = JSON.stringify({ Records: [s3Record(BUCKET, KEY, eventName)] });
    expect(parseNotification(event)).toEqual({ objects: announced(KEY), ignored: [] });
  });

  it.each([
    'ObjectRemoved:Delete',
    'ObjectRemoved:DeleteMarkerCreated',
    'ObjectRestore:Completed',
    'ObjectTagging:Put',
    'LifecycleExpiration:Delete',
    'ReducedRedundancyLostObject',
    'NotObjectCreated:Put',
  ])('does not take %s for a new object', (eventName) => {
    const event = JSON.stringify({ Records: [s3Record(BUCKET, KEY, eventName)] });
    expect(parseNotification(event)).toEqual({
      objects: [],
      ignored: [{ kind: 'not-created', description: `S3 event "${eventName}"` }],
    });
  });
});

function errorOf(body: string, maxKeys?: number): NotificationError {
  try {
    parseNotification(body, maxKeys === undefined ? {} : { maxKeys });
  } catch (error) {
    if (error instanceof NotificationError) return error;
    throw error;
  }
  throw new Error('the notification was understood');
}

describe('parseNotification refuses', () => {
  it.each([
    ['it is empty', ''],
    ['it is empty', '  \n'],
    ['it begins "hello"', 'hello'],
    ['it begins "CloudTrail validation message"', 'CloudTrail validation message'],
    ['it begins "cloudtrail validation message."', 'cloudtrail validation message.'],
    ['it begins "CloudTrail validation message.."', 'CloudTrail validation message..'],
    ['it begins "{\\"s3Bucket\\":\\"b\\","', '{"s3Bucket":"b",'],
    ['it begins "\\u001b[2J\\u202e\\u000ax"', '\u001b[2J\u202e\nx'],
    [`it begins "${'x'.repeat(60)}"…`, 'x'.repeat(100_000)],
  ])('what is not JSON: %s', (problem, body) => {
    const error = errorOf(body);
    expect(error.name).toBe('NotificationError');
    expect(error.code).toBe('not-json');
    expect(error.message).toBe(`The notification is not JSON: ${problem}`);
  });

  it.each(ENVELOPES)('text that is not JSON in %s', (_, wrap) => {
    expect(errorOf(wrap('hello'))).toMatchObject({
      code: 'not-json',
      message: 'The notification is not JSON: it begins "hello"',
    });
  });

  const s3Event = (change: object) => JSON.stringify({ Records: [{ ...s3Record(BUCKET, KEY), ...change }] });
  it.each([
    ['s3Bucket is a number, expected text', '{"s3Bucket":42,"s3ObjectKey":["k"]}'],
    ['s3Bucket is empty, expected text', '{"s3Bucket":"","s3ObjectKey":["k"]}'],
    ['s3Bucket is null, expected text', '{"s3Bucket":null,"s3ObjectKey":[]}'],
    ['s3Bucket is missing, expected text', '{"s3ObjectKey":["k"]}'],
    ['s3ObjectKey is missing, expected text', '{"s3Bucket":"b"}'],
    ['s3ObjectKey is null, expected text', '{"s3Bucket":"b","s3ObjectKey":null}'],
    ['s3ObjectKey is an object, expected text', '{"s3Bucket":"b","s3ObjectKey":{"0":"k"}}'],
    ['s3ObjectKey[1] is a number, expected text', '{"s3Bucket":"b","s3ObjectKey":["k",7]}'],
    ['s3ObjectKey[0] is a list, expected text', '{"s3Bucket":"b","s3ObjectKey":[["k"]]}'],
    ['s3ObjectKey[1] is empty, expected text', '{"s3Bucket":"b","s3ObjectKey":["k",""]}'],
    ['s3Bucket is a boolean, expected text', '{"s3Bucket":true,"s3ObjectKey":"k","messageType":1}'],
    ['Message is missing, expected text', '{"Type":"Notification"}'],
    ['Message is an object, expected text', '{"Type":"Notification","Message":{"s3Bucket":"b"}}'],
    ['Records[0].Sns is missing, expected an object', '{"Records":[{"EventSource":"aws:sns"}]}'],
    ['Records[0].Sns is a list, expected an object', '{"Records":[{"EventSource":"aws:sns","Sns":[]}]}'],
    [
      'Records[1].Sns.Message is missing, expected text',
      '{"Records":[{},{"EventSource":"aws:sns","Sns":{}}]}',
    ],
    ['Records[0].eventName is missing, expected text', '{"Records":[{"eventSource":"aws:s3"}]}'],
    ['Records[0].eventName is a list, expected text', s3Event({ eventName: ['ObjectCreated:Put'] })],
    ['Records[0].s3 is null, expected an object', s3Event({ s3: null })],
    ['Records[0].s3.bucket is missing, expected an object', s3Event({ s3: { object: { key: 'k' } } })],
    [
      'Records[0].s3.object is a string, expected an object',
      s3Event({ s3: { bucket: { name: 'b' }, object: 'k' } }),
    ],
    [
      'Records[0].s3.bucket.name is missing, expected text',
      s3Event({ s3: { bucket: {}, object: { key: 'k' } } }),
    ],
    [
      'Records[0].s3.object.key is missing, expected text',
      s3Event({ s3: { bucket: { name: 'b' }, object: {} } }),
    ],
    [
      'Records[0].s3.object.key is not URL-encoded as S3 does it: "a%2"',
      s3Event({ s3: { bucket: { name: 'b' }, object: { key: 'a%2' } } }),
    ],
    [
      'Records[0].s3.object.key is not URL-encoded as S3 does it: "a%FF\\u000a"',
      s3Event({ s3: { bucket: { name: 'b' }, object: { key: 'a%FF\n' } } }),
    ],
    [
      'Records[0].eventVersion is "3.0"; only versions 2.x of S3 event notifications are understood',
      s3Event({ eventVersion: '3.0' }),
    ],
    [
      'Records[0].eventVersion is a number; only versions 2.x of S3 event notifications are understood',
      s3Event({ eventVersion: 2.1 }),
    ],
    ['detail is missing, expected an object', '{"source":"aws.s3","detail-type":"Object Created"}'],
    [
      'detail.bucket is a string, expected an object',
      '{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":"b"}}',
    ],
    [
      'detail.object is missing, expected an object',
      '{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"b"}}}',
    ],
    [
      'detail.bucket.name is a number, expected text',
      '{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":1},"object":{"key":"k"}}}',
    ],
    [
      'detail.object.key is null, expected text',
      '{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"b"},"object":{"key":null}}}',
    ],
  ])('a malformed message: %s', (problem, body) => {
    const error = errorOf(body);
    expect(error.code).toBe('malformed');
    expect(error.message).toBe(`The notification cannot be read: ${problem}`);
    expect(errorOf(inSnsEnvelope(body)).message).toBe(error.message);
  });

  it('a message of which one part cannot be read, instead of reading the rest', () => {
    const event = asSnsInvocation(fromCloudTrail(BUCKET, [KEY]), '{"s3Bucket":"b"}');
    expect(errorOf(event).code).toBe('malformed');
  });

  it('more than five SNS envelopes', () => {
    const message = fromCloudTrail(BUCKET, [KEY]);
    expect(parseNotification(inEnvelopes(5, message)).objects).toEqual(announced(KEY));
    expect(parseNotification(asSnsInvocation(inEnvelopes(4, message))).objects).toEqual(announced(KEY));
    for (const body of [inEnvelopes(6, message), asSnsInvocation(inEnvelopes(5, message))]) {
      expect(errorOf(body)).toMatchObject({
        code: 'too-deep',
        message: 'The notification is wrapped in more than 5 SNS envelopes',
      });
    }
  });

  it('more objects than it was told to expect', () => {
    const three = fromCloudTrail(BUCKET, ['a', 'b', 'b', 'c']);
    expect(parseNotification(three, { maxKeys: 3 }).objects).toHaveLength(3);
    expect(errorOf(three, 2)).toMatchObject({
      code: 'too-many-keys',
      message: 'The notification announces more than 2 objects; index them with a backfill instead',
    });
    expect(errorOf(asSnsInvocation(fromCloudTrail('a', ['k']), fromS3('b', ['k'])), 1).code).toBe(
      'too-many-keys',
    );
  });

  it('more than 10,000 objects by default', () => {
    const keys = Array.from({ length: 10_001 }, (_, index) => `key-${index}`);
    expect(parseNotification(fromCloudTrail(BUCKET, keys.slice(1))).objects).toHaveLength(10_000);
    expect(errorOf(fromCloudTrail(BUCKET, keys)).code).toBe('too-many-keys');
  });

  it('nothing for being nested deeply', () => {
    const depth = 200_000;
    expect(parseNotification('['.repeat(depth) + ']'.repeat(depth)).ignored).toHaveLength(1);
  });
});

// Whole code points: half a surrogate pair is in no S3 key and cannot be URL-encoded.
const key = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(' ', '+', '%', '2', 'B', '/', 'ü', '\u{1f600}', '"', '\\'),
    minLength: 1,
    maxLength: 12,
  }),
);
const bucket = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{1,20}[a-z0-9]$/);
const envelope = fc.constantFrom(...ENVELOPES.map(([, wrap]) => wrap));

describe('parseNotification, whatever the keys', () => {
  it('gives back exactly what was announced, in every form and envelope', () => {
    const forms: readonly ((bucket: string, keys: readonly string[]) => string)[] = [
      fromCloudTrail,
      fromS3,
      (name, keys) => asSnsInvocation(...keys.map((one) => fromEventBridge(name, one))),
      (name, keys) => asSnsInvocation(...keys.map((one) => inSnsEnvelope(fromCloudTrail(name, [one])))),
    ];
    const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(bucket, keys, fc.constantFrom(...forms), envelope, (name, announcedKeys, form, wrap) => {
        expect(parseNotification(wrap(form(name, announcedKeys)))).toEqual({
          objects: announcedKeys.map((one) => ({ bucket: name, key: one })),
          ignored: [],
        });
      }),
    );
  });
});

describe('parseNotification, whatever the body', () => {
  function expectUnderstoodOrRefused(body: string): void {
    try {
      const { objects, ignored } = parseNotification(body);
      for (const object of objects) {
        expect(object).toEqual({ bucket: expect.stringMatching(/./s), key: expect.stringMatching(/./s) });
      }
      for (const { description } of ignored) expect(description).toMatch(/^[\x20-\x7e…]{1,160}$/);
    } catch (error) {
      if (!(error instanceof NotificationError)) throw error;
      expect(error.message).toMatch(/^[\x20-\x7e…]{1,240}$/);
    }
  }

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), envelope, (body, wrap) =>
        expectUnderstoodOrRefused(wrap(body)),
      ),
    );
  });

  it('takes any JSON', () => {
    fc.assert(fc.property(fc.json(), envelope, (body, wrap) => expectUnderstoodOrRefused(wrap(body))));
  });

  it('takes any values under the member names that it knows', () => {
    const names = [
      ...[
        'Type',
        'Message',
        'Records',
        'EventSource',
        'eventSource',
        'Sns',
        'eventVersion',
        'eventName',
        's3',
      ],
      ...[
        'bucket',
        'object',
        'name',
        'key',
        's3Bucket',
        's3ObjectKey',
        'messageType',
        'Event',
        'source',
        'detail-type',
      ],
      ...['detail', '__proto__', 'constructor', 'toString'],
    ];
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.constantFrom(
          'Notification',
          'aws:sns',
          'aws:s3',
          'aws.s3',
          'Object Created',
          'ObjectCreated:Put',
          '2.1',
        ),
        fc.constantFrom(
          '',
          '%',
          '{}',
          'null',
          null,
          true,
          0,
          's3:TestEvent',
          'CloudTrail validation message.',
        ),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(value, (one) => expectUnderstoodOrRefused(JSON.stringify(one))),
      { numRuns: 1000 },
    );
  });

  it('takes any value in any place of a well-formed message', () => {
    const junk = fc.constantFrom<unknown>(undefined, null, true, 0, '', '%', [], {}, ['x'], { key: {} });
    const events = [fromCloudTrail(BUCKET, [KEY]), fromS3(BUCKET, [KEY]), fromEventBridge(BUCKET, KEY)];
    const bodies = [...events, ...events.map(inSnsEnvelope), asSnsInvocation(...events)];
    fc.assert(
      fc.property(fc.constantFrom(...bodies), fc.nat({ max: 60 }), junk, (body, place, value) => {
        let at = 0;
        const changed = JSON.stringify(JSON.parse(body, (_, old: unknown) => (at++ === place ? value : old)));
        if (changed !== undefined) expectUnderstoodOrRefused(changed);
      }),
      { numRuns: 1000 },
    );
  });
});
