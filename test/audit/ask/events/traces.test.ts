/** Questions about one key, address, person or resource. */
import { describe, expect, it } from 'vitest';
import { ACCESS_KEY_USE } from '../../../../lib/audit/ask/events/access-key-use.ts';
import { ADDRESS_ACTIVITY } from '../../../../lib/audit/ask/events/address-activity.ts';
import { CALLS_BY_SERVICES } from '../../../../lib/audit/ask/events/calls-by-services.ts';
import { CONSOLE_SIGN_INS } from '../../../../lib/audit/ask/events/console-sign-ins.ts';
import { IP, KEY, RESOURCE, USER } from '../../../../lib/audit/ask/events/parameters.ts';
import { RESOURCE_CHANGES } from '../../../../lib/audit/ask/events/resource-changes.ts';
import {
  ALICE,
  call,
  insight,
  isAnswer,
  refused,
  roleSession,
  SERVICE,
  signIn,
  toIndexedEvent,
} from './matching.ts';

describe('access-key-use', () => {
  const args = { key: 'AKIAEXAMPLEALICE0000' };

  it('finds what the key signed, refused or not', () => {
    expect(isAnswer(ACCESS_KEY_USE, call('s3', 'ListBuckets'), args)).toBe(true);
    expect(isAnswer(ACCESS_KEY_USE, refused('iam', 'CreateUser'), args)).toBe(true);
  });

  it('asks for the id as records spell it, so that an index can answer', () => {
    expect(ACCESS_KEY_USE.select({ key: 'akiaexamplealice0000' })).toEqual([
      { accessKeyId: ['AKIAEXAMPLEALICE0000'] },
    ]);
  });

  it('leaves out other keys, calls without one, and calls that only name it', () => {
    expect(isAnswer(ACCESS_KEY_USE, call('s3', 'ListBuckets'), { key: 'AKIAEXAMPLEALICE000' })).toBe(false);
    expect(isAnswer(ACCESS_KEY_USE, call('s3', 'ListBuckets', { userIdentity: SERVICE }), args)).toBe(false);
    const deleted = call('iam', 'DeleteAccessKey', {
      userIdentity: roleSession('Admin', 'bob'),
      requestParameters: { userName: 'alice', accessKeyId: 'AKIAEXAMPLEALICE0000' },
    });
    expect(isAnswer(ACCESS_KEY_USE, deleted, args)).toBe(false);
  });

  it('takes ids and patterns, but no secret', () => {
    expect(KEY.complaint?.('AKIAIOSFODNN7EXAMPLE')).toBeUndefined();
    expect(KEY.complaint?.('ASIA*')).toBeUndefined();
    expect(KEY.complaint?.('')).toContain('not the id of an access key');
    expect(KEY.complaint?.('wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00')).toContain('secret');
    expect(KEY.complaint?.('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')).not.toContain('wJalr');
  });
});

describe('address-activity', () => {
  const isFound = (sourceIPAddress: string, ip: string) =>
    isAnswer(ADDRESS_ACTIVITY, call('s3', 'ListBuckets', { sourceIPAddress }), { ip });

  it('finds the address, and addresses of a range', () => {
    expect(isFound('203.0.113.7', '203.0.113.7')).toBe(true);
    expect(isFound('203.0.113.7', '203.0.113.0/24')).toBe(true);
    expect(isFound('2001:db8::7', '2001:DB8::7')).toBe(true);
    expect(isFound('2001:db8:0::7', '2001:db8::/32')).toBe(true);
  });

  it('leaves out other addresses, and services', () => {
    expect(isFound('203.0.113.70', '203.0.113.7')).toBe(false);
    expect(isFound('203.0.114.7', '203.0.113.0/24')).toBe(false);
    expect(isFound('cloudformation.amazonaws.com', '0.0.0.0/0')).toBe(false);
    expect(isFound('AWS Internal', '0.0.0.0/0')).toBe(false);
  });

  it('takes addresses and ranges only', () => {
    expect(
      ['203.0.113.7', '10.0.0.0/8', '2001:db8::7', '2001:db8::/32'].map((ip) => IP.complaint?.(ip)),
    ).toEqual([undefined, undefined, undefined, undefined]);
    for (const ip of ['203.0.113', '10.0.0.0/33', 'example.com', '']) {
      expect(IP.complaint?.(ip)).toContain('is no address and no range of addresses');
    }
  });
});

