import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CredentialKind, TrailEvent } from '../../lib/cloudtrail/event.ts';
import { itemSizeBytes } from '../../lib/event-index/attribute-value.ts';
import { fromEventItem, type RecordSource, toEventItem } from '../../lib/event-index/event-item.ts';

const KEY =
  'AWSLogs/111122223333/CloudTrail/us-east-2/2026/03/17/111122223333_CloudTrail_us-east-2_20260317T0915Z_Mu0KsOhtH1ar15ZZ.json.gz';
const SOURCE: RecordSource = {
  logFileKey: KEY,
  deliveryDay: '2026-03-17',
  recordIndex: 7,
  recordHash: Uint8Array.from({ length: 16 }, (_, index) => index),
};
const EVENT: TrailEvent = {
  eventID: 'b12097ee-d121-43f4-a3f8-ca4aa57e6c94',
  eventTime: '2026-03-17T09:10:11Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'DeleteBucket',
  awsRegion: 'us-east-2',
  recipientAccountId: '111122223333',
  sourceIPAddress: '203.0.113.17',
  userAgent: 'aws-cli/2.15.40',
  errorCode: 'AccessDenied',
  errorMessage: 'Access Denied',
  failed: true,
  readOnly: false,
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  principal: 'arn:aws:iam::111122223333:role/Admin',
  userName: 'alice',
  identityType: 'AssumedRole',
  credentialKind: 'role',
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  mfa: true,
  resources: ['arn:aws:s3:::ledgers', 'AIDAEXAMPLE'],
};

