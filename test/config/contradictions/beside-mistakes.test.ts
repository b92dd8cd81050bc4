/** A mistake in one setting hides no contradiction between others, and makes none. */
import { describe, expect, it } from 'vitest';
import { complaintsAbout } from '../complaints.ts';

const EXISTING = { bucketName: 'logs', notifications: { from: 's3' } };

const BESIDE: [string, unknown, string][] = [
  [
    'a key prefix that is a number hides no insights into nothing',
    { trail: { keyPrefix: 1, managementEvents: 'none', insights: ['ApiErrorRateInsight'] } },
    'traildex.trail.insights is ["ApiErrorRateInsight"]; it takes no entry where traildex.trail.managementEvents is "none".',
  ],
  [
    'a step hides none before it',
    {
      bucket: {
        logFiles: { steps: [{ afterDays: 1, storageClass: 'STANDARD_IA' }, { afterDays: 'never' }] },
      },
    },
    'traildex.bucket.logFiles.steps[0].afterDays is 1; it takes at least 30 for STANDARD_IA.',
  ],
  [
    'a step hides no expiry before the others',
    {
      bucket: {
        digests: {
          steps: [{ afterDays: 60, storageClass: 'GLACIER_IR' }, { storageClass: 'GLACIER' }],
          expireAfterDays: 60,
        },
      },
    },
    'traildex.bucket.digests.expireAfterDays is 60; it takes more than 60, the days of the last step.',
  ],
  [
    'warm throughput hides no capacity upside down',
    {
      index: {
        capacity: { minWriteUnits: 2, maxWriteUnits: 1, minReadUnits: 1, maxReadUnits: 1 },
        warmThroughput: { writeUnits: 1 },
      },
    },
    'traildex.index.capacity.minWriteUnits is 2; it takes at most 1, what traildex.index.capacity.maxWriteUnits is.',
  ],
  [
    'capacity for reading hides none for writing upside down',
    { index: { capacity: { minWriteUnits: 2, maxWriteUnits: 1, minReadUnits: 0 } } },
    'traildex.index.capacity.minWriteUnits is 2; it takes at most 1, what traildex.index.capacity.maxWriteUnits is.',
  ],
  [
    'a trail name hides no existing trail beside it',
    { trail: { name: 'a', existing: EXISTING } },
    'traildex.trail.name is set beside traildex.trail.existing, which takes trail and bucket as they are; leave one of the two out.',
  ],
  [
    'nor does the existing trail itself',
    { trail: { name: 'audit', existing: { ...EXISTING, bucketName: 1 } } },
    'traildex.trail.name is set beside traildex.trail.existing, which takes trail and bucket as they are; leave one of the two out.',
  ],
  [
    "the bucket's name hides no index that outlives its log files",
    { trail: { existing: { ...EXISTING, bucketName: 1, expireAfterDays: 30 } } },
    'traildex.index.retentionDays is not set; it takes at most 30, the days of traildex.trail.existing.expireAfterDays, when the log files go that the index points to.',
  ],
  [
    'a field of a selector hides no other field',
    {
      trail: {
        eventSelectors: [
          { category: 'Data', fields: [{ field: 'resources.typo' }, { field: 'readOnly', equals: ['yes'] }] },
        ],
      },
    },
    'traildex.trail.eventSelectors[0].fields[1].equals is ["yes"]; it takes ["true"] or ["false"], for "readOnly".',
  ],
  [
    'a selector hides no other selector',
    { trail: { eventSelectors: [1, { category: 'Data', fields: [{ field: 'eventName', equals: ['x'] }] }] } },
    'traildex.trail.eventSelectors[1].fields has no "resources.type"; a selector of Data events takes it, with "equals" and one value.',
  ],
  [
    'the mode of a lock hides no lock that outlasts log files',
    { bucket: { objectLock: { days: 2 }, digests: { expireAfterDays: 1 } } },
    'traildex.bucket.objectLock.days is 2; it takes at most 1, the days of traildex.bucket.digests.expireAfterDays: expiry cannot remove what is locked.',
  ],
];

describe('a mistake', () => {
  it.each(BESIDE)('%s', (_, settings, contradiction) => {
    const complaints = complaintsAbout(settings);
    expect(complaints).toContain(contradiction);
    expect(complaints.length).toBeGreaterThan(1);
  });

  it.each([
    [
      'nothing recorded',
      { trail: { managementEvents: 'none', eventSelectors: 'all' } },
      ['trail.eventSelectors'],
    ],
    [
      'a field that is missing',
      { trail: { eventSelectors: [{ category: 'Data', fields: [{ field: 1 }] }] } },
      ['trail.eventSelectors[0].fields[0].field'],
    ],
    [
      'a second step at its earliest',
      {
        bucket: {
          logFiles: {
            steps: [
              { storageClass: 'x', afterDays: 0 },
              { storageClass: 'STANDARD_IA', afterDays: 9 },
            ],
          },
        },
      },
      ['bucket.logFiles.steps[0].storageClass'],
    ],
    [
      'copies without a key',
      { encryption: 'new-key', bucket: { replicateTo: 'arn:aws:s3:::copies' } },
      ['bucket.replicateTo'],
    ],
    [
      'an index for ever',
      { index: { retentionDays: 'x' }, bucket: { logFiles: { expireAfterDays: 1 } } },
      ['index.retentionDays'],
    ],
    [
      'insights without events',
      { trail: { managementEvents: 'x', insights: ['ApiCallRateInsight'] } },
      ['trail.managementEvents'],
    ],
    ['sections of another kind', { trail: 'main', bucket: [], index: 1 }, ['trail', 'bucket', 'index']],
  ])('makes no contradiction: %s', (_, settings, keys) => {
    const complaints = complaintsAbout(settings);
    expect(complaints.map((complaint) => /^traildex\.(\S+) is /.exec(complaint)?.[1])).toEqual(keys);
  });
});
