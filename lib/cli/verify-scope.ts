/** Which part of the trail a verification is about, and where it came from: what its flags say, checked. */
import { readFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import type { TrailFolders } from '../audit/trail-folders.ts';
import type { Origin } from '../audit/verify/request.ts';
import type { Deployment } from '../aws/deployment.ts';
import { type PublicKey, PublicKeyError, parsePublicKeyList } from '../cloudtrail/public-key.ts';
import { foldersFor } from './backfill-scope.ts';
import { UsageError } from './errors.ts';
import { account, region } from './flag-values.ts';

/** Folders are named by whole ids: nothing stands for others. */
export function wholeAccount(typed: string): string {
  const id = account(typed);
  if (id.includes('*')) throw new InvalidArgumentError('A whole account id has 12 digits.');
  return id;
}

export function wholeRegion(typed: string): string {
  const name = region(typed);
  if (name.includes('*')) throw new InvalidArgumentError('A whole region is named like eu-central-1.');
  return name;
}

/** The name of a trail, or its ARN. */
export function trailName(typed: string): string {
  const name = /^arn:[^:]*:cloudtrail:[^:]*:\d*:trail\/(.+)$/.exec(typed)?.[1] ?? typed;
  if (!/^[\w.-]+$/.test(name))
    throw new InvalidArgumentError('A trail is named by its name, such as management-events, or by its ARN.');
  return name;
}

/** `s3://BUCKET[/PREFIX]` */
export function origin(typed: string): Origin {
  const [, bucket, keyPrefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/(.*?))?\/*$/.exec(typed) ?? [];
  if (bucket === undefined)
    throw new InvalidArgumentError('Where they were delivered is written s3://BUCKET or s3://BUCKET/PREFIX.');
  // Whoever copies a key from somewhere names the folder that every prefix ends before.
  return { bucket, keyPrefix: keyPrefix.replace(/(?:^|\/)AWSLogs(?:\/.*)?$/, '') };
}

/** @throws UsageError for an account that the stack does not take. */
export function foldersToVerify(
  deployment: Deployment,
  { local, accountIds }: { readonly local: boolean; readonly accountIds: readonly string[] | undefined },
): TrailFolders {
  const folders = foldersFor(deployment, { local, prefix: undefined });
  if (accountIds === undefined) return folders;
  const foreign = accountIds.find((id) => folders.accountIds?.includes(id) === false);
  if (foreign !== undefined) {
    throw new UsageError(
      `--account ${foreign}: the stack takes the log files of ${folders.accountIds?.join(', ')} only.`,
    );
  }
  return { ...folders, accountIds };
}

/** What `aws cloudtrail list-public-keys` printed. @throws UsageError */
export async function readPublicKeys(path: string): Promise<readonly PublicKey[]> {
  try {
    return parsePublicKeyList(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof PublicKeyError)
      throw new UsageError(`--public-keys ${path}: ${error.message}`, { cause: error });
    throw new UsageError(`--public-keys ${path} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'ENOENT') return 'there is no such file.';
  if (code === 'EISDIR') return 'it is a folder.';
  return error instanceof Error ? error.message : String(error);
}
