import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrailEvent } from '../../lib/cloudtrail/event.ts';
import { needsRecords, type TestedEvent, toEventTest } from '../../lib/event-index/event-test.ts';
import { type EventFilters, SUMMARY_FIELDS } from '../../lib/event-index/filters.ts';
import { toKeyValue } from '../../lib/event-index/key-value.ts';
import type { Verdict } from '../../lib/event-index/verdict.ts';
import { indexedEvent, trailEvent } from '../helpers/trail-event.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Admin';
const OBJECT = 'arn:aws:s3:::reports/2026/a.csv';
const LONG = 'x'.repeat(250);
const LONG_ROLE = `arn:aws:iam::111122223333:role/${LONG}/Admin`;

type Case = [filters: EventFilters, event: Partial<TestedEvent>, verdict: Verdict];

const not = (field: (typeof SUMMARY_FIELDS)[number], value: string): EventFilters => ({
  not: [{ field, value }],
});

function check([filters, event, verdict]: Case): void {
  expect(toEventTest(filters)({ ...trailEvent(event), ...event })).toBe(verdict);
}

describe('a whole event', () => {
  it.each<Case>([
    [{}, {}, 'yes'],
    [{ eventSource: ['s3.amazonaws.com'] }, { eventSource: 's3.amazonaws.com' }, 'yes'],
    [{ eventSource: ['s3.amazonaws.com'] }, { eventSource: 'iam.amazonaws.com' }, 'no'],
    [{ eventSource: ['s3.amazonaws.com'] }, {}, 'no'],
    // Names are full here: nothing is completed any more.
    [{ eventSource: ['s3'] }, { eventSource: 's3.amazonaws.com' }, 'no'],
    [{ eventName: ['A', 'B'] }, { eventName: 'B' }, 'yes'],
    [{ eventName: ['Get*'] }, { eventName: 'GetObject' }, 'no'],
    [{ eventName: ['-'] }, {}, 'yes'],
    [{ principal: [ROLE] }, { principal: ROLE }, 'yes'],
    [{ userName: ['alice'] }, { userName: 'alice' }, 'yes'],
    [{ userName: ['-'] }, { userName: '-' }, 'yes'],
    [{ userName: ['-'] }, {}, 'no'],
    [{ errorCode: ['X'] }, { errorCode: 'X' }, 'yes'],
    [{ errorCode: ['X'] }, { errorCode: 'Y' }, 'no'],
    [{ errorCode: ['-'] }, { failed: true }, 'yes'],
    [{ errorCode: ['-'] }, {}, 'no'],
    [{ errors: true }, { failed: true }, 'yes'],
    [{ errors: true }, {}, 'no'],
    [{ errors: false }, {}, 'yes'],
    [{ succeeded: true }, {}, 'yes'],
    [{ succeeded: true }, { failed: true }, 'no'],
    [{ succeeded: false }, { failed: true }, 'yes'],
    [{ readOnly: true }, { readOnly: true }, 'yes'],
    [{ readOnly: true }, { readOnly: false }, 'no'],
    [{ readOnly: false }, { readOnly: false }, 'yes'],
    // Who does not say is neither.
    [{ readOnly: false }, {}, 'no'],
    [{ readOnly: true }, {}, 'no'],
    [{ recipientAccountId: ['111122223333'] }, { recipientAccountId: '111122223333' }, 'yes'],
    [{ recipientAccountId: ['111122223333'] }, {}, 'no'],
    [{ awsRegion: ['EU-West-1'] }, { awsRegion: 'eu-west-1' }, 'yes'],
    [{ eventCategory: ['data'] }, { eventCategory: 'Data' }, 'yes'],
    [{ eventCategory: ['Data'] }, { eventCategory: 'Management' }, 'no'],
    [{ credentialKind: ['root', 'iam-user'] }, { credentialKind: 'iam-user' }, 'yes'],
    [{ credentialKind: ['root'] }, { credentialKind: 'iam-user' }, 'no'],
  ])('%j on %j: %s', (...test) => check(test));

  it.each<Case>([
    [{ user: ['Alice'] }, { userName: 'alice' }, 'yes'],
    [{ user: ['alice'] }, { userName: 'deploy', sourceIdentity: 'alice@example.com' }, 'yes'],
    [{ user: ['alice*'] }, { sourceIdentity: 'alice-2' }, 'yes'],
    [{ user: ['*lice'] }, { userName: 'alice@example.com' }, 'no'],
    [{ user: ['bob', 'deploy'] }, { userName: 'deploy' }, 'yes'],
    [{ user: ['bob'] }, { userName: 'deploy', sourceIdentity: 'alice' }, 'no'],
    [{ user: ['*'] }, {}, 'no'],
    // The catalogue lists keys, so a key may be what was asked for.
    [{ user: [toKeyValue('userName', LONG)] }, { userName: LONG }, 'yes'],
    [{ accessKeyId: ['akia*'] }, { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, 'yes'],
    [{ accessKeyId: ['*EXAMPLE'] }, {}, 'no'],
    [{ sourceIPAddress: ['203.0.113.0/24'] }, { sourceIPAddress: '203.0.113.7' }, 'yes'],
    [{ sourceIPAddress: ['203.0.113.0/24', '10.*'] }, { sourceIPAddress: '10.1.2.3' }, 'yes'],
    [{ sourceIPAddress: ['203.0.113.7'] }, { sourceIPAddress: '203.0.113.70' }, 'no'],
    [{ sourceIPAddress: ['203.0.113.0/24'] }, { sourceIPAddress: 'ec2.amazonaws.com' }, 'no'],
    [{ sourceIPAddress: ['*.amazonaws.com'] }, { sourceIPAddress: 'ec2.amazonaws.com' }, 'yes'],
    [{ sourceIPAddress: ['0.0.0.0/0'] }, {}, 'no'],
    [{ userAgent: ['aws-cli*'] }, { userAgent: 'aws-cli/2.1' }, 'yes'],
    [{ userAgent: ['aws-cli'] }, { userAgent: 'aws-cli/2.1' }, 'no'],
    [{ resource: [OBJECT.toUpperCase()] }, { resources: [OBJECT] }, 'yes'],
    [{ resource: ['a.csv'] }, { resources: ['x', OBJECT] }, 'yes'],
    [{ resource: ['Reports'] }, { resources: [OBJECT] }, 'yes'],
    [{ resource: ['report'] }, { resources: [OBJECT] }, 'no'],
    [{ resource: ['rep*'] }, { resources: [OBJECT] }, 'yes'],
    [{ resource: ['*'] }, { resources: [] }, 'no'],
  ])('takes patterns: %j on %j: %s', (...test) => check(test));

  it.each<Case>([
    [not('eventSource', 's3'), { eventSource: 's3.amazonaws.com' }, 'no'],
    [not('eventSource', 's3'), { eventSource: 'iam.amazonaws.com' }, 'yes'],
    // What is not there is none of it.
    [not('eventSource', '*'), {}, 'yes'],
    [not('eventName', 'get*'), { eventName: 'GetObject' }, 'no'],
    [not('principal', 'role/Admin'), { principal: ROLE }, 'no'],
    [not('principal', 'Adm'), { principal: ROLE }, 'yes'],
    [not('userName', 'alice'), { userName: 'alice@example.com' }, 'no'],
    [not('userName', 'alice'), { sourceIdentity: 'alice' }, 'yes'],
    [not('sourceIdentity', 'alice'), { sourceIdentity: 'Alice' }, 'no'],
    [not('sourceIdentity', 'alice'), { sourceIdentity: 'alice@example.com' }, 'no'],
    [not('mfa', 'true'), { mfa: true }, 'no'],
    [not('mfa', 'True'), { mfa: false }, 'yes'],
    [not('mfa', 'false'), {}, 'yes'],
    [not('readOnly', 'false'), { readOnly: false }, 'no'],
    [not('readOnly', 'f*'), { readOnly: true }, 'yes'],
    [not('sourceIPAddress', '10.0.0.0/8'), { sourceIPAddress: '10.1.2.3' }, 'no'],
    [not('sourceIPAddress', '10.0.0.0/8'), { sourceIPAddress: 'AWS Internal' }, 'yes'],
    [not('resources', 'reports'), { resources: [OBJECT] }, 'no'],
    [not('resources', 'data'), { resources: [OBJECT] }, 'yes'],
    [not('errorCode', 'AccessDenied'), { errorCode: 'AccessDenied' }, 'no'],
    [not('errorCode', '*'), {}, 'yes'],
    [not('credentialKind', 'iam-user'), {}, 'no'],
    [not('invokedBy', '*'), { invokedBy: 'ec2.amazonaws.com' }, 'no'],
    [
      {
        not: [
          { field: 'eventName', value: 'A' },
          { field: 'awsRegion', value: 'us-east-1' },
        ],
      },
      { eventName: 'B', awsRegion: 'us-east-1' },
      'no',
    ],
  ])('leaves out: %j on %j: %s', (...test) => check(test));

  it('must satisfy every filter', () => {
    const filters = {
      eventName: ['A'],
      userAgent: ['x*'],
      errors: true,
      not: [{ field: 'awsRegion', value: 'b' }],
    } as const;
    const event = { eventName: 'A', userAgent: 'xy', failed: true, awsRegion: 'a' };
    check([filters, event, 'yes']);
    for (const other of [{ eventName: 'B' }, { userAgent: 'y' }, { failed: false }, { awsRegion: 'b' }]) {
      check([filters, { ...event, ...other }, 'no']);
    }
  });

  it.each<Case>([
    [{ errorCode: ['AccessDenied'] }, {}, 'no'],
    [{ errors: true }, {}, 'no'],
    [{ succeeded: true }, {}, 'yes'],
    [not('errorCode', 'AccessDenied'), {}, 'yes'],
  ])('that is an Insight about failed calls has not failed itself: %j', (filters, _, verdict) => {
    const insight = trailEvent({ eventCategory: 'Insight', errorCode: 'AccessDenied', failed: false });
    expect([insight, indexedEvent(insight)].map(toEventTest(filters))).toEqual([verdict, verdict]);
  });
});

describe('an event whose texts are cut', () => {
  const cut = (field: string, value?: string) => ({
    ...(value === undefined ? {} : { [field]: value }),
    clipped: [field],
  });
  const gone = (field: string) => cut(field);

  it.each<Case>([
    [{ userAgent: ['aws'] }, cut('userAgent', 'aws'), 'unsure'],
    [{ userAgent: ['aws-cli'] }, cut('userAgent', 'aws'), 'unsure'],
    [{ userAgent: ['aws'] }, cut('userAgent', 'aws-cli'), 'no'],
    [{ userAgent: ['aws*'] }, cut('userAgent', 'aws-cli'), 'yes'],
    [{ userAgent: ['aws-cli/2*'] }, cut('userAgent', 'aws-cli'), 'unsure'],
    [{ userAgent: ['boto*'] }, cut('userAgent', 'aws-cli'), 'no'],
    [{ userAgent: ['*cli'] }, cut('userAgent', 'aws-cli'), 'unsure'],
    [{ userAgent: ['*cli*'] }, cut('userAgent', 'aws-cli'), 'yes'],
    [{ userAgent: ['*boto*'] }, cut('userAgent', 'aws-cli'), 'unsure'],
    [{ userAgent: ['*'] }, cut('userAgent', 'aws-cli'), 'yes'],
    [{ userAgent: ['aws*'] }, gone('userAgent'), 'unsure'],
    [{ userAgent: ['*'] }, gone('userAgent'), 'unsure'],
    [{ userAgent: ['boto*', 'aws*'] }, cut('userAgent', 'aws-cli'), 'yes'],
    [{ userAgent: ['boto*', '*x'] }, cut('userAgent', 'aws-cli'), 'unsure'],
    [not('userAgent', 'aws*'), cut('userAgent', 'aws-cli'), 'no'],
    [not('userAgent', '*x'), cut('userAgent', 'aws-cli'), 'unsure'],
    [not('userAgent', 'boto*'), cut('userAgent', 'aws-cli'), 'yes'],
    [not('userAgent', 'boto*'), gone('userAgent'), 'unsure'],
    [not('errorMessage', '*denied'), { ...cut('errorMessage', 'x'), failed: true }, 'unsure'],
    // Another attribute is cut: this one is not.
    [{ userAgent: ['aws'] }, { userAgent: 'aws', clipped: ['errorMessage'] }, 'yes'],
    [{ eventCategory: ['Data'] }, gone('eventCategory'), 'unsure'],
    [{ eventCategory: ['Data'] }, { eventCategory: 'Management', clipped: ['eventCategory'] }, 'no'],
    [not('eventCategory', 'Data'), gone('eventCategory'), 'unsure'],
    [{ user: ['alice'] }, gone('sourceIdentity'), 'unsure'],
    [{ user: ['alice'] }, cut('sourceIdentity', 'alice'), 'unsure'],
    [{ user: ['alice'] }, cut('sourceIdentity', 'alice@ex'), 'yes'],
    [{ user: ['alice'] }, cut('sourceIdentity', 'bob'), 'no'],
    [{ user: ['*ice'] }, cut('sourceIdentity', 'alice'), 'unsure'],
    [{ user: ['alice'] }, { ...gone('sourceIdentity'), userName: 'alice' }, 'yes'],
    [{ user: ['alice'] }, { ...gone('sourceIdentity'), userName: 'bob' }, 'unsure'],
    [{ resource: ['x'] }, gone('resources'), 'unsure'],
    [{ resource: ['x'] }, { resources: ['a/x'], clipped: ['resources'] }, 'yes'],
    [{ resource: ['x'] }, { resources: ['a/y'], clipped: ['resources'] }, 'unsure'],
    [not('resources', 'x'), { resources: ['a/x'], clipped: ['resources'] }, 'no'],
    [not('resources', 'x'), { resources: ['a/y'], clipped: ['resources'] }, 'unsure'],
    // A resource as long as there is room for may go on.
    [{ resource: ['x'] }, { resources: [`${'y'.repeat(142)}/x`], clipped: ['resources'] }, 'unsure'],
    [{ resource: ['x*'] }, { resources: [`${'y'.repeat(142)}/x`], clipped: ['resources'] }, 'yes'],
    [{ resource: ['x'] }, { resources: [`${'y'.repeat(142)}/x`] }, 'yes'],
  ])('%j on %j: %s', (...test) => check(test));

  it.each<[EventFilters, Verdict]>([
    [{ eventName: ['A'], userAgent: ['*x'] }, 'unsure'],
    [{ eventName: ['B'], userAgent: ['*x'] }, 'no'],
    [{ userAgent: ['*x'], errors: true }, 'no'],
    [{ userAgent: ['aws*'], not: [{ field: 'resources', value: 'x' }] }, 'unsure'],
  ])('is unsure only where nothing else decides: %j: %s', (filters, verdict) => {
    check([filters, { eventName: 'A', userAgent: 'aws-cli', clipped: ['userAgent', 'resources'] }, verdict]);
  });
});

describe('an event whose keys are cut', () => {
  it.each<Case>([
    // Questions have the same keys.
    [{ principal: [LONG_ROLE] }, { principal: LONG_ROLE }, 'yes'],
    [{ principal: [`${LONG_ROLE}2`] }, { principal: LONG_ROLE }, 'no'],
    [{ eventName: [LONG] }, { eventName: LONG }, 'yes'],
    [{ accessKeyId: [LONG] }, { accessKeyId: LONG }, 'yes'],
    [{ accessKeyId: [`${LONG}x`] }, { accessKeyId: LONG }, 'unsure'],
    [{ accessKeyId: ['x*'] }, { accessKeyId: LONG }, 'yes'],
    [{ accessKeyId: ['y*'] }, { accessKeyId: LONG }, 'no'],
    [{ accessKeyId: ['*y'] }, { accessKeyId: LONG }, 'unsure'],
    [{ user: [LONG] }, { userName: LONG }, 'yes'],
    [{ user: [toKeyValue('userName', LONG)] }, { userName: LONG }, 'yes'],
    [{ user: ['*y'] }, { userName: LONG }, 'unsure'],
    [{ user: ['alice'] }, { userName: `alice@${LONG}` }, 'yes'],
    [{ user: ['bob'] }, { userName: `alice@${LONG}` }, 'no'],
    [not('eventName', 'x*'), { eventName: LONG }, 'no'],
    [not('eventName', '*y'), { eventName: LONG }, 'unsure'],
    [not('eventName', LONG), { eventName: LONG }, 'no'],
    // A short principal may be how the rest ends.
    [not('principal', 'Admin'), { principal: LONG_ROLE }, 'unsure'],
    [not('principal', 'role/Adm*'), { principal: LONG_ROLE }, 'unsure'],
    [not('principal', LONG_ROLE), { principal: LONG_ROLE }, 'no'],
    [not('issuedAccessKeyId', LONG), { issuedAccessKeyId: LONG }, 'unsure'],
  ])('%j on what the index holds of %j: %s', (filters, event, verdict) => {
    expect(toEventTest(filters)(indexedEvent(trailEvent(event)))).toBe(verdict);
  });
});

describe('needsRecords', () => {
  it.each<[EventFilters, boolean]>([
    [{}, false],
    [{ eventName: ['A'], principal: ['p'], userName: ['u'], errorCode: ['e'], eventSource: ['s'] }, false],
    [
      { recipientAccountId: ['1'], awsRegion: ['r'], credentialKind: ['root'], errors: true, readOnly: true },
      false,
    ],
    [{ user: ['alice'] }, true],
    [{ accessKeyId: ['A'] }, true],
    [{ sourceIPAddress: ['1'] }, true],
    [{ resource: ['x'] }, true],
    [{ userAgent: ['x'] }, true],
    [{ eventCategory: ['Data'] }, true],
    [not('eventName', 'A'), true],
    [{ where: [{ path: 'a', value: 'b' }] }, true],
  ])('of %j is %s', (filters, needs) => {
    expect(needsRecords(filters)).toBe(needs);
  });
});

/** The one promise that everything rests on: what the index says for sure, the record says, too. */
describe('an event out of the index', () => {
  const part = fc.constantFrom('a', 'b', 'A', '/', ':', '@', '.', '~', '*');
  const text = fc.oneof(
    fc.string({ unit: part, minLength: 1, maxLength: 8 }),
    fc
      .tuple(
        fc.string({ unit: part, maxLength: 4 }),
        fc.constantFrom('x'.repeat(45), 'x'.repeat(140), LONG),
        fc.string({ unit: part, maxLength: 4 }),
      )
      .map((parts) => parts.join('')),
  );
  const texts = SUMMARY_FIELDS.filter(
    (field) =>
      ![
        'principal',
        'credentialKind',
        'mfa',
        'readOnly',
        'resources',
        'recipientAccountId',
        'awsRegion',
      ].includes(field),
  );
  const events = fc.record({
    principal: fc.oneof(text, fc.constant(LONG_ROLE)),
    resources: fc.uniqueArray(text, { maxLength: 3 }),
    failed: fc.boolean(),
    fields: fc.dictionary(fc.constantFrom(...texts), text, { maxKeys: 6 }),
  });
  const patterns = fc
    .tuple(fc.constantFrom('', '*'), text, fc.constantFrom('', '*'))
    .map((parts) => parts.join(''));
  const filters: fc.Arbitrary<EventFilters> = fc.oneof(
    fc.tuple(fc.constantFrom(...SUMMARY_FIELDS), patterns).map(([field, value]) => not(field, value)),
    fc
      .tuple(
        fc.constantFrom(
          'user',
          'accessKeyId',
          'sourceIPAddress',
          'resource',
          'userAgent',
          'eventCategory',
          'eventName',
          'userName',
        ),
        patterns,
      )
      .map(([name, value]) => ({ [name]: [value] })),
  );
  /** Half of the questions ask for what the event holds, or for a part of it. */
  const cases = fc.tuple(events, filters, fc.nat(), fc.nat(12)).map(([event, asked, which, length]) => {
    const full: TrailEvent = trailEvent({
      ...event.fields,
      failed: event.failed,
      principal: event.principal,
      resources: event.resources,
    });
    const held = [event.principal, ...event.resources, ...Object.values(event.fields)];
    const value = held[which % (2 * held.length)]?.slice(length % 3 === 0 ? length : 0);
    const near = value && `${length % 2 === 0 ? '' : '*'}${value}${length % 5 === 0 ? '*' : ''}`;
    const filters = near && asked.not ? not(asked.not[0]?.field ?? 'userAgent', near) : asked;
    return { full, filters };
  });

  it('gives no verdict that its record contradicts', () => {
    const seen = { yes: 0, no: 0, unsure: 0 };
    fc.assert(
      fc.property(cases, ({ full, filters }) => {
        const test = toEventTest(filters);
        const verdict = test(indexedEvent(full));
        seen[verdict]++;
        if (verdict !== 'unsure') expect(test(full)).toBe(verdict);
      }),
      { numRuns: 4_000 },
    );
    expect(Math.min(seen.yes, seen.no, seen.unsure)).toBeGreaterThan(100);
  });
});
