/**
 * What a question was told: its parameters with the values that somebody gave, or their usual ones. Nothing is read
 * before all of them are good.
 */
import type { Arguments, Parameter, Question } from './question.ts';

/** Somebody told a question too little, or something that it cannot use. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
  readonly code = 'argument';
}

/** Values by the names of parameters; undefined where none was given. */
export type GivenArguments = Readonly<Record<string, string | undefined>>;

/** Parameters without which the question cannot be asked, and that were not given. */
export function missingParameters({ parameters }: Question, given: GivenArguments): readonly Parameter[] {
  return parameters.filter(({ name, usual }) => usual === undefined && given[name] === undefined);
}

/** @throws ArgumentError when a value is missing, wrong, or for no parameter of the question. */
export function completeArguments(question: Question, given: GivenArguments): Arguments {
  const { id, parameters } = question;
  const names = parameters.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => given[name] !== undefined && !names.includes(name));
  if (unknown !== undefined) {
    const known = names.length === 0 ? 'it has none' : `it has ${names.map(flagOf).join(', ')}`;
    throw new ArgumentError(`${id} has no parameter ${flagOf(unknown)}: ${known}.`);
  }
  const [missing] = missingParameters(question, given);
  if (missing !== undefined) {
    throw new ArgumentError(`${id} has to be told ${flagOf(missing.name)}: ${missing.about}.`);
  }
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, valueFor(parameter, given)]));
}

function valueFor(parameter: Parameter, given: GivenArguments): string {
  const { name, usual = '', complaint } = parameter;
  const value = given[name] ?? usual;
  const wrong = complaint?.(value);
  if (wrong !== undefined) throw new ArgumentError(wrong);
  return value;
}

function flagOf(name: string): string {
  return `--${name}`;
}
