import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { EncryptionSettings } from '../../../lib/config/sections/encryption.ts';
import { INDEX } from '../../../lib/config/sections/event-index.ts';
import { Encryption } from '../../../lib/constructs/encryption.ts';
import { EventIndexTables } from '../../../lib/constructs/index/event-index-tables.ts';
import { testApp } from '../test-app.ts';

interface Given {
  /** As under traildex.index of cdk.json. */
  readonly index?: Readonly<Record<string, unknown>>;
  readonly encryption?: EncryptionSettings;
  readonly removalPolicy?: RemovalPolicy;
}

function build({ index = {}, encryption = 'aws-managed', removalPolicy = RemovalPolicy.RETAIN }: Given = {}) {
  const stack = new Stack(testApp(), 'Tables');
  const tables = new EventIndexTables(stack, 'Index', {
    settings: INDEX.parse(index),
    encryption: new Encryption(stack, 'Encryption', { encryption, removalPolicy }),
    removalPolicy,
  });
  const template = Template.fromStack(stack);
  const [events, logFiles] = [tables.events, tables.logFiles].map((table) => {
    const { Ref: id } = stack.resolve(table.tableName) as { Ref: string };
    return { id, ...template.findResources('AWS::DynamoDB::Table')[id]?.Properties };
  });
  return { tables, template, events, logFiles, indexes: indexesOf(events) };
}

interface Index extends Record<string, unknown> {
  readonly IndexName: string;
}

function indexesOf(table: Record<string, unknown> | undefined): readonly Index[] {
  return table?.GlobalSecondaryIndexes as Index[];
}

const STANDARD_INDEXES = [
  'by-event-source',
  'by-event-name',
  'by-principal',
  'by-error-code',
  'by-issued-key',
];
const CAPACITY = { minWriteUnits: 20, maxWriteUnits: 4_000, minReadUnits: 5, maxReadUnits: 1_000 };

const byDefault = build();

describe('the indexes of the events table', () => {
  it('are the five that every table has, in the order of time, with all attributes', () => {
    const { tables, indexes } = byDefault;
    expect(tables.indexNames).toEqual(STANDARD_INDEXES);
    expect(indexes.map(({ IndexName }) => IndexName)).toEqual(STANDARD_INDEXES);
    for (const { KeySchema, Projection } of indexes) {
      expect(KeySchema).toContainEqual({ AttributeName: 'timeID', KeyType: 'RANGE' });
      expect(Projection).toEqual({ ProjectionType: 'ALL' });
    }
  });

  it('are followed by the optional ones that the settings ask for', () => {
    const { tables, events, indexes } = build({
      index: { optionalIndexes: ['by-source-ip', 'by-user-name'] },
    });
    expect(tables.indexNames).toEqual([...STANDARD_INDEXES, 'by-user-name', 'by-source-ip']);
    expect(indexes.slice(5)).toMatchObject([
      { IndexName: 'by-user-name', KeySchema: [{ AttributeName: 'userName', KeyType: 'HASH' }, {}] },
      { IndexName: 'by-source-ip', KeySchema: [{ AttributeName: 'sourceIPAddress', KeyType: 'HASH' }, {}] },
    ]);
    expect(events?.AttributeDefinitions).toContainEqual({ AttributeName: 'userName', AttributeType: 'S' });
  });
});

