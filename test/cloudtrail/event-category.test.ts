import { expect, it } from 'vitest';
import { eventCategoryOf } from '../../lib/cloudtrail/event-category.ts';

it.each([
  [{ eventCategory: 'Data', managementEvent: true }, 'Data'],
  [{ eventCategory: 'SomethingNew' }, 'SomethingNew'],
  [{ managementEvent: false }, 'Data'],
  [{ managementEvent: true }, 'Management'],
  [{ managementEvent: 'false' }, 'Data'],
  [{ eventType: 'AwsVpceEvent' }, 'NetworkActivity'],
  [{ eventType: 'AwsVpceEvents' }, 'NetworkActivity'],
  [{ eventType: 'AwsCloudTrailInsight' }, 'Insight'],
  [{ eventType: 'AwsAggregatedEvent' }, 'Aggregated'],
  [{ eventType: 'AwsConsoleSignIn' }, 'Management'],
  [{ eventVersion: '1.05', eventSource: 's3.amazonaws.com', eventName: 'GetObject' }, 'Data'],
  [{ eventVersion: '1.05', eventSource: 'lambda.amazonaws.com', eventName: 'Invoke' }, 'Data'],
  [{ eventVersion: '1.05', eventSource: 's3.amazonaws.com', eventName: 'CreateBucket' }, undefined],
  [{ eventVersion: '1.05', eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' }, undefined],
  [{ eventCategory: null, managementEvent: null }, undefined],
])('%j is %s', (record, category) => {
  expect(eventCategoryOf(record)).toBe(category);
});
