/** What `ask` says on stderr beside an answer: how bad it is and why, what to do next, or that there is none. */
import type { UnsupportedFilterError } from '../audit/ask/findings/unsupported-filter.ts';
import type { IndexSpan } from '../audit/index-span.ts';
import type { EventFilters } from '../event-index/filters.ts';
import type { AskingOne, Written } from './ask-question.ts';
import { FLAG_OF, flagsFor } from './filter-options.ts';
import { nextCommand } from './next-command.ts';
import { placeFlags, programName } from './place-flags.ts';
import { describeSpan, describeWindow } from './query-remarks.ts';
import { count } from './render/count.ts';
import { shellWord } from './shell-word.ts';

export function describeAnswer(asking: AskingOne, written: Written): string[] {
  const { session, asked, limit, options } = asking;
  const { severity, why, next, falsePositives, kind } = asked.question;
  const place = placeFlags(options);
  const program = programName(session.host.env);
  const command = nextCommand(written.first, { template: next, program, place });
  return [
    `${count(written.rows, kind === 'events' ? 'event' : 'finding')}, severity ${severity}. ${why}`,
    ...(written.rows === limit ? [`  There may be more: --limit N, --limit all${earlier(written)}.`] : []),
    ...(session.verbose
      ? falsePositives.map((harmless) => `  Perhaps harmless: ${harmless}`)
      : falsePositives.length > 0
        ? ['  What else looks like this and is harmless: -v tells.']
        : []),
    ...(command === undefined ? [] : ['  Next:', `  ${command}`]),
  ];
}

export function describeStop(written: Written): string[] {
  return [
    `Stopped after ${count(written.rows, 'row')}: there may be more${earlier(written).replace(/^, or/, '; to go on:')}.`,
  ];
}

/** Where an answer of events goes on: at the second of its last event, because that may have more of them. */
function earlier({ last }: Written): string {
  const time = last?.eventTime;
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time))) return '';
  const behind = new Date(Date.parse(time) + 1_000).toISOString().replace(/\.\d+Z$/, 'Z');
  return `, or --until ${behind}`;
}

/** "Nothing found" must not be mistaken for "nothing there". */
export function describeNoAnswer(asking: AskingOne, span: IndexSpan): string[] {
  const { asked, window } = asking;
  const { question, args, filters } = asked;
  const told = Object.entries(args).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${shellWord(value)}`],
  );
  const flags = [...told, ...flagsFor(filters)];
  return [
    `Nothing matches ${question.id}. No answer is good news for most questions, if this is what was to be searched:`,
    `  Searched: ${describeWindow(window)}${flags.length > 0 ? `, ${flags.join(' ')}` : ''}`,
    ...describeSpan(span).map((line) => `  ${line}`),
  ];
}

export function describeUnsupported({ question, filters, message }: UnsupportedFilterError): string {
  const reason = message.slice(message.indexOf(': ') + 2);
  return `${question} cannot be narrowed by ${flagsNamed(filters)}: ${reason}`;
}

function flagsNamed(filters: readonly (keyof EventFilters)[]): string {
  const flags: Readonly<Record<string, string>> = {
    ...FLAG_OF,
    userName: '--user',
    errors: '--errors',
    succeeded: '--succeeded',
    readOnly: '--reads and --writes',
    not: '--not',
    where: '--where',
  };
  return [...new Set(filters.map((name) => flags[name] ?? name))].join(', ');
}
