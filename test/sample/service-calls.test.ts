import { describe, expect, it } from 'vitest';
import { SERVICE_CALLS } from '../../lib/sample/sample-trail.ts';
import { distinctRecords, readSample } from './read-sample.ts';

describe('the five service calls', () => {
  it('are named by source, name and principal', () => {
    expect(
      SERVICE_CALLS.map(({ eventSource, eventName, principal }) => [eventSource, eventName, principal]),
    ).toEqual([
      [
        'migrationhub.amazonaws.com',
        'DescribeApplicationState',
        'arn:aws:iam::123456789012:role/MigrationPlanner',
      ],
      [
        'migrationhub-orchestrator.amazonaws.com',
        'GetWorkflowStep',
        'arn:aws:iam::111122223333:role/WorkflowOperator',
      ],
      ['sms.amazonaws.com', 'CreateReplicationJob', 'arn:aws:iam::123456789012:user/server-replicator'],
      ['iotfleethub.amazonaws.com', 'CreateApplication', 'arn:aws:iam::123456789012:role/FleetOperations'],
      ['mediaconnect.amazonaws.com', 'DescribeFlow', 'arn:aws:sts::111122223333:user/live-events'],
    ]);
  });

  it.each([5, 30, 500, 4000])('are in a trail of %i events exactly as documented', (eventCount) => {
    const records = distinctRecords(readSample({ seed: 1, eventCount }));
    for (const { eventSource, record } of SERVICE_CALLS) {
      expect(records.filter((other) => other.eventSource === eventSource)).toEqual([record]);
    }
  });

  it('are told as of the day of the trail', () => {
    const records = distinctRecords(readSample({ seed: 1, eventCount: 5, day: '2025-12-31' }));
    expect(records.map(({ eventTime }) => eventTime)).toEqual([
      '2025-12-31T08:04:51Z',
      '2025-12-31T10:19:06Z',
      '2025-12-31T12:37:40Z',
      '2025-12-31T16:20:05Z',
      '2025-12-31T18:45:12Z',
    ]);
    expect(JSON.stringify(records)).not.toContain('2026-03-17');
  });
});