describe('capacity', () => {
  it('is paid by request unless the settings say otherwise', () => {
    const { template, events, logFiles, indexes } = byDefault;
    expect([events?.BillingMode, logFiles?.BillingMode]).toEqual(['PAY_PER_REQUEST', 'PAY_PER_REQUEST']);
    expect(indexes.filter(({ ProvisionedThroughput }) => ProvisionedThroughput)).toEqual([]);
    template.resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0);
  });

  it('provisioned, begins at its minimum in the events table and each of its indexes', () => {
    const { events, logFiles, indexes } = build({
      index: { capacity: CAPACITY, optionalIndexes: ['by-access-key'] },
    });
    const minimum = { ReadCapacityUnits: 5, WriteCapacityUnits: 20 };
    // Provisioned is what CloudFormation takes where it is not told.
    expect(events).not.toHaveProperty('BillingMode');
    expect(events?.ProvisionedThroughput).toEqual(minimum);
    expect(indexes.map(({ ProvisionedThroughput }) => ProvisionedThroughput)).toEqual(Array(6).fill(minimum));
    expect(logFiles?.BillingMode).toBe('PAY_PER_REQUEST');
  });

  it('provisioned, is scaled for the table and for each index by itself, reads and writes', () => {
    const { template, events } = build({ index: { capacity: CAPACITY, optionalIndexes: ['by-access-key'] } });
    const targets = Object.values(template.findResources('AWS::ApplicationAutoScaling::ScalableTarget'));
    const scaled = targets.map(({ Properties }) => {
      const [, [prefix, table, index = '']] = Properties.ResourceId['Fn::Join'];
      expect([prefix, table]).toEqual(['table/', { Ref: events?.id }]);
      return [index, Properties.ScalableDimension, Properties.MinCapacity, Properties.MaxCapacity];
    });
    const both = (index: string, of: 'table' | 'index') => [
      [index, `dynamodb:${of}:ReadCapacityUnits`, 5, 1_000],
      [index, `dynamodb:${of}:WriteCapacityUnits`, 20, 4_000],
    ];
    expect(scaled.sort()).toEqual(
      [
        ...both('', 'table'),
        ...[...STANDARD_INDEXES, 'by-access-key'].flatMap((name) => both(`/index/${name}`, 'index')),
      ].sort(),
    );
  });

  it('is scaled to the use that the settings aim at', () => {
    const aims = (capacity: object) =>
      Object.values(
        build({ index: { capacity } }).template.findResources('AWS::ApplicationAutoScaling::ScalingPolicy'),
      ).map(({ Properties }) => Properties.TargetTrackingScalingPolicyConfiguration.TargetValue);
    expect(aims(CAPACITY)).toEqual(Array(12).fill(70));
    expect(aims({ ...CAPACITY, targetUtilizationPercent: 50 })).toEqual(Array(12).fill(50));
  });

  it('is warm in the events table and each index where the settings say so', () => {
    const { events, logFiles, indexes } = build({
      index: { warmThroughput: { writeUnits: 8_000, readUnits: 16_000 } },
    });
    const warm = { ReadUnitsPerSecond: 16_000, WriteUnitsPerSecond: 8_000 };
    expect(events?.WarmThroughput).toEqual(warm);
    expect(indexes.map(({ WarmThroughput }) => WarmThroughput)).toEqual(Array(5).fill(warm));
    expect(logFiles).not.toHaveProperty('WarmThroughput');
    expect(byDefault.events).not.toHaveProperty('WarmThroughput');
  });
});

describe('the tables', () => {
  it('are of the class that the settings say, the ledger always of the standard one', () => {
    expect(byDefault.events?.TableClass).toBe('STANDARD');
    const { events, logFiles } = build({ index: { tableClass: 'STANDARD_INFREQUENT_ACCESS' } });
    expect(events?.TableClass).toBe('STANDARD_INFREQUENT_ACCESS');
    expect(logFiles).not.toHaveProperty('TableClass');
  });

  it.each([
    [{}, { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 }],
    [{ pointInTimeRecoveryDays: 7 }, { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 }],
    [{ pointInTimeRecoveryDays: 0 }, { PointInTimeRecoveryEnabled: false }],
  ])('can be restored as far back as %j says', (index, expected) => {
    const { events, logFiles } = build({ index });
    expect(events?.PointInTimeRecoverySpecification).toEqual(expected);
    expect(logFiles?.PointInTimeRecoverySpecification).toEqual(expected);
  });

  it.each([
    [undefined, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, true, 'Retain'],
    [undefined, RemovalPolicy.DESTROY, false, 'Delete'],
    [false, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, false, 'RetainExceptOnCreate'],
    [true, RemovalPolicy.DESTROY, true, 'Retain'],
  ])(
    'with deletionProtection %j and removal policy %s: protected is %j, and a %s',
    (setting, policy, expected, kept) => {
      const index = setting === undefined ? {} : { deletionProtection: setting };
      const { template, events, logFiles } = build({ index, removalPolicy: policy });
      expect([events?.DeletionProtectionEnabled, logFiles?.DeletionProtectionEnabled]).toEqual([
        expected,
        expected,
      ]);
      const policies = Object.values(template.findResources('AWS::DynamoDB::Table'));
      expect(policies.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual([kept, kept]);
    },
  );

  it('are encrypted by the key of the deployment', () => {
    const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/0f4b8a6e-1c1d-4f6e-9a51-3f1e2d4c5b6a';
    const { events, logFiles } = build({ encryption: { keyArn } });
    const expected = { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn };
    expect([events?.SSESpecification, logFiles?.SSESpecification]).toEqual([expected, expected]);
    expect(byDefault.events).not.toHaveProperty('SSESpecification');
  });
});
