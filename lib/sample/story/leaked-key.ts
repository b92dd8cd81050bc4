/**
 * The story to find: the long-term key of `report-export`, a program's IAM user, is used from an address that nobody
 * knows. Whoever holds it looks around, tries to start machines (refused), makes a user of its own with administrator
 * rights, fails to stop the trail, and reads customer data. An hour later a security engineer takes the keys away.
 */

import { formatSpeltTime } from '../calendar.ts';
import { bucketCall, objectCall } from '../data-events.ts';
import { beDenied } from '../denials.ts';
import { asIamUser, type Client, defineIamUser } from '../identity.ts';
import { ANALYTICS, CUSTOMER_BUCKET, EXPORT_BUCKET, MANAGEMENT, type Place } from '../organization.ts';
import { MACHINE_ROOM, PRIYA, REPORT_EXPORT } from '../people.ts';
import { openConsole } from '../portal.ts';
import type { ApiCall, Caller } from '../record.ts';
import { perform, type Stage, wait } from '../stage.ts';
import { clock, type Story } from './tell.ts';

const HOME: Place = { accountId: ANALYTICS, region: 'eu-central-1' };
const ABROAD: Place = { accountId: ANALYTICS, region: 'us-east-1' };
const STRANGER: Client = {
  address: '192.0.2.146',
  agent:
    'aws-cli/2.31.2 md/awscrt#0.27.6 ua/2.1 os/linux#6.16.8-kali md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe',
};
const TRAIL = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/org-trail`;
const BACK_DOOR = defineIamUser(ANALYTICS, 'support-readonly');

/** Refused attempts to start machines, one every twenty seconds: what CloudTrail Insights notices later. */
export const REFUSED_LAUNCHES = 12;
export const LAUNCHES_START = clock('13:50');

export const LEAKED_KEY: readonly Story[] = [
  { startsAt: clock('01:05'), tell: uploadReports },
  { startsAt: clock('05:05'), tell: uploadReports },
  { startsAt: clock('09:05'), tell: uploadReports },
  { startsAt: clock('13:05'), tell: uploadReports },
  { startsAt: clock('13:41'), tell: lookAround },
  { startsAt: LAUNCHES_START, tell: tryToLaunch },
  { startsAt: clock('13:57'), tell: digIn },
  { startsAt: clock('15:02'), tell: takeKeysAway },
];

/** What the key is for, every four hours until it is taken away. */
function uploadReports(stage: Stage): void {
  const caller = asIamUser(REPORT_EXPORT, MACHINE_ROOM);
  for (const report of ['orders', 'returns', 'stock']) {
    const key = `daily/${report}.csv.gz`;
    perform(stage, caller, objectCall(stage, { name: 'PutObject', bucket: EXPORT_BUCKET, key, place: HOME }));
    wait(stage, 3, 9);
  }
}

function lookAround(stage: Stage): void {
  const caller = asIamUser(REPORT_EXPORT, STRANGER);
  const iam = { source: 'iam', region: ABROAD.region };
  perform(stage, caller, { source: 'sts', name: 'GetCallerIdentity', region: ABROAD.region });
  wait(stage, 4, 10);
  perform(stage, caller, {
    source: 's3',
    name: 'ListBuckets',
    region: ABROAD.region,
    request: { Host: 's3.amazonaws.com' },
  });
  for (const name of ['ListUsers', 'ListRoles', 'GetAccountAuthorizationDetails']) {
    wait(stage, 5, 15);
    beDenied(stage, caller, { ...iam, name }, `arn:aws:iam::${ANALYTICS}:*`);
  }
  wait(stage, 5, 15);
  perform(stage, caller, {
    ...iam,
    name: 'ListAttachedUserPolicies',
    request: { userName: REPORT_EXPORT.userName },
  });
  wait(stage, 5, 15);
  beDenied(stage, caller, { source: 'secretsmanager', name: 'ListSecrets', region: HOME.region });
}

function tryToLaunch(stage: Stage): void {
  const caller = asIamUser(REPORT_EXPORT, STRANGER);
  for (let attempt = 0; attempt < REFUSED_LAUNCHES; attempt += 1) {
    const items = [{ imageId: 'ami-0c1a7f89451184c8b', minCount: 1, maxCount: 8 }];
    const request = { instancesSet: { items }, instanceType: 'g6e.48xlarge', monitoring: { enabled: false } };
    const call = { source: 'ec2', name: 'RunInstances', region: ABROAD.region, readOnly: false, request };
    beDenied(stage, caller, call, `arn:aws:ec2:${ABROAD.region}:${ANALYTICS}:instance/*`);
    wait(stage, 20, 20);
  }
}

function digIn(stage: Stage): void {
  const leaked = asIamUser(REPORT_EXPORT, STRANGER);
  makeBackDoor(stage, leaked);
  const intruder = asIamUser(BACK_DOOR, STRANGER);
  wait(stage, 12, 30);
  perform(stage, intruder, { source: 'sts', name: 'GetCallerIdentity', region: ABROAD.region });
  wait(stage, 3, 8);
  perform(stage, intruder, {
    source: 'cloudtrail',
    name: 'DescribeTrails',
    region: ABROAD.region,
    request: { trailNameList: [] },
  });
  wait(stage, 6, 12);
  perform(stage, intruder, stopLogging(intruder));
  wait(stage, 6, 20);
  perform(stage, intruder, bucketCall(stage, 'GetBucketLocation', CUSTOMER_BUCKET, HOME));
  for (let part = 1; part <= 14; part += 1) {
    wait(stage, 1, 4);
    const key = `customers/2026/part-${String(part).padStart(5, '0')}.parquet`;
    perform(
      stage,
      intruder,
      objectCall(stage, { name: 'GetObject', bucket: CUSTOMER_BUCKET, key, place: HOME }),
    );
  }
}

function makeBackDoor(stage: Stage, caller: Caller): void {
  const { userName, arn, principalId, accessKeyId } = BACK_DOOR;
  const createDate = formatSpeltTime(stage.at);
  const iam = { source: 'iam', region: ABROAD.region, readOnly: false };
  perform(stage, caller, {
    ...iam,
    name: 'CreateUser',
    request: { userName },
    response: { user: { path: '/', userName, userId: principalId, arn, createDate } },
  });
  wait(stage, 3, 8);
  perform(stage, caller, {
    ...iam,
    name: 'CreateAccessKey',
    request: { userName },
    response: { accessKey: { userName, accessKeyId, status: 'Active', createDate } },
  });
  wait(stage, 3, 8);
  const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  perform(stage, caller, { ...iam, name: 'AttachUserPolicy', request: { userName, policyArn } });
}

/** Even an administrator of a member account cannot stop the organisation's trail: a policy of the organisation forbids it. */
function stopLogging(caller: Caller): ApiCall {
  const message = `User: ${caller.arn} is not authorized to perform: cloudtrail:StopLogging on resource: ${TRAIL} with an explicit deny in a service control policy`;
  const call = { source: 'cloudtrail', name: 'StopLogging', region: ABROAD.region, readOnly: false };
  return { ...call, request: { name: TRAIL }, error: { code: 'AccessDenied', message } };
}

function takeKeysAway(stage: Stage): void {
  const caller = openConsole(stage, PRIYA, HOME);
  wait(stage, 20, 40);
  const detectorId = '12abc34d567e8fa901bc2d34e56789f0';
  const finding = { detectorId, findingIds: ['7ec9f0a1b2c34d5e6f708192a3b4c5d6'] };
  perform(stage, caller, { source: 'guardduty', name: 'GetFindings', region: HOME.region, request: finding });
  const iam = { source: 'iam', region: ABROAD.region, readOnly: false };
  for (const { userName, accessKeyId } of [REPORT_EXPORT, BACK_DOOR]) {
    wait(stage, 15, 40);
    const request = { userName, accessKeyId, status: 'Inactive' };
    perform(stage, caller, { ...iam, name: 'UpdateAccessKey', request });
  }
  wait(stage, 20, 40);
  const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  perform(stage, caller, {
    ...iam,
    name: 'DetachUserPolicy',
    request: { userName: BACK_DOOR.userName, policyArn },
  });
}
