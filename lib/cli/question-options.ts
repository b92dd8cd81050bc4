/**
 * The parameters of all questions as flags of one command, so that a mistyped flag is refused like any other.
 *
 * A parameter called like a filter (`--ip`, `--user`) is that filter's flag: its question takes the value, every other
 * question is narrowed by it.
 */
import { type Command, Option } from 'commander';
import { ArgumentError, completeArguments, type GivenArguments } from '../audit/ask/arguments.ts';
import type { Question } from '../audit/ask/question.ts';
import { parametersOf } from '../audit/ask/registry.ts';
import type { EventFilters } from '../event-index/filters.ts';
import { UsageError } from './errors.ts';
import { FLAG_OF } from './filter-options.ts';

type FilterName = keyof typeof FLAG_OF;

const GROUP = 'What a question has to be told (--about tells which):';

export function addParameterOptions(command: Command, questions: readonly Question[]): void {
  command.optionsGroup(GROUP);
  for (const { name, about, usual } of parametersOf(questions)) {
    if (filterNamed(name) !== undefined) continue;
    const text = usual === undefined ? about : `${about} (usual: ${usual})`;
    command.option(`--${name} <${name}>`, text);
  }
}

/** Of those that are no filters: what was typed. */
export function typedParameters(options: object, questions: readonly Question[]): GivenArguments {
  const names = parametersOf(questions).map(({ name }) => name);
  const own = names.filter((name) => filterNamed(name) === undefined);
  return Object.fromEntries(own.map((name) => [name, valueIn(options, name)]));
}

/** Of those that are filters, too: a single value. With `--all` it narrows every question and tells those that wait for it. */
export function parametersAmong(filters: EventFilters, questions: readonly Question[]): GivenArguments {
  const told = parametersOf(questions).flatMap(({ name }) => {
    const filter = filterNamed(name);
    const [value, ...others] = (filter === undefined ? undefined : filters[filter]) ?? [];
    return value === undefined || others.length > 0 ? [] : [[name, value] as const];
  });
  return Object.fromEntries(told);
}

export interface AskedOf {
  readonly question: Question;
  readonly args: GivenArguments;
  /** What is left to narrow it by. */
  readonly filters: EventFilters;
}

/** @throws UsageError when the question lacks something, or cannot use it. */
export function toAsked(question: Question, given: GivenArguments, filters: EventFilters): AskedOf {
  const args: Record<string, string | undefined> = { ...given };
  const left: EventFilters = { ...filters };
  for (const { name } of question.parameters) {
    const filter = filterNamed(name);
    const values = filter === undefined ? undefined : left[filter];
    if (filter === undefined || values === undefined) continue;
    if (values.length > 1)
      throw new UsageError(`${question.id} takes one --${name}: ask for each by itself.`);
    args[name] = values[0];
    Object.assign(left, { [filter]: undefined });
  }
  checkArguments(question, args);
  return { question, args, filters: left };
}

/** With `--all`, those that a question has, where it has been told enough. @throws UsageError when one is wrong. */
export function checkForAll(questions: readonly Question[], given: GivenArguments): void {
  for (const question of questions) {
    const own = question.parameters.map(({ name }) => [name, given[name]] as const);
    const isTold = question.parameters.every(({ name, usual }) => (given[name] ?? usual) !== undefined);
    if (isTold) checkArguments(question, Object.fromEntries(own));
  }
}

function checkArguments(question: Question, args: GivenArguments): void {
  try {
    completeArguments(question, args);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw new UsageError(`${error.message} See traildex ask ${question.id} --about.`, { cause: error });
  }
}

function filterNamed(name: string): FilterName | undefined {
  const flags = Object.entries(FLAG_OF) as [FilterName, string][];
  return flags.find(([, flag]) => flag === `--${name}`)?.[0];
}

function valueIn(options: object, name: string): string | undefined {
  const value: unknown = Reflect.get(options, new Option(`--${name} <value>`).attributeName());
  return typeof value === 'string' ? value : undefined;
}
