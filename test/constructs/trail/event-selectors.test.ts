import { describe, expect, it } from 'vitest';
import type { EventSelectorSettings } from '../../../lib/config/sections/trail.ts';
import { parseSettings, type SettingsInput } from '../../../lib/config/settings.ts';
import { buildEventSelectors } from '../../../lib/constructs/trail/event-selectors.ts';

const OWN = {
  buckets: ['arn:aws:s3:::trail', 'arn:aws:s3:::access-logs'],
  tables: ['arn:aws:dynamodb:eu-west-1:111122223333:table/events'],
  functions: ['arn:aws:lambda:eu-west-1:111122223333:function:ingest'],
  topics: ['arn:aws:sns:eu-west-1:111122223333:delivery'],
  queues: ['arn:aws:sqs:eu-west-1:111122223333:queue', 'arn:aws:sqs:eu-west-1:111122223333:dead-letters'],
};

const selectorsFor = (trail: SettingsInput['trail']) =>
  buildEventSelectors(parseSettings({ trail }).trail, OWN);

/** What is recorded of data events, as CDK takes it; the settings are those of one selector. */
function dataFields(fields: EventSelectorSettings['fields']): unknown {
  const [selector] = selectorsFor({
    managementEvents: 'none',
    eventSelectors: [{ category: 'Data', fields }],
  });
  return selector?.fieldSelectors;
}

const ofType = (type: string) => dataFields([{ field: 'resources.type', equals: [type] }]);

describe('management events', () => {
  it.each([
    ['all', [{ field: 'eventCategory', equalTo: ['Management'] }]],
    [
      'write-only',
      [
        { field: 'eventCategory', equalTo: ['Management'] },
        { field: 'readOnly', equalTo: ['false'] },
      ],
    ],
    [
      'read-only',
      [
        { field: 'eventCategory', equalTo: ['Management'] },
        { field: 'readOnly', equalTo: ['true'] },
      ],
    ],
  ] as const)('are selected: %s', (managementEvents, fieldSelectors) => {
    expect(selectorsFor({ managementEvents })).toEqual([{ name: 'Management events', fieldSelectors }]);
  });

  it('go without the sources that are excluded', () => {
    const [selector] = selectorsFor({
      excludeManagementEventSources: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'],
    });
    expect(selector?.fieldSelectors).toEqual([
      { field: 'eventCategory', equalTo: ['Management'] },
      { field: 'eventSource', notEquals: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] },
    ]);
  });

  it('have no selector where none are wanted', () => {
    const fields: EventSelectorSettings['fields'] = [
      { field: 'resources.type', equals: ['AWS::SNS::Topic'] },
    ];
    const eventSelectors = [{ name: 'messages', category: 'Data' as const, fields }];
    expect(selectorsFor({ managementEvents: 'none', eventSelectors }).map(({ name }) => name)).toEqual([
      'messages',
    ]);
  });
});

describe('the selectors of the settings', () => {
  it('come after that of management events, as they are written', () => {
    const fields = [
      { field: 'eventSource' as const, equals: ['s3.amazonaws.com'] },
      { field: 'vpcEndpointId' as const, notEquals: ['vpce-0a'], startsWith: ['vpce-'] },
    ];
    const selectors = selectorsFor({
      eventSelectors: [{ name: 'network', category: 'NetworkActivity', fields }],
    });
    expect(selectors.map(({ name }) => name)).toEqual(['Management events', 'network']);
    expect(selectors[1]?.fieldSelectors).toEqual([
      { field: 'eventCategory', equalTo: ['NetworkActivity'] },
      { field: 'eventSource', equalTo: ['s3.amazonaws.com'] },
      { field: 'vpcEndpointId', notEquals: ['vpce-0a'], startsWith: ['vpce-'] },
    ]);
  });
});

describe("the stack's own work", () => {
  it.each([
    ['AWS::S3::Object', { notStartsWith: ['arn:aws:s3:::trail/', 'arn:aws:s3:::access-logs/'] }],
    [
      'AWS::DynamoDB::Table',
      {
        notEquals: ['arn:aws:dynamodb:eu-west-1:111122223333:table/events'],
        notStartsWith: ['arn:aws:dynamodb:eu-west-1:111122223333:table/events/'],
      },
    ],
    [
      'AWS::Lambda::Function',
      {
        notEquals: ['arn:aws:lambda:eu-west-1:111122223333:function:ingest'],
        notStartsWith: ['arn:aws:lambda:eu-west-1:111122223333:function:ingest:'],
      },
    ],
    ['AWS::SNS::Topic', { notEquals: ['arn:aws:sns:eu-west-1:111122223333:delivery'] }],
    [
      'AWS::SQS::Queue',
      {
        notEquals: [
          'arn:aws:sqs:eu-west-1:111122223333:queue',
          'arn:aws:sqs:eu-west-1:111122223333:dead-letters',
        ],
      },
    ],
  ])('is left out of data events of %s', (type, exclusion) => {
    expect(ofType(type)).toEqual([
      { field: 'eventCategory', equalTo: ['Data'] },
      { field: 'resources.type', equalTo: [type] },
      { field: 'resources.ARN', ...exclusion },
    ]);
  });

  it.each(['AWS::Kinesis::Stream', 'constructor'])('is not there in data events of %s', (type) => {
    expect(ofType(type)).toEqual([
      { field: 'eventCategory', equalTo: ['Data'] },
      { field: 'resources.type', equalTo: [type] },
    ]);
  });

  it('joins what the selector already says of ARNs, in the one field that there may be', () => {
    const fields = dataFields([
      {
        field: 'resources.ARN',
        startsWith: ['arn:aws:s3:::'],
        notStartsWith: ['arn:aws:s3:::scratch/'],
        notEndsWith: ['.tmp'],
      },
      { field: 'resources.type', equals: ['AWS::S3::Object'] },
      { field: 'readOnly', equals: ['false'] },
    ]);
    expect(fields).toEqual([
      { field: 'eventCategory', equalTo: ['Data'] },
      { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
      { field: 'readOnly', equalTo: ['false'] },
      {
        field: 'resources.ARN',
        startsWith: ['arn:aws:s3:::'],
        notStartsWith: ['arn:aws:s3:::scratch/', 'arn:aws:s3:::trail/', 'arn:aws:s3:::access-logs/'],
        notEndsWith: ['.tmp'],
      },
    ]);
  });
});
