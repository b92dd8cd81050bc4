import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { parseSettings, type SettingsInput } from '../../../lib/config/settings.ts';
import { buildLifecycleRules } from '../../../lib/constructs/trail/lifecycle-rules.ts';
import { propertiesOf } from '../bare-stack.ts';

type Kind = NonNullable<NonNullable<SettingsInput['bucket']>['logFiles']>;

const OF_ACCOUNT = { root: 'AWSLogs/', accountId: '111122223333' };

const TIDY_UP = {
  Id: 'tidy-up',
  Status: 'Enabled',
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  NoncurrentVersionExpiration: { NoncurrentDays: 90 },
};

/** As CloudFormation gets them. */
function rulesFor(
  bucket: SettingsInput['bucket'],
  keys: Parameters<typeof buildLifecycleRules>[1] = OF_ACCOUNT,
) {
  // What the index keeps may not outlive the log files.
  const settings = parseSettings({ bucket, index: { retentionDays: 365 } });
  const stack = new Stack();
  new Bucket(stack, 'Bucket', {
    lifecycleRules: buildLifecycleRules(settings.bucket, keys),
  });
  const properties = propertiesOf(Template.fromStack(stack), 'AWS::S3::Bucket');
  return (properties.LifecycleConfiguration as { Rules: Record<string, unknown>[] }).Rules;
}

const prefixesOf = (rules: readonly Record<string, unknown>[]) => rules.map(({ Prefix }) => Prefix);

describe('lifecycle rules', () => {
  it('by default keep every object, and remove only what is left over of objects', () => {
    expect(rulesFor({})).toEqual([
      TIDY_UP,
      {
        Id: 'AWSLogs-delete-markers',
        Status: 'Enabled',
        Prefix: 'AWSLogs/',
        ExpiredObjectDeleteMarker: true,
      },
    ]);
  });

  it('keep left-overs as long as the settings say', () => {
    const [tidyUp] = rulesFor({ abortIncompleteUploadsAfterDays: 2, expireNoncurrentVersionsAfterDays: 400 });
    expect(tidyUp).toMatchObject({
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
      NoncurrentVersionExpiration: { NoncurrentDays: 400 },
    });
  });

  it('tell log files of every kind and digests apart by the folders of the account', () => {
    const rules = rulesFor(
      { digests: { expireAfterDays: 3000 } },
      { root: 'audit/AWSLogs/', accountId: '111122223333' },
    );
    const expiring = rules.filter((rule) => 'ExpirationInDays' in rule);
    expect(expiring).toEqual([
      {
        Id: 'CloudTrail-Digest-expiry',
        Status: 'Enabled',
        Prefix: 'audit/AWSLogs/111122223333/CloudTrail-Digest/',
        ExpirationInDays: 3000,
      },
    ]);
    expect(prefixesOf(rules.filter((rule) => 'ExpiredObjectDeleteMarker' in rule))).toEqual([
      'audit/AWSLogs/111122223333/CloudTrail/',
      'audit/AWSLogs/111122223333/CloudTrail-Insight/',
      'audit/AWSLogs/111122223333/CloudTrail-NetworkActivity/',
      'audit/AWSLogs/111122223333/CloudTrail-Aggregated/',
    ]);
  });

  it('are one for all where log files and digests have the same settings', () => {
    const kind = { expireAfterDays: 400 };
    expect(rulesFor({ logFiles: kind, digests: kind }).slice(1)).toEqual([
      { Id: 'AWSLogs-expiry', Status: 'Enabled', Prefix: 'AWSLogs/', ExpirationInDays: 400 },
    ]);
  });

  it('are one for all accounts of an organisation', () => {
    const kind = { expireAfterDays: 400 };
    const rules = rulesFor({ logFiles: kind, digests: kind }, { root: 'org/AWSLogs/', accountId: undefined });
    expect(prefixesOf(rules)).toEqual([undefined, 'org/AWSLogs/']);
  });

  it('move what is smaller than 128 KB too, unless the step says from which size on', () => {
    const kind: Kind = {
      steps: [
        { afterDays: 30, storageClass: 'STANDARD_IA', minimumSizeKiB: 128 },
        { afterDays: 60, storageClass: 'INTELLIGENT_TIERING', minimumSizeKiB: 128 },
        { afterDays: 180, storageClass: 'GLACIER_IR' },
      ],
      expireAfterDays: 2557,
    };
    expect(rulesFor({ logFiles: kind, digests: kind }).slice(1)).toEqual([
      {
        Id: 'AWSLogs-over-128-KiB',
        Status: 'Enabled',
        Prefix: 'AWSLogs/',
        ObjectSizeGreaterThan: 131072,
        Transitions: [
          { StorageClass: 'STANDARD_IA', TransitionInDays: 30 },
          { StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 60 },
        ],
      },
      {
        Id: 'AWSLogs-over-0-KiB',
        Status: 'Enabled',
        Prefix: 'AWSLogs/',
        ObjectSizeGreaterThan: 1,
        Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 180 }],
      },
      { Id: 'AWSLogs-expiry', Status: 'Enabled', Prefix: 'AWSLogs/', ExpirationInDays: 2557 },
    ]);
  });

  it('never say twice for an object when it expires', () => {
    const rules = rulesFor({ logFiles: { expireAfterDays: 400 }, digests: {} });
    const prefixes = prefixesOf(
      rules.filter((rule) => 'ExpirationInDays' in rule || 'ExpiredObjectDeleteMarker' in rule),
    ).map(String);
    const overlapping = prefixes.filter((one) =>
      prefixes.some((other) => other !== one && other.startsWith(one)),
    );
    expect(prefixes).toHaveLength(5);
    expect(overlapping).toEqual([]);
  });
});
