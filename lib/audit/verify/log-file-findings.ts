/** What the log files of a region come to: those that digests list, and those that none does. */
import { parseObjectKey } from '../../cloudtrail/object-key.ts';
import { DAY_MS } from '../../cloudtrail/utc.ts';
import type { CheckedFile, FolderFindings, UnlistedFile } from './check-folders.ts';
import type { DigestSpans } from './digest-spans.ts';
import { fileKindOf } from './hour-book.ts';
import type { RegionFindings } from './region-findings.ts';
import { FAULTS } from './report.ts';
import type { PlaceRun } from './run.ts';
import { isInWindow, isPast, startOfHour } from './times.ts';

/** What AWS delivers beside the usual. A folder of any other name nobody but a forger has filled. */
const DOUBTFUL_FOLDERS: ReadonlySet<string> = new Set([
  'CloudTrail-Insight',
  'CloudTrail-NetworkActivity',
  'CloudTrail-Aggregated',
]);

/** Between the time in a log file's name and its delivery. */
const LONGEST_DELIVERY_MS = 30 * 60_000;

export class LogFileFindings implements FolderFindings {
  /** When log files were delivered that lie in no digest's time. */
  readonly strays: number[] = [];
  readonly #run: PlaceRun;
  readonly #spans: DigestSpans;
  readonly #findings: RegionFindings;
  readonly #listedFolders: ReadonlySet<string>;
  readonly #unlistedFolders = new Set<string>();

  /** @param listedFolders contents that digests of the region list log files of: `CloudTrail`, `CloudTrail-Insight` */
  constructor(
    run: PlaceRun,
    spans: DigestSpans,
    findings: RegionFindings,
    listedFolders: ReadonlySet<string>,
  ) {
    this.#listedFolders = listedFolders;
    this.#run = run;
    this.#spans = spans;
    this.#findings = findings;
  }

  onChecked({ key, digest: { fromMs }, verdict }: CheckedFile): void {
    const findings = this.#findings;
    if (verdict.kind === 'fault') {
      const { code, message } = verdict;
      if (code === 'log-file-not-found' && this.#isExpired(fromMs)) {
        findings.countFile(fromMs, 'expired');
        return;
      }
      findings.countFile(fromMs, fileKindOf(FAULTS[code]));
      findings.addFault(code, fromMs, key, message);
      return;
    }
    findings.countFile(fromMs, 'proven', verdict.records);
    if (verdict.isRecompressed) {
      const message = 'The object was written anew; its content is what CloudTrail delivered.';
      findings.addNotice('log-file-recompressed', key, message);
    }
    if (verdict.refusedRecords > 0) {
      const message = `Of its ${verdict.records} records ${verdict.refusedRecords} could not be indexed, with reasons: traildex files -v.`;
      findings.addNotice('records-refused', key, message);
    }
  }

  onUnlisted({ key, object, entry }: UnlistedFile): void {
    const { window, request } = this.#run;
    const atMs = this.#deliveredAt(key, object?.storedAt);
    // Other trails deliver to the same folders.
    if (request.trailName !== undefined) return;
    const span = this.#spans.at(atMs);
    const ownHourMs = span?.fromMs ?? startOfHour(atMs);
    // One that nobody can say the hour of is not left to another window, which might say the same.
    const hourMs = isMisplaced(key) ? Math.max(ownHourMs, window.fromMs) : ownHourMs;
    if (!isInWindow(hourMs, window)) return;
    if (object === undefined) {
      this.#takeVanished(key, atMs, hourMs);
      return;
    }
    this.#findings.countFile(hourMs, 'notCovered');
    if (this.#isOfUnlistedKind(key)) return;
    if (span === undefined) this.strays.push(atMs);
    // Of a digest that does not hold nobody knows what it listed.
    if (span?.isValid !== true) return;
    const message = entry?.notAsDelivered
      ? 'No digest lists the log file: traildex rewrapped it on the way in, it is no evidence.'
      : 'No digest lists the log file. A backfill digest may still come, or CloudTrail never delivered it.';
    this.#findings.addFault('log-file-not-listed', hourMs, key, message);
  }

  /**
   * Nobody says whether digests list Insights events, network activity and aggregated events: where one of the region does,
   * all should, and where none does, that is said once.
   */
  #isOfUnlistedKind(key: string): boolean {
    const name = parseObjectKey(key);
    if (name.kind !== 'log-file' || !DOUBTFUL_FOLDERS.has(name.folder)) return false;
    if (this.#listedFolders.has(name.folder)) return false;
    if (!this.#unlistedFolders.has(name.folder)) {
      this.#unlistedFolders.add(name.folder);
      const message = `No digest lists log files of ${name.folder}: they are in the bucket, and nothing proves them.`;
      this.#findings.addNotice('content-not-listed', key, message);
    }
    return true;
  }

  /**
   * By its name; or when it was stored, where that is a little later and in the time of a digest that is still to come or
   * does not hold: CloudTrail names a log file some minutes before it delivers it.
   */
  #deliveredAt(key: string, storedAt: Date | undefined): number {
    const namedMs = this.#timeInFolder(key, storedAt);
    const storedMs = storedAt?.getTime() ?? namedMs;
    const isLate = storedMs > namedMs && storedMs - namedMs <= LONGEST_DELIVERY_MS;
    const isOfNext = this.#spans.at(namedMs)?.isValid && !this.#spans.at(storedMs)?.isValid;
    return isLate && isOfNext ? storedMs : namedMs;
  }

  /**
   * Within the day of its folder, because that is where it is looked for. A name that tells of another day, or of none, is
   * not CloudTrail's: it counts at the first digest that holds of what is looked at of that day.
   */
  #timeInFolder(key: string, storedAt: Date | undefined): number {
    const name = parseObjectKey(key);
    if (name.kind !== 'log-file') return Number.NaN;
    const stated = name.deliveredAt ?? storedAt?.toISOString() ?? '';
    if (stated.startsWith(name.day)) return Date.parse(stated);
    const { window } = this.#run;
    const day = { fromMs: Date.parse(name.day), untilMs: Date.parse(name.day) + DAY_MS };
    const fromMs = Math.max(day.fromMs, window.fromMs);
    const first = this.#spans.firstValid({ fromMs, untilMs: Math.min(day.untilMs, window.untilMs) });
    return Math.max(first?.fromMs ?? fromMs, fromMs);
  }

  /** The ledger knows it, and the digest that listed it is gone as well. */
  #takeVanished(key: string, atMs: number, hourMs: number): void {
    if (this.#isExpired(atMs)) {
      this.#findings.countFile(hourMs, 'expired');
      return;
    }
    this.#findings.countFile(hourMs, 'missing');
    const message =
      'The index knows the log file, and the bucket does not have it any more. No digest lists it.';
    this.#findings.addFault('log-file-not-found', hourMs, key, message);
  }

  #isExpired(ms: number): boolean {
    const { retention, now } = this.#run.request;
    return isPast(ms, retention.logFileDays, now);
  }
}

/** CloudTrail puts a log file into the folder of the day in its name. */
function isMisplaced(key: string): boolean {
  const name = parseObjectKey(key);
  return name.kind === 'log-file' && name.deliveredAt?.startsWith(name.day) !== true;
}
