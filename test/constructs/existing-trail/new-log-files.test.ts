import { describe, expect, it } from 'vitest';
import { trailFolder } from '../../../lib/cloudtrail/object-key.ts';
import {
  notificationFilter,
  objectCreatedPattern,
} from '../../../lib/constructs/existing-trail/new-log-files.ts';

const ACCOUNT = '111122223333';
const FILE = `${ACCOUNT}_CloudTrail_eu-west-1_20260317T0915Z_Mu0KsOhtH1ar15ZZ.json.gz`;

/** As EventBridge matches: `*` is any text, slashes too; the pattern covers the whole value. */
function matches(wildcard: string, key: string): boolean {
  const parts = wildcard.split('*').map((part) => part.replace(/[.()$^+?[\]{}|\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(key);
}

function wildcardOf(folder: Parameters<typeof objectCreatedPattern>[2]): string {
  const [{ wildcard } = { wildcard: '' }] = objectCreatedPattern('logs', ACCOUNT, folder).detail.object.key;
  return wildcard;
}

describe('the event pattern', () => {
  it('takes new objects of one bucket of one account', () => {
    expect(objectCreatedPattern('logs', ACCOUNT, { keyPrefix: 'audit/main' })).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      account: ['111122223333'],
      detail: {
        bucket: { name: ['logs'] },
        object: { key: [{ wildcard: 'audit/main/AWSLogs/*/CloudTrail*.json.gz' }] },
      },
    });
  });

  it.each([
    `AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/03/17/${FILE}`,
    `AWSLogs/${ACCOUNT}/CloudTrail-Digest/eu-west-1/2026/03/17/${ACCOUNT}_CloudTrail-Digest_x.json.gz`,
    `AWSLogs/${ACCOUNT}/CloudTrail-Insight/eu-west-1/2026/03/17/${ACCOUNT}_CloudTrail-Insight_x.json.gz`,
    `AWSLogs/o-abcdefghij/${ACCOUNT}/CloudTrail/eu-west-1/2026/03/17/${FILE}`,
  ])('takes %s', (key) => {
    expect(matches(wildcardOf({}), key)).toBe(true);
  });

  it.each([
    `AWSLogs/${ACCOUNT}/CloudTrail/`,
    `AWSLogs/${ACCOUNT}/Config/eu-west-1/2026/3/17/ConfigSnapshot/${ACCOUNT}_Config_x.json.gz`,
    `AWSLogs/${ACCOUNT}/elasticloadbalancing/eu-west-1/2026/03/17/x.log.gz`,
    `other/AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/03/17/${FILE}`,
  ])('leaves %s', (key) => {
    expect(matches(wildcardOf({}), key)).toBe(false);
  });

  it('takes only the files of the organisation where there is one', () => {
    const wildcard = wildcardOf({ keyPrefix: 'o-abcdefghij', organizationId: 'o-abcdefghij' });
    const own = `o-abcdefghij/AWSLogs/o-abcdefghij/${ACCOUNT}/CloudTrail/eu-west-1/2026/03/17/${FILE}`;
    expect(matches(wildcard, own)).toBe(true);
    expect(matches(wildcard, own.replace('AWSLogs/o-abcdefghij', 'AWSLogs/o-zyxwvutsrq'))).toBe(false);
  });
});

describe('the filter of an S3 notification', () => {
  it('is the folder of the trail and the ending of its files', () => {
    expect(notificationFilter({})).toEqual({ prefix: 'AWSLogs/', suffix: '.json.gz' });
    expect(notificationFilter({ keyPrefix: 'audit', organizationId: 'o-abcdefghij' })).toEqual({
      prefix: 'audit/AWSLogs/o-abcdefghij/',
      suffix: '.json.gz',
    });
  });
});

describe('the folder of the trail', () => {
  it('covers files from before the trail became the organisation’s', () => {
    expect(trailFolder('audit')).toBe('audit/AWSLogs/');
    expect(trailFolder(undefined)).toBe('AWSLogs/');
  });
});
