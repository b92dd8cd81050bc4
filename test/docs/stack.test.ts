/** What the manuals say of the stack is so in the template of the default configuration. */
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { OUTPUT } from '../../lib/config/outputs.ts';
import { TraildexStack } from '../../lib/constructs/traildex-stack.ts';
import { testApp } from '../constructs/test-app.ts';
import { codeSpans, read, tableBelow } from './documents.ts';

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
}

interface AlarmProperties {
  readonly Metrics?: readonly { readonly MetricStat?: unknown }[];
}

const FIFTY_CENTS_OF_ALARMS = 5;

const template = Template.fromStack(new TraildexStack(testApp(), 'Traildex'));

describe('docs/deploy.md', () => {
  it('lists the outputs of the stack', () => {
    const listed = tableBelow(read('docs/deploy.md'), '## Outputs\n').flatMap(([names = '']) =>
      codeSpans(names),
    );
    expect(listed.filter((name) => name !== 'Owner…').sort()).toEqual(Object.values(OUTPUT).sort());
  });
});

describe('docs/teardown.md', () => {
  it('asks for the names of all that stays', () => {
    const resources = Object.values(template.toJSON().Resources as Record<string, Resource>);
    const kept = resources
      .filter(({ DeletionPolicy }) => DeletionPolicy?.startsWith('Retain'))
      .map(({ Type }) => Type)
      // It has no name of its own, and stays on its bucket.
      .filter((type) => type !== 'AWS::S3::BucketPolicy');
    expect(new Set(kept)).toEqual(
      new Set(['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::Logs::LogGroup']),
    );
    for (const type of kept) expect(read('docs/teardown.md')).toContain(`"${type}"`);
  });
});

describe('docs/costs.md', () => {
  it('counts about as many metrics of alarms as are billed', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties as AlarmProperties,
    );
    const metrics = alarms.flatMap(({ Metrics = [{ MetricStat: 'the only one' }] }) =>
      Metrics.filter(({ MetricStat }) => MetricStat !== undefined),
    );
    const rows = tableBelow(read('docs/costs.md'), 'Inputs, amounts in millions:');
    const [, counted] = rows.find(([input]) => input === '`alarm metrics`') ?? [];
    expect(Math.abs(Number(counted) - metrics.length)).toBeLessThanOrEqual(FIFTY_CENTS_OF_ALARMS);
  });
});
