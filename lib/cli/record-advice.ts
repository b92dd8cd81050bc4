/**
 * What to do where a record cannot be shown as it was indexed: the command that restores an archived file, where else
 * to look for one that is gone, and what the ledger still knows of it. Commands are whole, to be copied.
 */
import type { ShownRecord } from '../audit/show.ts';
import type { Whereabouts } from '../open-index.ts';
import type { RecordOrigin } from './full-records.ts';
import { utcSecond } from './render/utc-second.ts';
import { shellWord } from './shell-word.ts';

/** Days for which a restored copy stays. */
const RESTORED_DAYS = 7;

/** Of the storage classes with the tier `Standard`, as AWS states them. */
const RESTORE_TAKES: Readonly<Record<string, string>> = {
  GLACIER: 'takes 3 to 5 hours',
  DEEP_ARCHIVE: 'takes up to 12 hours',
};

/** Sentences and commands, a line each; none where there is nothing to be done. */
export function adviceOn(shown: ShownRecord, origin: RecordOrigin, where: Whereabouts): readonly string[] {
  if (shown.kind === 'intact') return [];
  if (shown.kind === 'altered') return rememberedFile(origin);
  if (shown.reason === 'archived') return [...restoring(shown, origin, where), ...rememberedFile(origin)];
  if (shown.reason === 'gone') return [...rememberedFile(origin), ...earlierVersions(shown, origin, where)];
  return shown.reason === 'damaged' ? rememberedFile(origin) : [];
}

function restoring(
  { logFile, storageClass }: Extract<ShownRecord, { kind: 'unreadable' }>,
  { bucket }: RecordOrigin,
  where: Whereabouts,
): readonly string[] {
  // Objects that S3 moved by itself come back for good: they take no days.
  const movesBack = storageClass === 'INTELLIGENT_TIERING';
  const request = movesBack ? '{}' : `Days=${RESTORED_DAYS},GlacierJobParameters={Tier=Standard}`;
  const takes = RESTORE_TAKES[storageClass ?? ''] ?? 'takes hours';
  const how = movesBack ? '' : `, for ${RESTORED_DAYS} days`;
  return [
    `To restore it${how}, which ${takes} and is charged for:`,
    `  ${s3api('restore-object', { bucket, logFile, where })} --restore-request ${shellWord(request)}`,
  ];
}

function earlierVersions(
  { logFile }: ShownRecord,
  { bucket }: RecordOrigin,
  where: Whereabouts,
): readonly string[] {
  // The embedded bucket keeps no versions.
  if (where.local) return [];
  return [
    'If the bucket keeps versions, an earlier one may still be there:',
    `  ${s3api('list-object-versions', { bucket, logFile, where })}`,
  ];
}

interface S3Object {
  readonly bucket: string;
  readonly logFile: string;
  readonly where: Whereabouts;
}

function s3api(operation: string, { bucket, logFile, where: { profile, region } }: S3Object): string {
  const keyFlag = operation === 'list-object-versions' ? '--prefix' : '--key';
  return [
    `aws s3api ${operation}`,
    ...(profile === undefined ? [] : [`--profile ${shellWord(profile)}`]),
    ...(region === undefined ? [] : [`--region ${shellWord(region)}`]),
    `--bucket ${shellWord(bucket)}`,
    `${keyFlag} ${shellWord(logFile)}`,
  ].join(' ');
}

function rememberedFile({ entry }: RecordOrigin): readonly string[] {
  if (entry?.status !== 'indexed') return [];
  const hash = entry.sha256 === undefined ? '' : ` with the SHA-256 ${entry.sha256}`;
  return [`The ledger: indexed ${utcSecond(entry.updatedAt)}${hash}.`];
}
