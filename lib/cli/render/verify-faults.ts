/**
 * The faults of a verification for people: grouped by what is wrong, the worst first, each with its object and what was
 * found. Of many only the first of each kind are shown, and it is said how to see the others.
 */
import {
  FAULTS,
  type FaultCode,
  type FaultState,
  HOUR_STATES,
  type Notice,
} from '../../audit/verify/report.ts';
import { count, grouped } from './count.ts';
import { escapeControls } from './escape.ts';
import { paint } from './paint.ts';
import type { Collected, KeptOf } from './verify-collected.ts';
import type { FaultRun } from './verify-fault-runs.ts';
import { wordsOf } from './verify-states.ts';
import { wrapWords } from './wrap-words.ts';

export interface FaultOptions {
  /** Columns of the terminal; Infinity where there is none. */
  readonly width: number;
  readonly color: boolean;
}

const SHOWN_FAULTS = 50;
const FEWEST_OF_A_KIND = 3;

/** Lines without their ends. */
export function describeFaults(faults: Collected['faults'], options: FaultOptions): string[] {
  const kinds = [...faults].sort(([one], [other]) => rankOf(one) - rankOf(other));
  const shownOfEach = Math.max(FEWEST_OF_A_KIND, Math.floor(SHOWN_FAULTS / Math.max(1, kinds.length)));
  return kinds.flatMap(([code, { count: all, first }], index) => {
    const head = `${wordsOf(FAULTS[code])}: ${grouped(all)}  (${code})`;
    const shown = first.slice(0, shownOfEach);
    const more = all - shown.reduce((sum, run) => sum + run.count, 0);
    return [
      ...(index === 0 ? [] : ['']),
      options.color ? paint(head, 'bold') : head,
      ...shown.flatMap((run) => describeRun(run, options)),
      ...(more > 0 ? [`  and ${grouped(more)} more: ${NAMES_ALL}`] : []),
    ];
  });
}

const NAMES_ALL = '-o jsonl names them all, hour by hour.';

function describeRun(run: FaultRun, { width }: FaultOptions): string[] {
  const { message } = run;
  const { accountId, region } = run.first;
  const keys = run.keys.filter((key) => !message.includes(key));
  const more = keys.length === 0 ? 0 : run.count - keys.length;
  return [
    ...[`  ${timeOf(run)}  ${accountId} ${region}`, ...keys.map((key) => `    ${key}`)].map(escapeControls),
    ...(more > 0 ? [`    and ${grouped(more)} more: ${NAMES_ALL}`] : []),
    ...wrapWords(escapeControls(message).split(' '), { width, first: '    ', indent: '    ' }),
  ];
}

/** The time that the fault speaks of, or the hours that it counts in. */
function timeOf({ first, last }: FaultRun): string {
  if (first.from !== undefined && last.until !== undefined)
    return `${utcTime(first.from)} to ${utcTime(last.until)}`;
  const [from, until] = [first, last].map(({ hour }) => `${hour.replace('T', ' ')}h`);
  return from === until ? `${from}` : `${from} to ${until}`;
}

function utcTime(iso: string): string {
  return iso.replace('T', ' ').replace(/(?:\.\d+)?Z$/, '');
}

/** The worst state first; within it the order in which the codes are declared. */
function rankOf(code: FaultCode): number {
  const state: FaultState = FAULTS[code];
  return HOUR_STATES.indexOf(state) * 1_000 + Object.keys(FAULTS).indexOf(code);
}

const NOTICES: Readonly<Record<Notice['code'], (number: number) => string>> = {
  'log-file-recompressed': (number) =>
    `${count(number, 'log file')} of other compressed bytes than those that were indexed: read again, the same content`,
  'records-refused': (number) =>
    `${count(number, 'log file')} in the index without some of their records: traildex files -v names them`,
  'digest-vouched': (number) =>
    `${count(number, 'digest')} without a signature of their own: proven by the one that a later digest has of them`,
  'content-not-listed': (number) =>
    `${count(number, 'folder')} with log files of a kind that no digest lists: nothing proves them`,
  'region-ended': (number) =>
    `${count(number, 'region')} of which nothing was delivered in this time, and digests before`,
  'trail-ended': (number) => `${count(number, 'trail')} whose digests end while those of another go on`,
  'chain-started': (number) =>
    `${count(number, 'chain')} of digests begun in this time: what was before is not covered by them`,
};

/** Counts; with `isVerbose` the first of each kind as well. */
export function describeNotices(
  notices: ReadonlyMap<Notice['code'], KeptOf<Notice>>,
  { isVerbose, width }: { readonly isVerbose: boolean; readonly width: number },
): string[] {
  const lines = [...notices].flatMap(([code, { count: all, first }]) => [
    ...wrapWords(`${NOTICES[code](all)}.`.split(' '), { width, first: '  ', indent: '    ' }),
    ...(isVerbose ? first.flatMap((notice) => describeNotice(notice, width)) : []),
    ...(isVerbose && all > first.length
      ? [`    and ${grouped(all - first.length)} more: -o json names them.`]
      : []),
  ]);
  return lines.length === 0 ? [] : [`Also seen${isVerbose ? '' : ' (-v says where)'}:`, ...lines];
}

function describeNotice({ accountId, region, key, message }: Notice, width: number): string[] {
  const object = key === undefined || message.includes(key) ? [] : [`      ${escapeControls(key)}`];
  const words = escapeControls(`${accountId} ${region}: ${message}`).split(' ');
  return [...wrapWords(words, { width, first: '    ', indent: '      ' }), ...object];
}
