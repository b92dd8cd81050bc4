import { describe, expect, it } from 'vitest';
import { describeCost, describePlan, describePrice } from '../../lib/cli/explain.ts';
import { type EventsTableLayout, planQuery } from '../../lib/event-index/query-plan.ts';

const LAYOUT: EventsTableLayout = { shardCount: 2, optionalIndexes: [] };
const planOf = (filters: Parameters<typeof planQuery>[0]) =>
  describePlan(planQuery(filters, LAYOUT)[0], filters);

describe('describePlan', () => {
  it('names the index, its keys, what DynamoDB filters, and what is tested', () => {
    expect(planOf({ eventName: ['A', 'B'], awsRegion: ['eu-west-1'], readOnly: false })).toEqual([
      'Plan: by-event-name, eventName = A, B',
      '  DynamoDB filters: (awsRegion = "eu-west-1") AND readOnly = false',
      '  Every event is tested for: --name A --name B --event-region eu-west-1 --writes',
    ]);
  });

  it('counts the keys beyond the first five', () => {
    const eventName = Array.from({ length: 1_205 }, (_, number) => `N${number}`);
    expect(planOf({ eventName })[0]).toBe(
      'Plan: by-event-name, eventName = N0, N1, N2, N3, N4 and 1,200 more',
    );
  });

  it('says when no index serves a question', () => {
    expect(planOf({ userAgent: ['x y'] })).toEqual([
      'Plan: no index serves this, so it sweeps by-event-source over all event sources of the window',
      "  Every event is tested for: --user-agent 'x y'",
    ]);
    expect(planOf({ errors: true })[0]).toBe(
      'Plan: no index serves this, so it sweeps by-error-code over all error codes of the window',
    );
  });

  it('says that nothing is tested, or nothing read', () => {
    expect(planOf({})[1]).toBe('  Every event is tested for: nothing');
    expect(describePlan(undefined, { eventName: [] })).toEqual([
      'Plan: nothing to read, because a filter matches nothing.',
    ]);
  });

  it('shows a value as a value, also one that looks like a name of the expression', () => {
    const lines = planOf({ eventName: ['A'], errorCode: ['#eventName'], eventSource: [':f0 "x"'] });
    expect(lines[0]).toBe('Plan: by-error-code, errorCode = #eventName');
    expect(lines[1]).toBe(
      '  DynamoDB filters: (eventName = "A" OR begins_with(eventName, "A\\t")) AND ' +
        '(eventSource = ":f0 \\"x\\"" OR begins_with(eventSource, ":f0 \\"x\\"\\t"))',
    );
  });
});

describe('describeCost', () => {
  it('says requests, entries, read units, the price, and log files where some were read', () => {
    const usage = { requests: 1, readUnits: 1_234.5, entries: 12_000, logFiles: 0 };
    expect(describeCost(usage)).toBe(
      'Cost: 1 request, 12,000 index entries read, 1,234.5 read units (0.00015 USD).',
    );
    expect(describeCost({ ...usage, requests: 2, logFiles: 1 })).toBe(
      'Cost: 2 requests, 12,000 index entries read, 1,234.5 read units, 1 log file (0.00015 USD).',
    );
  });
});

it.each([
  [0, '0 USD'],
  [0.0000001249, '0.00000012 USD'],
  [0.126, '0.13 USD'],
  [1_260, '1,300 USD'],
])('%f is %s', (usd, text) => {
  expect(describePrice(usd)).toBe(text);
});