describe('console-sign-ins', () => {
  const args = { user: 'alice' };

  it('finds a person’s sign-ins by password, through a provider, and into roles, failed ones too', () => {
    expect(isAnswer(CONSOLE_SIGN_INS, signIn('ConsoleLogin', 'Success'), args)).toBe(true);
    expect(isAnswer(CONSOLE_SIGN_INS, signIn('ConsoleLogin', 'Failure'), args)).toBe(true);
    const federated = {
      userIdentity: roleSession('AWSReservedSSO_Admin_0123456789abcdef', 'alice@example.com'),
    };
    expect(isAnswer(CONSOLE_SIGN_INS, signIn('ConsoleLogin', 'Success', federated), args)).toBe(true);
    const switched = { userIdentity: roleSession('Admin', 'alice') };
    expect(isAnswer(CONSOLE_SIGN_INS, signIn('SwitchRole', 'Success', switched), args)).toBe(true);
  });

  it('leaves out other people, other calls, and other sign-in events', () => {
    const alicia = { userIdentity: { ...ALICE, userName: 'alicia' } };
    expect(isAnswer(CONSOLE_SIGN_INS, signIn('ConsoleLogin', 'Success', alicia), args)).toBe(false);
    expect(isAnswer(CONSOLE_SIGN_INS, call('s3', 'ListBuckets'), args)).toBe(false);
    expect(isAnswer(CONSOLE_SIGN_INS, signIn('CheckMfa', 'Success'), args)).toBe(false);
  });

  it('asks for a name', () => {
    expect(USER.complaint?.(' ')).toBe('The name of the user is empty.');
    expect(USER.complaint?.('alice')).toBeUndefined();
  });
});

describe('calls-by-services', () => {
  const args = { user: 'alice' };
  const through = (service: string, more: object = {}) => ({
    userIdentity: { ...ALICE, invokedBy: service },
    sourceIPAddress: service,
    userAgent: service,
    ...more,
  });

  it('finds what services did as the person', () => {
    const made = call('ec2', 'CreateVpc', through('cloudformation.amazonaws.com'));
    expect(isAnswer(CALLS_BY_SERVICES, made, args)).toBe(true);
    const decrypted = call('kms', 'Decrypt', through('AWS Internal', { readOnly: true }));
    expect(isAnswer(CALLS_BY_SERVICES, decrypted, args)).toBe(true);
    const session = { ...roleSession('Admin', 'alice'), invokedBy: 'athena.amazonaws.com' };
    const queried = call('s3', 'GetBucketLocation', {
      userIdentity: session,
      sourceIPAddress: 'athena.amazonaws.com',
    });
    expect(isAnswer(CALLS_BY_SERVICES, queried, args)).toBe(true);
  });

  it('goes by the address where the summary has no room for the service', () => {
    const cut = (sourceIPAddress: string) => {
      const { invokedBy: _, ...event } = toIndexedEvent(call('ec2', 'CreateVpc', { sourceIPAddress }));
      return CALLS_BY_SERVICES.matches?.(event, args);
    };
    expect(cut('cloudformation.amazonaws.com')).toBe(true);
    expect(cut('AWS Internal')).toBe(true);
    expect(cut('203.0.113.7')).toBe(false);
  });

  it('leaves out what the person did, what others did through services, and services alone', () => {
    expect(isAnswer(CALLS_BY_SERVICES, call('ec2', 'CreateVpc'), args)).toBe(false);
    const made = call('ec2', 'CreateVpc', through('cloudformation.amazonaws.com'));
    expect(isAnswer(CALLS_BY_SERVICES, made, { user: 'bob' })).toBe(false);
    expect(isAnswer(CALLS_BY_SERVICES, call('ec2', 'CreateVpc', { userIdentity: SERVICE }), args)).toBe(
      false,
    );
  });
});

describe('resource-changes', () => {
  const bucketPolicy = (more: object = {}) =>
    call('s3', 'PutBucketPolicy', { requestParameters: { bucketName: 'ledger', bucketPolicy: {} }, ...more });
  const isFound = (record: ReturnType<typeof call>, resource = 'ledger') =>
    isAnswer(RESOURCE_CHANGES, record, { resource });

  it('finds changes by name and by ARN, refused ones too', () => {
    expect(isFound(bucketPolicy())).toBe(true);
    expect(isFound(bucketPolicy({ errorCode: 'AccessDenied' }))).toBe(true);
    const listed = { resources: [{ ARN: 'arn:aws:s3:::ledger', type: 'AWS::S3::Bucket' }] };
    expect(isFound(bucketPolicy(listed), 'arn:aws:s3:::ledger')).toBe(true);
    const opened = call('ec2', 'AuthorizeSecurityGroupIngress', {
      requestParameters: { groupId: 'sg-0a1b2c3d' },
    });
    expect(isFound(opened, 'sg-0a1b2c3d')).toBe(true);
  });

  it('leaves out reads, other resources, and what is no call', () => {
    expect(
      isFound(call('s3', 'GetBucketPolicy', { requestParameters: { bucketName: 'ledger' }, readOnly: true })),
    ).toBe(false);
    expect(isFound(bucketPolicy(), 'ledge')).toBe(false);
    expect(isFound(insight('s3', 'PutBucketPolicy'))).toBe(false);
  });

  it('leaves out runs of a function', () => {
    const name = { requestParameters: { functionName: 'nightly' } };
    expect(isFound(call('lambda', 'Invoke', { ...name, eventCategory: 'Data' }), 'nightly')).toBe(false);
    expect(isFound(call('lambda', 'UpdateFunctionCode20150331v2', name), 'nightly')).toBe(true);
  });

  it('asks for one resource', () => {
    expect(RESOURCE.complaint?.('')).toBe('The name of the resource is empty.');
    expect(RESOURCE.complaint?.('*')).toBe('The resource * means all of them: name one.');
    expect(RESOURCE.complaint?.('ledger*')).toBeUndefined();
  });
});
