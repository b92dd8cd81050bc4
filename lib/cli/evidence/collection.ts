/** Fills an evidence folder while a command answers, and seals it with the log files and the manifest. */
import { mapInOrder } from '../../audit/in-order.ts';
import type { Workplace } from '../../aws/workplace.ts';
import type { Evidence } from '../evidence.ts';
import type { FullRecord } from '../full-records.ts';
import { untilInterrupted } from '../interrupt.ts';
import { count } from '../render/count.ts';
import { escapeControls, escapeJson } from '../render/escape.ts';
import { toEventRow } from '../render/event-fields.ts';
import { factsOf } from '../render/shown-record.ts';
import type { Session } from '../session.ts';
import { writeCommandFile } from './command-file.ts';
import { type EvidenceFile, type EvidenceFolder, MANIFEST } from './folder.ts';
import { copyLogFile, type LogFileCopy, type WantedLogFile } from './log-file-copy.ts';
import { writeReadme } from './readme.ts';

type SealingPlace = Pick<Workplace, 'deployment' | 'storedObjects'>;

const LOG_FILES_AT_ONCE = 4;
/** From so many on, copying them is announced. */
const MANY_LOG_FILES = 20;

export class EvidenceCollection implements Evidence {
  readonly #session: Session;
  readonly #folder: EvidenceFolder;
  readonly #files = new Map<string, EvidenceFile>();
  readonly #logFiles = new Map<string, WantedLogFile>();
  #events = 0;
  #intact = 0;
  #problems = 0;
  #isSealed = false;

  constructor(session: Session, folder: EvidenceFolder) {
    this.#session = session;
    this.#folder = folder;
  }

  get isSealed(): boolean {
    return this.#isSealed;
  }

  async note(problem: string): Promise<void> {
    this.#problems++;
    await (await this.#file('problems.txt')).write(`${escapeControls(problem)}\n`);
  }

  async add(full: FullRecord): Promise<void> {
    const { shown } = full;
    const records = await this.#file('records.jsonl');
    const line = toEventLine(full, records.sizeBytes);
    await (await this.#file('events.jsonl')).write(`${escapeJson(JSON.stringify(line))}\n`);
    this.#events++;
    const wanted = toWantedLogFile(full);
    if (wanted !== undefined && !this.#logFiles.has(wanted.key)) this.#logFiles.set(wanted.key, wanted);
    if (shown.kind !== 'intact') {
      return this.note(`Event ${shown.event.eventID}: ${shown.problem} (${shown.logFile})`);
    }
    this.#intact++;
    await records.write(shown.bytes);
    await records.write('\n');
  }

  async seal(place: SealingPlace): Promise<number> {
    // Also where nothing was found: that, too, is an answer.
    for (const path of ['records.jsonl', 'events.jsonl']) await this.#file(path);
    const faults = await this.#copyLogFiles(place);
    const counts = { events: this.#events, intact: this.#intact, problems: this.#problems };
    const command = writeCommandFile(this.#session, place.deployment, counts);
    await (await this.#file('command.json')).write(command);
    await (await this.#file('README.txt')).write(writeReadme(this.#session));
    for (const file of this.#files.values()) await file.close();
    const manifestHash = await this.#folder.writeManifest();
    this.#isSealed = true;
    await this.#session.remark(
      `Evidence in ${this.#folder.location}: ${count(this.#intact, 'intact record')} of ` +
        `${count(this.#events, 'event')}, ${count(this.#logFiles.size, 'log file')}.`,
      `SHA-256 of its ${MANIFEST}, to be kept elsewhere: ${manifestHash}`,
    );
    return faults;
  }

  /** Leaves what has been written without a manifest. @returns whether there is any. */
  async abandon(): Promise<boolean> {
    // What ended the command is worth more than a file that cannot be closed, perhaps for the same reason.
    for (const file of this.#files.values()) await file.close().catch(() => {});
    await this.#folder.giveUp();
    return !this.#folder.isEmpty;
  }

  async #file(path: string): Promise<EvidenceFile> {
    const file = this.#files.get(path) ?? (await this.#folder.create(path));
    this.#files.set(path, file);
    return file;
  }

  async #copyLogFiles({ storedObjects }: SealingPlace): Promise<number> {
    const session = this.#session;
    const number = this.#logFiles.size;
    if (number >= MANY_LOG_FILES) await session.remark(`Copying ${count(number, 'log file')} …`);
    const lines = await this.#file('log-files.jsonl');
    const copy = (wanted: WantedLogFile) => copyLogFile(wanted, this.#folder, storedObjects);
    const copies = mapInOrder(this.#logFiles.values(), copy, LOG_FILES_AT_ONCE);
    let faults = 0;
    for await (const copied of untilInterrupted(copies, session.host.interrupt)) {
      await lines.write(`${escapeJson(JSON.stringify(copied))}\n`);
      if (copied.problem === undefined) continue;
      faults++;
      await this.note(describeFault(copied));
      await session.complain(`Evidence: ${describeFault(copied)}`);
    }
    return faults;
  }
}

/** The summary and the check; `record` tells where the bytes are, as a record may hold line feeds of its own. */
function toEventLine(full: FullRecord, byteOffset: number) {
  const { shown } = full;
  return {
    ...toEventRow(shown.event, shown.logFile),
    ...factsOf(full),
    record: shown.kind === 'intact' ? { byteOffset, sizeBytes: shown.bytes.length } : null,
  };
}

/** None where nobody knows the key. */
function toWantedLogFile({ shown, origin }: FullRecord): WantedLogFile | undefined {
  if (shown.kind === 'unreadable' && shown.reason === 'unknown-log-file') return undefined;
  return { key: shown.logFile, sha256WhenRead: shown.logFileSha256, ...origin };
}

function describeFault({ problem, path, bucket, key }: LogFileCopy): string {
  const what = path === undefined ? 'Not copied.' : 'Copied as it is.';
  return `${what} ${problem} (s3://${bucket}/${key})`;
}
