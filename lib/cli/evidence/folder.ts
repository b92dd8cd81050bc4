/**
 * A folder that is filled once: every file in it is new, and its SHA-256 is taken from what was written.
 *
 * The manifest comes last and whole. A folder without one was not finished.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';

export const MANIFEST = 'manifest.sha256';

/** Evidence tells about people: it is for its owner alone. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const GATHERED_BYTES = 256 * 1024;

export interface EvidenceFile {
  /** Relative to the folder. */
  readonly path: string;
  /** Where it is on this machine. */
  readonly location: string;
  readonly sizeBytes: number;
  write(chunk: string | Uint8Array): Promise<void>;
  /** Enters it into the manifest. @returns its SHA-256, hex. */
  close(): Promise<string>;
  /** Takes it away again. */
  discard(): Promise<void>;
}

export interface EvidenceFolder {
  readonly location: string;
  readonly isEmpty: boolean;
  /** @throws PathTakenError, or a NodeJS.ErrnoException where the file system refuses it. */
  create(path: string): Promise<EvidenceFile>;
  /** @returns the manifest's own SHA-256, hex. */
  writeManifest(): Promise<string>;
  /** Removes the folder if it was made here and holds nothing. */
  giveUp(): Promise<void>;
}

export class PathTakenError extends Error {
  override readonly name = 'PathTakenError';
  readonly code = 'EEXIST';
}

/** @throws UsageError when something is there already, or the folder cannot be made. */
export async function claimFolder(location: string): Promise<EvidenceFolder> {
  if (location.trim() === '') throw new UsageError('--evidence needs the name of a folder.');
  const wasMade = await makeOrFindEmpty(location);
  const hashes = new Map<string, string>();
  // Without case: the folder may be carried to a file system that ignores it.
  const taken = new Set<string>();
  let created = 0;
  return {
    location,
    get isEmpty() {
      return created === 0;
    },
    async create(path) {
      if (taken.has(path.toLowerCase())) throw new PathTakenError(`${path} is taken.`);
      taken.add(path.toLowerCase());
      const target = join(location, path);
      await mkdir(dirname(target), { recursive: true, mode: FOLDER_MODE });
      const handle = await open(target, 'wx', FILE_MODE);
      created++;
      return openFile(handle, { path, location: target, enter: (hash) => hashes.set(path, hash) });
    },
    async writeManifest() {
      // As `sha256sum --check` reads it. No path holds what it would have to escape.
      const text = [...hashes]
        .sort()
        .map(([path, hash]) => `${hash}  ${path}\n`)
        .join('');
      const target = join(location, MANIFEST);
      await writeFile(`${target}.unfinished`, text, { flag: 'wx', mode: FILE_MODE, flush: true });
      await rename(`${target}.unfinished`, target);
      return createHash('sha256').update(text).digest('hex');
    },
    async giveUp() {
      // Only a courtesy: somebody may have put something into it meanwhile.
      if (wasMade && created === 0) await rmdir(location).catch(() => {});
    },
  };
}

/** @returns whether it had to be made. */
async function makeOrFindEmpty(location: string): Promise<boolean> {
  try {
    const made = await mkdir(location, { recursive: true, mode: FOLDER_MODE });
    const [first] = await readdir(location);
    if (first === undefined) return made !== undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'EEXIST' || code === 'ENOTDIR' ? 'there is a file of that name' : message;
    throw new UsageError(`--evidence ${location}: ${reason}.`, { cause: error });
  }
  throw new UsageError(`--evidence ${location} is not empty: name a new or an empty folder.`);
}

interface NewFile {
  readonly path: string;
  readonly location: string;
  readonly enter: (sha256: string) => void;
}

function openFile(handle: FileHandle, { path, location, enter }: NewFile): EvidenceFile {
  const hash = createHash('sha256');
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  let sizeBytes = 0;
  let sha256: string | undefined;
  async function flush(): Promise<void> {
    const bytes = Buffer.concat(gathered);
    gathered = [];
    gatheredBytes = 0;
    if (bytes.length > 0) await handle.appendFile(bytes);
  }
  return {
    path,
    location,
    get sizeBytes() {
      return sizeBytes;
    },
    async write(chunk) {
      const bytes = Buffer.from(chunk);
      hash.update(bytes);
      sizeBytes += bytes.length;
      gatheredBytes += bytes.length;
      gathered.push(bytes);
      if (gatheredBytes >= GATHERED_BYTES) await flush();
    },
    async close() {
      if (sha256 !== undefined) return sha256;
      try {
        await flush();
      } finally {
        await handle.close();
      }
      sha256 = hash.digest('hex');
      enter(sha256);
      return sha256;
    },
    async discard() {
      await handle.close();
      await rm(location, { force: true });
    },
  };
}
