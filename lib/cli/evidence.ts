/**
 * `--evidence DIR`: keeps an answer so that somebody else can check it later, without the index and without traildex.
 *
 * DIR is refused before any work unless it is new or empty. It gets the records, the summaries, the command and, at the
 * end, copies of the log files; then the manifest. Whatever ends the command before that leaves no manifest, and says so.
 */
import { type Command, InvalidArgumentError } from 'commander';
import type { Workplace } from '../aws/workplace.ts';
import { EvidenceCollection } from './evidence/collection.ts';
import { claimFolder, MANIFEST } from './evidence/folder.ts';
import type { FullRecord } from './full-records.ts';
import { escapeControls } from './render/escape.ts';
import type { Session } from './session.ts';

export interface Evidence {
  /** An event of the answer, with its record. */
  add(full: FullRecord): Promise<void>;
  /** What was asked for and cannot be had, in a sentence. */
  note(problem: string): Promise<void>;
  /** Copies the log files and ends with the manifest. @returns how many log files could not be copied as they were. */
  seal(place: Pick<Workplace, 'deployment' | 'storedObjects'>): Promise<number>;
}

export function addEvidenceOption(command: Command): Command {
  return command.option(
    '--evidence <dir>',
    'also keep it all in a new folder: records, the command, the log files concerned and a SHA-256 manifest',
    (text: string) => {
      if (text.trim() === '') throw new InvalidArgumentError('It needs the name of a folder.');
      return text;
    },
  );
}

/**
 * Runs a command's work with a folder for its evidence, where one was asked for. The work has to seal it.
 *
 * @throws UsageError before any work when the folder cannot be taken.
 */
export async function keepEvidence<Result>(
  session: Session,
  directory: string | undefined,
  work: (evidence: Evidence | undefined) => Promise<Result>,
): Promise<Result> {
  if (directory === undefined) return work(undefined);
  const folder = await claimFolder(directory);
  const collection = new EvidenceCollection(session, folder);
  try {
    return await work(collection);
  } finally {
    if (!collection.isSealed && (await collection.abandon())) {
      await sayUnfinished(session, directory);
    }
  }
}

/** Also where the reader of stdout has gone, which ends every other remark. */
async function sayUnfinished({ out, host }: Session, directory: string): Promise<void> {
  await out.flush().catch(() => {});
  const sentence = `The evidence in ${directory} is not whole: it has no ${MANIFEST}.`;
  host.stderr.write(`traildex: ${escapeControls(sentence)}\n`);
}
