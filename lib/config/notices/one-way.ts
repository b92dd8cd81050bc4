/** What cannot be taken back, or not in one deployment. */
import type { Settings } from '../settings.ts';
import { type Notice, warning } from './notice.ts';

function optionalIndexes({ index: { optionalIndexes } }: Settings): Notice[] {
  if (optionalIndexes.length === 0) return [];
  const text =
    `traildex.index.optionalIndexes has ${optionalIndexes.join(', ')}: once the table exists, DynamoDB takes ` +
    'one new or dropped index a deployment, so add or remove one, deploy, then the next.';
  return [warning('one-index-a-deployment', text)];
}

function writeShards({ index: { writeShards } }: Settings): Notice[] {
  if (writeShards === 1) return [];
  const text =
    `traildex.index.writeShards is ${writeShards} and can only be raised: the table remembers the highest ` +
    'number, and a lower one later has no effect.';
  return [warning('write-shards-only-raised', text)];
}

function warmThroughput({ index }: Settings): Notice[] {
  if (index.warmThroughput === undefined) return [];
  const text =
    'traildex.index.warmThroughput is billed once for what it adds, on the table and on each index, and the ' +
    "table's cannot be lowered.";
  return [warning('warm-throughput-only-raised', text)];
}

function objectLock({ bucket: { objectLock: lock } }: Settings): Notice[] {
  if (lock === undefined) return [];
  const who =
    lock.mode === 'COMPLIANCE'
      ? 'nobody, not even the root user,'
      : 'only those with s3:BypassGovernanceRetention';
  const text =
    'traildex.bucket.objectLock cannot be switched off once the bucket is made, nor can its versioning; ' +
    `${who} can delete an object within ${lock.days} days of its delivery.`;
  return [warning('object-lock-stays', text)];
}

function lockOfCopies({ bucket: { objectLock, replicateTo } }: Settings): Notice[] {
  if (objectLock === undefined || replicateTo === undefined) return [];
  const text =
    'traildex.bucket.replicateTo: S3 copies locked objects only into a bucket that has Object Lock on, too.';
  return [warning('object-lock-of-copies', text)];
}

export const ONE_WAY_NOTICES = [optionalIndexes, writeShards, warmThroughput, objectLock, lockOfCopies];
