import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../lib/config/settings.ts';
import { complaintsAbout, withSetting } from './complaints.ts';

const NAME = '3 to 128 letters, digits and single ".", "_" or "-" between them, no IP address';
const PREFIX =
  '1 to 200 letters, digits and ! - _ . \' ( ) /, no slash at either end, no folder that is empty, "." or ".."';
const KEY_ARN = 'the ARN of a KMS key (…:key/…, no alias)';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const TOPIC_ARN = 'the ARN of an SNS topic (no FIFO topic)';
const RUNBOOK_URL = 'a URL (https://…) of up to 500 characters, without #';
const TAG = 'letters, digits, spaces and _ . : / = + - @, not beginning with "aws:"';
const TAGS = 'an object of at most 49 tags (key: value), no two keys differing in upper and lower case alone';
const CAPACITY =
  '"on-demand" or { "minWriteUnits": …, "maxWriteUnits": …, "minReadUnits": …, "maxReadUnits": … }';

function manyTags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, number) => [`tag-${number}`, 'x']));
}

describe('parseSettings', () => {
  it('needs nothing to be set', () => {
    expect(parseSettings(undefined)).toEqual({
      trail: {
        multiRegion: true,
        managementEvents: 'all',
        excludeManagementEventSources: [],
        eventSelectors: [],
        insights: [],
      },
      bucket: {
        logFiles: { steps: [] },
        digests: { steps: [] },
        expireNoncurrentVersionsAfterDays: 90,
        abortIncompleteUploadsAfterDays: 7,
        accessLogs: 'own-bucket',
        expireAccessLogsAfterDays: 365,
      },
      encryption: 'aws-managed',
      index: {
        writeShards: 1,
        optionalIndexes: [],
        capacity: 'on-demand',
        tableClass: 'STANDARD',
        pointInTimeRecoveryDays: 35,
      },
      ingest: {
        memoryMiB: 1024,
        batchSize: 100,
        batchingWindowSeconds: 2,
        maxConcurrency: 10,
        maxInflatedMiB: 1024,
        maxRecordMiB: 4,
        maxRecords: 1_000_000,
        maxKeysPerNotification: 10_000,
        logLevel: 'INFO',
        logRetentionDays: 30,
        tracing: true,
      },
      backfill: { everyHours: 6, lookBackDays: 2 },
      verify: { everyHours: 6, repair: true },
      alarms: { emails: [], indexLagMinutes: 30, queueAgeMinutes: 60 },
      tags: {},
      removalPolicy: 'retain',
    });
  });

  it('says in the message of its error all that is wrong, a line each', () => {
    const settings = { index: { retentionDays: 'a year', shards: 2 }, removalPolicy: 'keep' };
    expect(() => parseSettings(settings)).toThrow(
      [
        'The configuration of traildex (cdk.json, context) has mistakes:',
        '  traildex.index.retentionDays is "a year"; it takes a whole number from 1 to 36500.',
        '  traildex.index.shards is not a setting; did you mean traildex.index.writeShards?',
        '  traildex.removalPolicy is "keep"; it takes "retain" or "destroy".',
      ].join('\n'),
    );
  });

  it.each([
    ['trail', 'main', 'an object of settings'],
    ['trail', null, 'an object of settings'],
    ['trail.name', 'ab', NAME],
    ['trail.name', 'x'.repeat(129), NAME, `"${'x'.repeat(119)}…`],
    ['trail.name', '-main', NAME],
    ['trail.name', 'main-_trail', NAME],
    ['trail.name', '192.0.2.1', NAME],
    ['trail.keyPrefix', '', PREFIX],
    ['trail.keyPrefix', '/audit', PREFIX],
    ['trail.keyPrefix', 'audit/', PREFIX],
    ['trail.keyPrefix', 'audit//main', PREFIX],
    ['trail.keyPrefix', 'audit/../main', PREFIX],
    ['trail.keyPrefix', '.', PREFIX],
    ['trail.keyPrefix', 'audit main', PREFIX],
    ['trail.keyPrefix', 'prüfung', PREFIX],
    // Would open the bucket policy to every prefix.
    ['trail.keyPrefix', '*', PREFIX],
    ['trail.keyPrefix', 'x'.repeat(201), PREFIX, `"${'x'.repeat(119)}…`],
    [
      'trail.organizationId',
      'o-1',
      'the id of an AWS organisation, "o-" and 10 to 32 small letters and digits',
    ],
    ['trail.multiRegion', 'yes', 'true or false'],
    ['trail.managementEvents', 'write', '"all", "write-only", "read-only" or "none"'],
    [
      'trail.insights',
      ['ApiCallRateInsight', 'ApiCallRateInsight'],
      'a list of entries, none twice, each "ApiCallRateInsight" or "ApiErrorRateInsight"',
    ],
    ['trail.eventSelectors', {}, 'a list of entries, each { "category": …, "fields": … }'],
    ['trail.existing.bucketName', 'Logs', 'the name of an S3 bucket'],
    ['bucket.logFiles.expireAfterDays', 0, 'a whole number from 1 to 36500'],
    ['bucket.expireNoncurrentVersionsAfterDays', 0, 'a whole number from 1 to 36500'],
    ['bucket.objectLock.mode', 'compliance', '"GOVERNANCE" or "COMPLIANCE"'],
    ['bucket.accessLogs', 'none', '"off", "own-bucket" or { "bucketName": … }'],
    ['encryption', 'x', '"aws-managed", "new-key" or { "keyArn": … }'],
    ['encryption', ['new-key'], '"aws-managed", "new-key" or { "keyArn": … }'],
    ['encryption.keyArn', 'alias/audit', KEY_ARN],
    ['encryption.keyArn', KEY.replace(':key/', ':alias/'), KEY_ARN],
    ['index.retentionDays', 0.5, 'a whole number from 1 to 36500'],
    ['index.retentionDays', 2 ** 60, 'a whole number from 1 to 36500'],
    ['index.writeShards', 0, 'a whole number from 1 to 100'],
    ['index.writeShards', 101, 'a whole number from 1 to 100'],
    [
      'index.optionalIndexes',
      'by-source-ip',
      'a list of entries, none twice, each "by-user-name", "by-access-key" or "by-source-ip"',
    ],
    ['index.capacity', 'provisioned', CAPACITY],
    ['index.pointInTimeRecoveryDays', 36, 'a whole number from 0 to 35'],
    ['ingest.memoryMiB', 511, 'a whole number from 512 to 10240'],
    ['ingest.memoryMiB', 10_241, 'a whole number from 512 to 10240'],
    ['ingest.batchSize', 1_001, 'a whole number from 1 to 1000'],
    ['ingest.maxConcurrency', 1, 'a whole number from 2 to 1000'],
    ['ingest.maxInflatedMiB', 63, 'a whole number from 64 to 1024'],
    ['ingest.maxInflatedMiB', 1_025, 'a whole number from 64 to 1024'],
    ['ingest.maxRecordMiB', 9, 'a whole number from 1 to 8'],
    ['ingest.maxRecords', 99_999, 'a whole number from 100000 to 10000000'],
    ['ingest.maxKeysPerNotification', 99, 'a whole number from 100 to 100000'],
    [
      'ingest.logRetentionDays',
      31,
      '1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653',
    ],
    ['backfill.lookBackDays', 1, 'a whole number from 2 to 90'],
    ['alarms.topicArn', 'arn:aws:sns:eu-west-1:111122223333:alarms.fifo', TOPIC_ARN],
    ['alarms.runbookUrl', 'docs/runbook.md', RUNBOOK_URL],
    ['alarms.runbookUrl', 'https://wiki.example.com/runbook#top', RUNBOOK_URL],
    ['alarms.runbookUrl', 'https://wiki.example.com/<runbook>', RUNBOOK_URL],
    ['alarms.runbookUrl', `https://${'x'.repeat(493)}`, RUNBOOK_URL, `"https://${'x'.repeat(111)}…`],
    ['removalPolicy', 'keep', '"retain" or "destroy"'],
    ['tags', { team: 'a', Team: 'b' }, TAGS],
    ['tags.team', 'a&b', `up to 256 ${TAG}`],
    ['tags.team', 'AWS:a', `up to 256 ${TAG}`],
  ])('says of a value what its key takes: %s %j', (path, value, takes, shown = JSON.stringify(value)) => {
    expect(complaintsAbout(withSetting(path, value))).toContain(
      `traildex.${path} is ${shown}; it takes ${takes}.`,
    );
  });

  it.each([
    ['a section', { backFill: {} }, 'backFill', 'did you mean traildex.backfill?'],
    [
      'none of what every object has',
      { constructor: 1 },
      'constructor',
      'traildex takes trail, bucket, encryption, index, ingest, backfill, verify, alarms, tags or removalPolicy.',
    ],
    [
      'a key of one',
      { index: { retentionDay: 1 } },
      'index.retentionDay',
      'did you mean traildex.index.retentionDays?',
    ],
    [
      'a key of an entry',
      { bucket: { logFiles: { steps: [{ afterDays: 90, class: 'GLACIER_IR' }] } } },
      'bucket.logFiles.steps[0].class',
      'did you mean traildex.bucket.logFiles.steps[0].storageClass?',
    ],
    [
      'a key of a form',
      { encryption: { keyARN: KEY } },
      'encryption.keyARN',
      'did you mean traildex.encryption.keyArn?',
    ],
    [
      'none that is near',
      { backfill: { cron: '0 * * * *' } },
      'backfill.cron',
      'traildex.backfill takes everyHours or lookBackDays.',
    ],
  ])('says which key was meant: %s', (_, settings, path, hint) => {
    expect(complaintsAbout(settings)).toContain(`traildex.${path} is not a setting; ${hint}`);
  });

  it.each([
    [
      'a key that must be there',
      { trail: { existing: { notifications: { from: 's3' } } } },
      ['traildex.trail.existing.bucketName is not set; it takes the name of an S3 bucket.'],
    ],
    [
      'the form of a setting that has several',
      { trail: { existing: { bucketName: 'logs', notifications: { from: 'sqs' } } } },
      ['traildex.trail.existing.notifications.from is "sqs"; it takes "topic", "event-bridge" or "s3".'],
    ],
    [
      'what a form needs',
      { trail: { existing: { bucketName: 'logs', notifications: { from: 'topic' } } } },
      [`traildex.trail.existing.notifications.topicArn is not set; it takes ${TOPIC_ARN}.`],
    ],
    [
      'the inside of the form that was meant',
      { encryption: { key: KEY } },
      [
        `traildex.encryption.keyArn is not set; it takes ${KEY_ARN}.`,
        'traildex.encryption.key is not a setting; did you mean traildex.encryption.keyArn?',
      ],
    ],
    [
      'an entry of a list',
      { alarms: { emails: ['a@example.com', 'b'] } },
      ['traildex.alarms.emails[1] is "b"; it takes an e-mail address.'],
    ],
    [
      'a key that people choose',
      { tags: { 'aws:team': 'x', team: 'x' } },
      [`traildex.tags has the key "aws:team"; a key takes 1 to 128 ${TAG}.`],
    ],
    [
      'too many tags',
      { tags: manyTags(50) },
      [
        'traildex.tags is {"tag-0":"x","tag-1":"x","tag-2":"x","tag-3":"x","tag-4":"x","tag-5":"x",' +
          `"tag-6":"x","tag-7":"x","tag-8":"x","tag-9":"x"…; it takes ${TAGS}.`,
      ],
    ],
    ['the whole', 'main', ['traildex is "main"; it takes an object of settings.']],
  ])('is exact about %s', (_, settings, complaints) => {
    expect(complaintsAbout(settings)).toEqual(complaints);
  });

  it.each([
    ['trail.name', 'a.b_c-1'],
    ['trail.name', 'x'.repeat(128)],
    ['trail.keyPrefix', 'a'],
    ['trail.keyPrefix', "Audit_2026/main-(!)/it's..fine"],
    ['trail.keyPrefix', 'x'.repeat(200)],
    ['trail.organizationId', 'o-a1b2c3d4e5'],
    ['encryption.keyArn', KEY],
    ['encryption.keyArn', KEY.replace('arn:aws:', 'arn:aws-us-gov:').replace('key/', 'key/mrk-')],
    ['bucket.accessLogs', { bucketName: 'access.logs', prefix: 'trail/' }],
    ['alarms.topicArn', 'arn:aws-cn:sns:cn-north-1:111122223333:alarms'],
    ['alarms.runbookUrl', `https://${'x'.repeat(492)}`],
    ['index.optionalIndexes', ['by-user-name', 'by-access-key', 'by-source-ip']],
    ['ingest.memoryMiB', 512],
    ['ingest.maxInflatedMiB', 64],
    ['ingest.maxRecordMiB', 8],
    ['ingest.maxKeysPerNotification', 100],
    ['ingest.logRetentionDays', 3653],
    ['tags', manyTags(49)],
    ['tags', { 'Kostenstelle für Prüfung': '' }],
  ])('accepts what is just allowed: %s %j', (path, value) => {
    expect(parseSettings(withSetting(path, value))).toMatchObject(withSetting(path, value));
  });
});
