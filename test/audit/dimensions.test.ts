import { describe, expect, it } from 'vitest';
import { type Dimension, filtersFor, valuesOf } from '../../lib/audit/dimensions.ts';
import type { TrailEvent } from '../../lib/cloudtrail/event.ts';
import { indexedEvent, trailEvent } from '../helpers/trail-event.ts';

const valuesIn = (event: Partial<TrailEvent>, dimension: Dimension) =>
  valuesOf(indexedEvent(trailEvent(event)), dimension);

describe('valuesOf', () => {
  it.each<[Dimension, Partial<TrailEvent>, string]>([
    ['source', { eventSource: 's3.amazonaws.com' }, 's3.amazonaws.com'],
    ['name', { eventName: 'GetObject' }, 'GetObject'],
    ['principal', {}, 'arn:aws:iam::111122223333:user/mary'],
    ['user', { userName: 'mary' }, 'mary'],
    ['account', { recipientAccountId: '444455556666' }, '444455556666'],
    ['region', { awsRegion: 'eu-west-1' }, 'eu-west-1'],
    ['ip', { sourceIPAddress: '203.0.113.7' }, '203.0.113.7'],
    ['error', { errorCode: 'AccessDenied' }, 'AccessDenied'],
    ['access-key', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, 'AKIAIOSFODNN7EXAMPLE'],
    ['user-agent', { userAgent: 'aws-cli/2' }, 'aws-cli/2'],
    ['resource', { resources: ['reports'] }, 'reports'],
    ['kind', {}, 'iam-user'],
    ['category', { eventCategory: 'Data' }, 'Data'],
    ['identity', { identityType: 'IAMUser' }, 'IAMUser'],
    ['source-identity', { sourceIdentity: 'alice' }, 'alice'],
    ['invoked-by', { invokedBy: 'athena.amazonaws.com' }, 'athena.amazonaws.com'],
    ['event-type', { eventType: 'AwsConsoleSignIn' }, 'AwsConsoleSignIn'],
  ])('%s', (dimension, event, text) => {
    expect(valuesIn(event, dimension)).toEqual([{ kind: 'whole', text }]);
  });

  it('tells a value that is missing from a text', () => {
    expect(valuesIn({}, 'access-key')).toEqual([{ kind: 'missing' }]);
    expect(valuesIn({}, 'resource')).toEqual([{ kind: 'missing' }]);
    expect(valuesIn({ userName: '-' }, 'user')).toEqual([{ kind: 'whole', text: '-' }]);
  });

  it('does not pass off the beginning of a text as the text', () => {
    expect(valuesIn({ userAgent: 'a'.repeat(60) }, 'user-agent')).toEqual([
      { kind: 'beginning', text: 'a'.repeat(48) },
    ]);
    expect(valuesIn({ userName: 'u'.repeat(200) }, 'user')).toEqual([
      { kind: 'beginning', text: expect.stringMatching(/^u{79}~[0-9a-f]{16}$/) },
    ]);
  });

  it('gives every resource once, and says when there are more', () => {
    expect(valuesIn({ resources: ['a', 'b', 'a'] }, 'resource')).toEqual([
      { kind: 'whole', text: 'a' },
      { kind: 'whole', text: 'b' },
    ]);
    const twice = { ...indexedEvent(trailEvent()), resources: ['a', 'a'] };
    expect(valuesOf(twice, 'resource')).toEqual([{ kind: 'whole', text: 'a' }]);
    expect(valuesIn({ resources: ['a', 'b'.repeat(150)] }, 'resource')).toEqual([
      { kind: 'whole', text: 'a' },
      { kind: 'not-kept' },
    ]);
    expect(valuesIn({ resources: ['b'.repeat(150)] }, 'resource')).toEqual([
      { kind: 'beginning', text: 'b'.repeat(144) },
      { kind: 'not-kept' },
    ]);
  });

  it('knows what had to give way from what is not there', () => {
    const whole = indexedEvent(trailEvent());
    const overflowed = { ...whole, clipped: ['userAgent', 'eventCategory', 'resources'] };
    expect(valuesOf(overflowed, 'user-agent')).toEqual([{ kind: 'not-kept' }]);
    expect(valuesOf({ ...overflowed, eventCategory: 'Data' }, 'category')).toEqual([
      { kind: 'whole', text: 'Data' },
    ]);
    expect(valuesOf(overflowed, 'resource')).toEqual([{ kind: 'not-kept' }]);
  });
});

describe('filtersFor', () => {
  it('asks for failed calls only, where it is about their errors', () => {
    expect(filtersFor('error', { eventName: ['X'] })).toEqual({ eventName: ['X'], errors: true });
    expect(filtersFor('name', { eventName: ['X'] })).toEqual({ eventName: ['X'] });
  });
});