describe('toEventItem', () => {
  it('writes a summary that somebody in the AWS console can read, without what follows from it', () => {
    expect(toEventItem(EVENT, SOURCE, { shardCount: 1, expiresAt: 1_800_000_000 })).toEqual({
      eventID: { S: 'b12097ee-d121-43f4-a3f8-ca4aa57e6c94' },
      recordHash: { B: SOURCE.recordHash },
      timeID: { S: '2026-03-17T09:10:11Z#b120' },
      eventSource: { S: 's3.amazonaws.com' },
      eventName: { S: 'DeleteBucket' },
      principal: { S: 'arn:aws:iam::111122223333:role/Admin' },
      errorCode: { S: 'AccessDenied' },
      errorMessage: { S: 'Access Denied' },
      awsRegion: { S: 'us-east-2' },
      sourceIPAddress: { S: '203.0.113.17' },
      userAgent: { S: 'aws-cli/2.15.40' },
      userName: { S: 'alice' },
      accessKeyId: { S: 'ASIAIOSFODNN7EXAMPLE' },
      readOnly: { BOOL: false },
      mfa: { BOOL: true },
      resources: { S: 'arn:aws:s3:::ledgers\nAIDAEXAMPLE' },
      logFile: { S: '20260317T0915Z_Mu0KsOhtH1ar15ZZ#7' },
      expiresAt: { N: '1800000000' },
    });
  });

  it('is read back as the event it was', () => {
    expect(fromEventItem(toEventItem(EVENT, SOURCE, { shardCount: 1 }))).toEqual({
      ...EVENT,
      recordHash: '000102030405060708090a0b0c0d0e0f',
      logFile: { kind: 'key', key: KEY },
      recordIndex: 7,
      clipped: [],
    });
  });

  it('does not make up what the record lacks', () => {
    const bare: TrailEvent = {
      eventTime: '2013-11-13T00:00:00Z',
      principal: 'unknown',
      credentialKind: 'unknown',
      failed: false,
      resources: [],
    };
    expect(fromEventItem(toEventItem(bare, SOURCE, { shardCount: 1 }))).toEqual({
      ...bare,
      eventID: '000102030405060708090a0b0c0d0e0f',
      recordHash: '000102030405060708090a0b0c0d0e0f',
      logFile: { kind: 'key', key: KEY },
      recordIndex: 7,
      clipped: [],
    });
  });

  it.each(['-', '--', '-'.repeat(60)])(
    'keeps a text of dashes apart from a text that is missing: %s',
    (text) => {
      const dashes = { ...EVENT, sourceIPAddress: 'ec2.amazonaws.com', userAgent: text, eventType: text };
      const { userAgent, eventType, invokedBy } = fromEventItem(
        toEventItem(dashes, SOURCE, { shardCount: 1 }),
      );
      expect([userAgent, eventType, invokedBy]).toEqual([text.slice(0, 48), text.slice(0, 40), undefined]);
    },
  );

  it('marks a failure that has no code, and reads it as one', () => {
    const { errorCode: _, ...withoutCode } = EVENT;
    const item = toEventItem(withoutCode, SOURCE, { shardCount: 1 });
    expect(item.errorCode).toEqual({ S: '-' });
    expect(fromEventItem(item)).toMatchObject({ failed: true, errorMessage: 'Access Denied' });
    expect(fromEventItem(item)).not.toHaveProperty('errorCode');
  });

  it('has no entry in the error index for a call that succeeded', () => {
    const item = toEventItem({ ...EVENT, failed: false }, SOURCE, { shardCount: 1 });
    expect(item).not.toHaveProperty('errorCode');
  });

  it('keeps account and kind of credentials where the principal does not tell them', () => {
    const other = { ...EVENT, recipientAccountId: '444455556666', credentialKind: 'federated' } as const;
    const item = toEventItem(other, SOURCE, { shardCount: 1 });
    expect(item).toMatchObject({
      recipientAccountId: { S: '444455556666' },
      credentialKind: { S: 'federated' },
    });
    expect(fromEventItem(item)).toMatchObject({
      recipientAccountId: '444455556666',
      credentialKind: 'federated',
    });
  });

  it('does not repeat a name that stands in an ARN, nor a user agent that is the calling service', () => {
    const service = 'cloudformation.amazonaws.com';
    const event = {
      ...EVENT,
      sourceIPAddress: service,
      userAgent: service,
      invokedBy: service,
      resources: ['arn:aws:s3:::ledgers/2026/q1.csv', 'ledgers', 'ledgers/2026/q1.csv', 'ledger'],
    };
    const item = toEventItem(event, SOURCE, { shardCount: 1 });
    expect(item.resources).toEqual({ S: 'arn:aws:s3:::ledgers/2026/q1.csv\nledger' });
    expect(item).not.toHaveProperty('userAgent');
    expect(item).not.toHaveProperty('invokedBy');
    expect(fromEventItem(item)).toMatchObject({ userAgent: service, invokedBy: service });
  });

  it('names what it clipped', () => {
    const long = { ...EVENT, userAgent: 'u'.repeat(500), resources: ['r'.repeat(100), 's'.repeat(100)] };
    const event = fromEventItem(toEventItem(long, SOURCE, { shardCount: 1 }));
    expect(event.clipped).toEqual(['userAgent', 'resources']);
    expect(event.userAgent).toBe('u'.repeat(48));
    expect(event.resources).toEqual(['r'.repeat(100)]);
  });

  it('puts an event into one write shard of every index and shows the bare values', () => {
    const event = { ...EVENT, issuedAccessKeyId: 'ASIAI44QH8DHBEXAMPLE' };
    const item = toEventItem(event, SOURCE, { shardCount: 8 });
    expect(item).toMatchObject({
      eventSource: { S: 's3.amazonaws.com\t7' },
      eventName: { S: 'DeleteBucket\t7' },
      principal: { S: 'arn:aws:iam::111122223333:role/Admin\t7' },
      errorCode: { S: 'AccessDenied\t7' },
      issuedAccessKeyId: { S: 'ASIAI44QH8DHBEXAMPLE\t7' },
      userName: { S: 'alice\t7' },
      accessKeyId: { S: 'ASIAIOSFODNN7EXAMPLE\t7' },
      sourceIPAddress: { S: '203.0.113.17\t7' },
    });
    expect(fromEventItem(item)).toMatchObject({ ...event, clipped: [] });
  });

  it('derives from the bare address what a call of a service repeats, in every write shard', () => {
    const service = 'cloudformation.amazonaws.com';
    const event = { ...EVENT, sourceIPAddress: service, userAgent: service, invokedBy: service };
    const item = toEventItem(event, SOURCE, { shardCount: 8 });
    expect(item.sourceIPAddress).toEqual({ S: 'cloudformation.amazonaws.com\t7' });
    expect(item).not.toHaveProperty('invokedBy');
    expect(fromEventItem(item)).toMatchObject({ userAgent: service, invokedBy: service });
  });

  it.each(['userName', 'accessKeyId', 'sourceIPAddress', 'issuedAccessKeyId'])(
    'has no entry in the index on %s for a record without one',
    (name) => {
      for (const value of [undefined, '']) {
        const item = toEventItem({ ...EVENT, [name]: value }, SOURCE, { shardCount: 8 });
        expect(item).not.toHaveProperty(name);
        expect(fromEventItem(item)).not.toHaveProperty(name);
      }
    },
  );

  it('cuts a key to its beginning and a hash, the same again when it is read and asked for', () => {
    const userName = `repo:corp/${'x'.repeat(200)}`;
    const stored = `repo:corp/${'x'.repeat(69)}~17e69d6aa04e5fad`;
    const item = toEventItem({ ...EVENT, userName }, SOURCE, { shardCount: 8 });
    expect(item.userName).toEqual({ S: `${stored}\t7` });
    expect(fromEventItem(item)).toMatchObject({ userName: stored, clipped: ['userName'] });
  });

  it('keeps every key when the item overflows', () => {
    const long = 'x'.repeat(2_000);
    const texts = { userAgent: long, errorMessage: long, roleArn: long, invokedBy: long, resources: [long] };
    const names = {
      userName: 'u'.repeat(96),
      principal: `arn:${'p'.repeat(190)}`,
      eventName: 'n'.repeat(64),
    };
    const item = toEventItem({ ...EVENT, ...texts, ...names }, SOURCE, { shardCount: 8 });
    expect(item.overflowed).toEqual({ BOOL: true });
    expect(fromEventItem(item)).toMatchObject({
      ...names,
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      sourceIPAddress: '203.0.113.17',
    });
    expect(fromEventItem(item).clipped).not.toContain('userName');
  });

  it('says nothing of what gave way, rather than what would follow from the rest', () => {
    const long = 'x'.repeat(2_000);
    const texts = {
      eventType: 'AwsServiceEvent',
      userAgent: long,
      errorMessage: long,
      roleArn: long,
      invokedBy: long,
    };
    const names = {
      userName: 'u'.repeat(96),
      principal: `arn:${'p'.repeat(190)}`,
      eventName: 'n'.repeat(64),
    };
    const event = fromEventItem(toEventItem({ ...EVENT, ...texts, ...names }, SOURCE, { shardCount: 1 }));
    expect(event.clipped).toContain('eventCategory');
    // Management, if it were derived.
    expect(event.eventCategory).toBeUndefined();
  });

  it('leads back to its log file also where the region is longer than what is kept of it', () => {
    const awsRegion = `eu-${'x'.repeat(40)}-1`;
    const logFileKey = `AWSLogs/111122223333/CloudTrail/${awsRegion}/2026/03/17/111122223333_CloudTrail_${awsRegion}_20260317T0915Z_Mu0KsOhtH1ar15ZZ.json.gz`;
    const item = toEventItem({ ...EVENT, awsRegion }, { ...SOURCE, logFileKey }, { shardCount: 1 });
    expect(fromEventItem(item)).toMatchObject({
      awsRegion: awsRegion.slice(0, 32),
      logFile: { kind: 'key', key: logFileKey },
    });
  });

  it('fits one write unit also with every key at its limit', () => {
    const long = 'x'.repeat(2_000);
    const keys = {
      eventID: long,
      eventSource: long,
      eventName: long,
      principal: long,
      errorCode: long,
      issuedAccessKeyId: long,
      userName: long,
      accessKeyId: long,
      sourceIPAddress: long,
    };
    const event = {
      ...EVENT,
      ...keys,
      awsRegion: long,
      recipientAccountId: long,
      credentialKind: 'anonymous',
    } as const;
    // The last of a hundred write shards, and the place of a record that no log file is long enough for.
    const options = { shardCount: 100, expiresAt: 4_956_111_111 };
    const sources = Array.from({ length: 50 }, (_, number) => ({
      ...SOURCE,
      logFileKey: 'k'.repeat(400),
      recordIndex: 10_000_000 + number,
    }));
    const sizes = sources.map((source, number) =>
      itemSizeBytes(toEventItem({ ...event, eventID: `${number}-${long}` }, source, options)),
    );
    expect(Math.max(...sizes)).toBe(1_022);
  });

  it('fits one write unit and keeps its place in the log file, whatever the record holds', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constant('x'.repeat(2_000)),
      fc.constant('😀'.repeat(300)),
    );
    const some = fc.option(text, { nil: undefined });
    const event = fc.record({
      eventID: some,
      eventTime: fc.constant('2026-03-17T09:10:11Z'),
      eventSource: some,
      eventName: some,
      awsRegion: some,
      recipientAccountId: some,
      sourceIPAddress: some,
      userAgent: some,
      errorCode: some,
      errorMessage: some,
      failed: fc.boolean(),
      readOnly: fc.option(fc.boolean(), { nil: undefined }),
      eventType: some,
      eventCategory: some,
      sharedEventID: some,
      principal: text.filter((value) => value !== ''),
      userName: some,
      roleArn: some,
      identityType: some,
      credentialKind: fc.constantFrom<CredentialKind>('role', 'anonymous'),
      accessKeyId: some,
      invokedBy: some,
      sourceIdentity: some,
      mfa: fc.option(fc.boolean(), { nil: undefined }),
      signInResult: some,
      issuedAccessKeyId: some,
      resources: fc.array(text, { maxLength: 16 }),
    });
    const key = fc.constantFrom(KEY, `${'p'.repeat(200)}/${KEY}`, 'k'.repeat(400));
    fc.assert(
      fc.property(event, key, fc.constantFrom(1, 100), (generated, logFileKey, shardCount) => {
        const defined = Object.fromEntries(
          Object.entries(generated).filter(([, value]) => value !== undefined),
        );
        const source = { ...SOURCE, logFileKey, recordIndex: 49_999 };
        const item = toEventItem(defined as unknown as TrailEvent, source, {
          shardCount,
          expiresAt: 1_800_000_000,
        });
        expect(itemSizeBytes(item)).toBeLessThanOrEqual(1024);
        for (const name of ['userName', 'accessKeyId', 'sourceIPAddress', 'issuedAccessKeyId'] as const) {
          expect(name in item, name).toBe(Boolean(generated[name]));
        }
        const { logFile, recordIndex, eventTime } = fromEventItem(item);
        expect(recordIndex).toBe(49_999);
        expect(eventTime).toBe('2026-03-17T09:10:11Z');
        if (logFile.kind === 'key') expect(logFile.key).toBe(logFileKey);
        else expect(logFile.day).toBe('2026-03-17');
      }),
      { numRuns: 300 },
    );
  });
});
