/**
 * What a data directory holds: the sample trail or somebody's own log files. They never mix, because an answer over both
 * would be an answer about nothing.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UsageError } from './errors.ts';
import { shellWord } from './shell-word.ts';

export type Contents = 'sample' | 'evidence';

const NOTE = 'contents.json';

const IN_WORDS: Readonly<Record<Contents, string>> = {
  sample: 'the sample trail',
  evidence: 'log files of your own',
};

/**
 * Notes what a data directory is for, the first time something is put into it.
 * @throws UsageError when it already holds the other; `elsewhere` is a directory to suggest instead.
 */
export async function claimContents(directory: string, wanted: Contents, elsewhere: string): Promise<void> {
  const held = await readContents(directory);
  if (held === wanted) return;
  if (held !== undefined) {
    throw new UsageError(
      `The data directory ${directory} holds ${IN_WORDS[held]}, and ${IN_WORDS[wanted]} must not mix with it. ` +
        `Add --data ${shellWord(elsewhere)} here, and to the questions you then ask.`,
    );
  }
  await writeFile(join(directory, NOTE), `${JSON.stringify({ contents: wanted })}\n`);
}

async function readContents(directory: string): Promise<Contents | undefined> {
  const text = await readFile(join(directory, NOTE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  const note: unknown = JSON.parse(text);
  const contents: unknown = Reflect.get(Object(note), 'contents');
  return contents === 'sample' || contents === 'evidence' ? contents : undefined;
}

/** A data directory for the log files at `path`, the same one each time. */
export function directoryFor(path: string, base: string): string {
  const absolute = resolve(path);
  const name =
    basename(absolute)
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .slice(0, 40) || 'root';
  const mark = createHash('sha256').update(absolute).digest('hex').slice(0, 6);
  return `${base}-${name}-${mark}`;
}
