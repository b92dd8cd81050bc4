/** What there is in the dead-letter queue, and what redriving it came to, in words: every letter and log file counted. */
import { isHeldUp } from '../../operations/current-entry.ts';
import type { DeadLetterReport, LetterFile, RedriveReport } from '../../operations/redrive/redrive.ts';
import { count, grouped } from './count.ts';
import { statusOf } from './dead-letter-fields.ts';

const COMES_BACK = 'no notification that can be read, tried and set aside again: see docs/runbook.md';

/** For `--dry-run`. */
export function describeDeadLetters(report: DeadLetterReport): readonly string[] {
  if (report.letters === 0) return describeEmptyQueue(report);
  return [
    `${count(report.letters, 'dead letter')} about ${describeFiles(report.files)}.`,
    ...describeBounds(report),
    ...describeTally(report.files, {
      indexed: 'in the index already',
      recorded: 'recorded (digests)',
      pending: 'held up: tried, and not in the index',
      rejected: 'rejected; read anew when moved',
      unknown: 'not in the ledger',
    }),
    'Nothing was moved. Repair what holds them up, then run it without --dry-run.',
  ];
}

export function describeRedrive(report: RedriveReport, hasWaited: boolean): readonly string[] {
  if (report.letters === 0) return describeEmptyQueue(report);
  const moved = `Moved ${count(report.moved, 'dead letter')} back into the delivery queue`;
  if (!hasWaited || report.end === 'interrupted') {
    const rest = report.moved < report.letters ? ' The others are where they were.' : '';
    return [`${moved}.${rest} traildex files tells what becomes of their log files.`];
  }
  const left = report.letters - report.moved;
  return [
    `${moved}; they are about ${describeFiles(report.files)}.`,
    ...(left > 0
      ? [`About ${count(left, 'dead letter')} may still be hidden: run it again in two minutes.`]
      : []),
    ...describeBounds(report),
    ...describeTally(report.files, {
      indexed: 'in the index',
      recorded: 'recorded (digests)',
      pending: 'held up again: they are tried for about two days more',
      rejected: 'rejected',
      unknown: 'not in the ledger',
    }),
  ];
}

/** Nothing to be had is not always nothing there. */
function describeEmptyQueue({ count: inQueue }: DeadLetterReport): readonly string[] {
  const about = (inQueue?.visible ?? 0) + (inQueue?.hidden ?? 0);
  if (about === 0) return ['The dead-letter queue is empty.'];
  return [
    `No dead letter can be had at the moment; about ${grouped(about)} are in the queue. Somebody may be looking at them: ` +
      'try again in a minute or two.',
  ];
}

function describeFiles(files: readonly LetterFile[]): string {
  const keys = files.flatMap(({ announced }) => (announced.kind === 'file' ? [announced.key] : []));
  return count(new Set(keys).size, 'log file');
}

function describeBounds({ isWhole, letters, count: inQueue }: DeadLetterReport): readonly string[] {
  if (isWhole) return [];
  const all = letters + (inQueue?.visible ?? 0);
  return [
    `Only ${grouped(letters)} of about ${grouped(all)} letters were looked at; of the others traildex files tells what becomes.`,
  ];
}

type Words = Readonly<Record<'indexed' | 'recorded' | 'pending' | 'rejected' | 'unknown', string>>;

/** Log files once each, although several letters announce them; everything else as often as it is there. */
function describeTally(files: readonly LetterFile[], words: Words): readonly string[] {
  const kinds: readonly (readonly [string, string])[] = [
    ...Object.entries(words),
    ['unheard', 'not heard of: the function has not taken them up, or refused them'],
    ['foreign', 'not of this trail: acknowledged unread'],
    ['nothing', 'without a log file: acknowledged'],
    ['no-notification', COMES_BACK],
  ];
  const things = new Map<string, Set<unknown>>();
  for (const file of files) {
    const kind = kindOf(file);
    const ofKind = things.get(kind) ?? new Set();
    ofKind.add(file.announced.kind === 'file' ? file.announced.key : file.announced);
    things.set(kind, ofKind);
  }
  return kinds.flatMap(([kind, what]) => {
    const number = things.get(kind)?.size ?? 0;
    return number === 0 ? [] : [`  ${grouped(number)} ${what}`];
  });
}

function kindOf(file: LetterFile): string {
  if (file.isUnheard) return 'unheard';
  return file.entry !== undefined && isHeldUp(file.entry) ? 'pending' : statusOf(file);
}
