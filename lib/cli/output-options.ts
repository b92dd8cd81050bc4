/** The flags that say how an answer is written: form, fields and the time zone of tables. */
import { type Command, InvalidArgumentError } from 'commander';
import { UsageError } from './errors.ts';
import type { Host } from './host.ts';
import { didYouMean } from './nearest.ts';

export type OutputForm = 'table' | 'json' | 'jsonl' | 'csv';

export const OUTPUT_FORMS: readonly OutputForm[] = ['table', 'json', 'jsonl', 'csv'];

const USUAL_FORMS = 'table on a terminal, jsonl in a pipe';

/** @param usual what happens without the flag, for its help. */
export function addOutputOption<Form extends string>(
  command: Command,
  forms: readonly Form[],
  usual: string = USUAL_FORMS,
): Command {
  return command
    .optionsGroup('Output:')
    .option('-o, --output <form>', `${forms.join(', ')} (default: ${usual})`, (text: string): Form => {
      const form = forms.find((known) => known === text.toLowerCase());
      if (form === undefined) {
        throw new InvalidArgumentError(`Use ${forms.join(', ')}.${didYouMean(text, forms)}`);
      }
      return form;
    });
}

export function addFieldsOption(command: Command): Command {
  return command.option('--fields <list>', 'fields to show, separated by commas, in this order');
}

export function addZoneOption(command: Command): Command {
  return command.option(
    '--tz <zone>',
    'zone of times typed and shown in tables: local, Europe/Berlin',
    'UTC',
  );
}

export function formFor(asked: OutputForm | undefined, host: Host): OutputForm {
  return asked ?? (host.isTTY ? 'table' : 'jsonl');
}

/** @throws UsageError when one of the names is not a field. Case does not matter. */
export function parseFields<Field extends string>(text: string, known: readonly Field[]): readonly Field[] {
  const asked = text.split(',').map((name) => name.trim());
  const fields = asked.map((name) => {
    const field = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    if (field !== undefined) return field;
    throw new UsageError(
      `--fields: there is no field ${name === '' ? 'without a name' : name}.${didYouMean(name, known)}\nFields: ${known.join(', ')}.`,
    );
  });
  return [...new Set(fields)];
}

export interface LimitOptions {
  readonly limit?: number;
  readonly all?: boolean;
}

const DEFAULT_LIMIT = 50;

export function addLimitOptions(command: Command, all: string, usual = DEFAULT_LIMIT): Command {
  return command
    .optionsGroup('How many:')
    .option('--limit <n>', `at most so many (default: ${usual})`, parseLimit)
    .option('--all', all);
}

/** Undefined means all. @throws UsageError when both were asked for. */
export function limitOf({ limit, all }: LimitOptions, usual = DEFAULT_LIMIT): number | undefined {
  if (all && limit !== undefined) throw new UsageError('--limit and --all exclude each other.');
  return all ? undefined : (limit ?? usual);
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || !Number.isSafeInteger(limit)) {
    throw new InvalidArgumentError('It takes a whole number from 1 up; --all gives everything.');
  }
  return limit;
}
