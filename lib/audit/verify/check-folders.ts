/**
 * Holds the log files of a region against its digests, the bucket and the ledger, one day's folder after the other.
 *
 * Beside what the digests list, a folder may hold log files that none of them lists, and the ledger may know of some that
 * are not in the bucket any more. Only one folder is in memory at a time.
 */
import type { SignedLogFile } from '../../cloudtrail/digest.ts';
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import type { LedgerEntry } from '../../event-index/ledger.ts';
import type { ListedObject } from '../ports.ts';
import { dayFolderIn } from '../trail-folders.ts';
import { checkLogFile, type LogFileVerdict } from './check-log-file.ts';
import type { ValidDigest } from './judge-digest.ts';
import { readLogFile } from './read-log-file.ts';
import type { PlaceRun } from './run.ts';

/** A log file of the bucket or the ledger that no digest lists. */
export interface UnlistedFile {
  readonly key: string;
  readonly object: ListedObject | undefined;
  readonly entry: LedgerEntry | undefined;
}

export interface CheckedFile {
  readonly key: string;
  readonly digest: ValidDigest;
  readonly verdict: LogFileVerdict;
}

export interface FolderFindings {
  onChecked(file: CheckedFile): void;
  onUnlisted(file: UnlistedFile): void;
}

interface Listed {
  readonly signed: SignedLogFile;
  readonly digest: ValidDigest;
}

/**
 * @param digests all that hold, also those that only touch the window
 * @param isAsked whether the log files of a digest are to be checked; those of the others are only known to be listed
 */
export async function checkFolders(
  digests: readonly ValidDigest[],
  isAsked: (digest: ValidDigest) => boolean,
  run: PlaceRun,
  findings: FolderFindings,
): Promise<void> {
  const onElsewhere = (signed: SignedLogFile, digest: ValidDigest) => {
    if (isAsked(digest)) findings.onChecked({ key: signed.key, digest, verdict: elsewhere(signed) });
  };
  const listed = groupByFolder(digests, onElsewhere);
  const folders = new Set([...listed.keys(), ...foldersOf(run)]);
  for (const folder of [...folders].sort()) {
    run.signal?.throwIfAborted();
    await checkFolder(folder, listed.get(folder) ?? new Map(), { isAsked, run, findings });
    listed.delete(folder);
  }
}

function foldersOf({ place, days }: PlaceRun): readonly string[] {
  return days(0).flatMap((day) => place.logFileFolders.map((folder) => dayFolderIn(folder, day)));
}

function groupByFolder(
  digests: readonly ValidDigest[],
  onElsewhere: (signed: SignedLogFile, digest: ValidDigest) => void,
): Map<string, Map<string, Listed>> {
  const folders = new Map<string, Map<string, Listed>>();
  for (const digest of digests) {
    for (const signed of digest.digest.logFiles) {
      const key = signed.bucket === digest.digest.bucket ? digest.toStoredKey(signed.key) : undefined;
      if (key === undefined) {
        onElsewhere(signed, digest);
        continue;
      }
      const folder = key.slice(0, key.lastIndexOf('/') + 1);
      const files = folders.get(folder) ?? new Map<string, Listed>();
      folders.set(folder, files.set(key, { signed, digest }));
    }
  }
  return folders;
}

interface FolderCheck {
  readonly isAsked: (digest: ValidDigest) => boolean;
  readonly run: PlaceRun;
  readonly findings: FolderFindings;
}

async function checkFolder(
  folder: string,
  listed: ReadonlyMap<string, Listed>,
  { isAsked, run, findings }: FolderCheck,
): Promise<void> {
  const { objects, entries } = await readFolder(folder, run);
  const asked = [...listed].filter(([, { digest }]) => isAsked(digest));
  const checked = await Promise.all(
    asked.map(async ([key, { signed, digest }]) => {
      const file = { key, signed, object: objects.get(key), entry: entries.get(key) };
      const read = (path: string, entry: LedgerEntry | undefined) =>
        run.gate(() => readLogFile(path, entry, run));
      const verdict = await checkLogFile(file, { read, deep: run.request.deep ?? false });
      run.count('logFiles');
      return { key, digest, verdict };
    }),
  );
  for (const file of checked) findings.onChecked(file);
  for (const key of new Set([...objects.keys(), ...entries.keys()])) {
    if (listed.has(key) || parseObjectKey(key).kind !== 'log-file') continue;
    findings.onUnlisted({ key, object: objects.get(key), entry: entries.get(key) });
  }
}

async function readFolder(folder: string, { stores, gate }: PlaceRun) {
  const day = folder.slice(-'YYYY/MM/DD/'.length, -1).replaceAll('/', '-');
  const [objects, entries] = await Promise.all([
    gate(() => byKey(stores.listing.listObjects(folder))),
    gate(() => byKey(stores.ledger.readFolder(day, folder))),
  ]);
  return { objects, entries };
}

async function byKey<Value extends { readonly key: string }>(
  values: AsyncIterable<Value>,
): Promise<ReadonlyMap<string, Value>> {
  const all = new Map<string, Value>();
  for await (const value of values) all.set(value.key, value);
  return all;
}

function elsewhere({ bucket }: SignedLogFile): LogFileVerdict {
  const message = `The log file was delivered to another bucket (${bucket}), which is not looked into.`;
  return { kind: 'fault', code: 'log-file-unreadable', message };
}
