import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrow } from '../../../lib/audit/ask/narrow.ts';
import { toEventTest } from '../../../lib/event-index/event-test.ts';
import type { EventFilters } from '../../../lib/event-index/filters.ts';
import { trailEvent } from '../../helpers/trail-event.ts';

describe('narrowing', () => {
  it.each<[string, EventFilters, EventFilters, EventFilters, EventFilters | undefined]>([
    [
      'adds what the question does not ask for',
      { eventName: ['A'] },
      { recipientAccountId: ['1'], errors: true },
      { eventName: ['A'], recipientAccountId: ['1'], errors: true },
      undefined,
    ],
    [
      'intersects names',
      { eventName: ['A', 'B'] },
      { eventName: ['B', 'C'] },
      { eventName: ['B'] },
      undefined,
    ],
    ['leaves nothing of strangers', { eventName: ['A'] }, { eventName: ['a'] }, { eventName: [] }, undefined],
    [
      'intersects regions in any case',
      { awsRegion: ['eu-west-1', 'eu-west-2'] },
      { awsRegion: ['EU-WEST-2'] },
      { awsRegion: ['eu-west-2'] },
      undefined,
    ],
    [
      'leaves out what either leaves out',
      { not: [{ field: 'eventSource', value: 's3' }] },
      { not: [{ field: 'eventName', value: 'A' }] },
      {
        not: [
          { field: 'eventSource', value: 's3' },
          { field: 'eventName', value: 'A' },
        ],
      },
      undefined,
    ],
    ['keeps one outcome', { readOnly: false }, { readOnly: false }, { readOnly: false }, undefined],
    [
      'finds nothing that is both',
      { readOnly: false },
      { readOnly: true },
      { readOnly: false, eventSource: [] },
      undefined,
    ],
    [
      'leaves a second pattern to be tested',
      { resource: ['a'] },
      { resource: ['b'], awsRegion: ['r'] },
      { resource: ['a'], awsRegion: ['r'] },
      { resource: ['b'] },
    ],
    [
      'leaves a second path to be tested',
      { where: [{ path: 'a', value: '1' }] },
      { where: [{ path: 'a', value: '2' }] },
      { where: [{ path: 'a', value: '1' }] },
      { where: [{ path: 'a', value: '2' }] },
    ],
  ])('%s', (_, own, typed, filters, rest) => {
    expect(narrow(own, typed)).toEqual({ filters, rest });
  });

  it('gives exactly the events that satisfy both', () => {
    const some = (...values: string[]) => fc.option(fc.subarray(values), { nil: undefined });
    const filters: fc.Arbitrary<EventFilters> = fc.record({
      eventName: some('A', 'B', 'C'),
      awsRegion: some('eu-west-1', 'eu-west-2'),
      userAgent: some('aws-cli*', '*cli', 'x'),
      readOnly: fc.option(fc.boolean(), { nil: undefined }),
      errors: fc.constantFrom(true, undefined),
      succeeded: fc.constantFrom(true, undefined),
    });
    const event = fc.record(
      {
        eventName: fc.constantFrom('A', 'B', 'C'),
        awsRegion: fc.constantFrom('eu-west-1', 'eu-west-2'),
        userAgent: fc.constantFrom('aws-cli', 'x'),
        readOnly: fc.boolean(),
        failed: fc.boolean(),
      },
      { requiredKeys: ['eventName', 'awsRegion', 'userAgent', 'failed'] },
    );
    fc.assert(
      fc.property(filters, filters, event, (own, typed, fields) => {
        const tested = trailEvent(fields);
        const passes = (asked: EventFilters) => toEventTest(asked)(tested) === 'yes';
        const narrowed = narrow(own, typed);
        expect(passes(narrowed.filters) && passes(narrowed.rest ?? {})).toBe(passes(own) && passes(typed));
      }),
    );
  });
});
