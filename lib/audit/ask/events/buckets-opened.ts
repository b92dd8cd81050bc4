/**
 * Buckets that anybody may read or write, by a policy, an access list or a canned one, and guards against it that were
 * taken away.
 *
 * S3 logs a policy as an object, an access list as AccessControlPolicy, and what was sent in headers under the header's
 * name, as text or as a list.
 */
import { flagOf, type JsonObject, memberOf } from '../../../cloudtrail/json.ts';
import type { EventsQuestion } from '../question.ts';
import { doneCallsOf } from './calls.ts';
import { DONE_COLUMNS } from './columns.ts';
import { membersNamed, textsIn } from './members.ts';
import { allowancesIn, allowsEveryone } from './policy-document.ts';

const technique = { id: 'T1530', name: 'Data from Cloud Storage' };

export const BUCKETS_MADE_PUBLIC: EventsQuestion = {
  kind: 'events',
  id: 'buckets-made-public',
  title: 'Which buckets were made public?',
  why: 'Public buckets are found by those who look for them, and what was read cannot be called back.',
  severity: 'high',
  technique,
  parameters: [],
  select: () => [doneCallsOf('s3', ['PutBucketPolicy', 'PutBucketAcl', 'CreateBucket'])],
  matchesRecord: opensBucket,
  columns: DONE_COLUMNS,
  falsePositives: [
    'Public web sites and downloads.',
    'Block Public Access, where it is on, keeps the bucket closed all the same.',
  ],
  next: 'show {eventID}',
};

const PUBLIC_GROUPS = /acs\.amazonaws\.com\/groups\/global\/(?:AllUsers|AuthenticatedUsers)/;
const PUBLIC_LISTS = new Set(['public-read', 'public-read-write', 'authenticated-read']);

function opensBucket(record: JsonObject): boolean {
  const request = memberOf(record, 'requestParameters');
  return (
    allowancesIn(memberOf(request, 'bucketPolicy')).some(allowsEveryone) ||
    textsIn(memberOf(request, 'x-amz-acl')).some((list) => PUBLIC_LISTS.has(list)) ||
    textsIn(request).some((text) => PUBLIC_GROUPS.test(text))
  );
}

export const PUBLIC_ACCESS_ALLOWED: EventsQuestion = {
  kind: 'events',
  id: 'public-access-allowed',
  title: 'Where was Block Public Access switched off?',
  why: 'It keeps buckets, snapshots and images closed whatever their policies say. Without it one slip opens them.',
  severity: 'medium',
  technique,
  parameters: [],
  select: () => [
    doneCallsOf('s3', [
      'DeleteBucketPublicAccessBlock',
      'PutBucketPublicAccessBlock',
      'DeleteAccountPublicAccessBlock',
      'PutAccountPublicAccessBlock',
    ]),
    doneCallsOf('ec2', ['DisableImageBlockPublicAccess', 'DisableSnapshotBlockPublicAccess']),
  ],
  matchesRecord: liftsBlock,
  columns: DONE_COLUMNS,
  falsePositives: ['Buckets for public web sites, and buckets that are deleted with their stack.'],
  next: 'show {eventID}',
};

const BLOCKS = ['blockpublicacls', 'ignorepublicacls', 'blockpublicpolicy', 'restrictpublicbuckets'];

/** A block that a request leaves out is off; one that deletes them names none. */
function liftsBlock(record: JsonObject): boolean {
  const request = memberOf(record, 'requestParameters');
  return !BLOCKS.every((block) => membersNamed(request, block).some((value) => flagOf(value) === true));
}
