/**
 * Finds the log files in what the user named: files as they are, folders with everything below them.
 *
 * In a folder the file name decides, hidden files stay out, links are followed but no folder is entered twice. The order
 * is that of the names, so that the same folder always gives the same run. Whatever is left out is told, never silently;
 * only a path that does not exist is an error, before anything is yielded.
 */
import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { LogFileSource } from '../operations/ports.ts';
import { UsageError } from './errors.ts';

export interface LeftOut {
  readonly path: string;
  readonly kind: 'other-extension' | 'hidden' | 'unreadable' | 'not-a-file' | 'empty-folder';
  /** Half a sentence for people. */
  readonly reason: string;
}

export type ReportLeftOut = (leftOut: LeftOut) => void;

export const LOG_FILE_EXTENSIONS = ['.json.gz', '.gz', '.json', '.jsonl', '.ndjson'] as const;

interface Walk {
  /** What the user named, absolute. */
  readonly root: string;
  /** Real paths of the folders entered, over everything that the user named. */
  readonly entered: Set<string>;
  readonly report: ReportLeftOut;
}

/** @throws {UsageError} when one of the paths does not exist. */
export async function* findLogFiles(
  paths: readonly string[],
  report: ReportLeftOut,
): AsyncGenerator<LogFileSource, void> {
  const named: { readonly root: string; readonly found: Stats }[] = [];
  for (const path of paths) named.push({ root: resolve(path), found: await statNamed(path) });

  const entered = new Set<string>();
  for (const { root, found } of named) {
    if (!found.isDirectory()) {
      // Named by the user: taken whatever it is called, and pipes as well.
      yield { path: toSlashes(root), relativePath: basename(root), sizeBytes: found.size };
      continue;
    }
    let isEmpty = true;
    for await (const file of walkFolder(root, { root, entered, report })) {
      isEmpty = false;
      yield file;
    }
    if (isEmpty) {
      report({
        path: root,
        kind: 'empty-folder',
        reason: `no new log file is in it (${LOG_FILE_EXTENSIONS.join(', ')})`,
      });
    }
  }
}

async function statNamed(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    const isMissing = codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
    const what = isMissing ? 'does not exist' : `cannot be read: ${messageOf(error)}`;
    throw new UsageError(`${path} ${what}. Name log files, or folders that hold some.`, { cause: error });
  }
}

async function* walkFolder(folder: string, walk: Walk): AsyncGenerator<LogFileSource, void> {
  const entries = await enter(folder, walk);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) {
      walk.report({ path, kind: 'hidden', reason: 'hidden' });
      continue;
    }
    const found = await statFound(path, walk);
    if (found?.isDirectory()) yield* walkFolder(path, walk);
    else if (found !== undefined && isWanted(path, found, walk)) {
      yield {
        path: toSlashes(path),
        relativePath: toSlashes(relative(walk.root, path)),
        sizeBytes: found.size,
      };
    }
  }
}

/** The entries of a folder in the order of their names; none where it was entered before. */
async function enter(folder: string, { entered, report }: Walk): Promise<readonly Dirent[]> {
  try {
    const real = await realpath(folder);
    if (entered.has(real)) return [];
    entered.add(real);
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    report({ path: folder, kind: 'unreadable', reason: messageOf(error) });
    return [];
  }
}

/** Through links: what they point to is what is delivered. */
async function statFound(path: string, { report }: Walk): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    const isDangling = codeOf(error) === 'ENOENT';
    report({ path, kind: 'unreadable', reason: isDangling ? 'a link to nothing' : messageOf(error) });
    return undefined;
  }
}

function isWanted(path: string, found: Stats, { report }: Walk): boolean {
  if (!found.isFile()) {
    report({ path, kind: 'not-a-file', reason: 'neither a file nor a folder' });
    return false;
  }
  const name = path.toLowerCase();
  if (LOG_FILE_EXTENSIONS.some((extension) => name.endsWith(extension))) return true;
  report({
    path,
    kind: 'other-extension',
    reason: 'not named like a log file; name it itself to have it taken',
  });
  return false;
}

function toSlashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
