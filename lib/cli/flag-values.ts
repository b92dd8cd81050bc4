/**
 * How the values of flags are read that more than one command has.
 *
 * Accounts and regions have to be whole, or marked with `*` where they are not: what would quietly match nothing is refused.
 */
import { InvalidArgumentError } from 'commander';
import { didYouMean } from './nearest.ts';

/** For a flag that may be repeated. */
export function collect<Value>(parse: (text: string) => Value) {
  return (text: string, before: readonly Value[] | undefined): readonly Value[] => [
    ...(before ?? []),
    parse(text),
  ];
}

export function text(typed: string): string {
  // An unset shell variable, or a flag whose value was forgotten: either would quietly ask something else.
  if (typed.trim() === '') throw new InvalidArgumentError('It needs a value.');
  if (typed.startsWith('--')) throw new InvalidArgumentError('That is a flag; this one needs a value.');
  return typed;
}

export function account(typed: string): string {
  const id = typed.replaceAll('-', '');
  if (!/^(?:\d{12}|\*?\d{1,12}\*|\*\d{1,12})$/.test(id)) {
    throw new InvalidArgumentError('An account id has 12 digits; * at either end stands for others.');
  }
  return id;
}

export function region(typed: string): string {
  const lower = typed.toLowerCase();
  if (!/^\*?[a-z0-9-]*[a-z0-9][a-z0-9-]*\*?$/.test(lower))
    throw new InvalidArgumentError('A region is named like eu-central-1.');
  return lower;
}

export function oneOf<Value extends string>(values: readonly Value[]) {
  return (typed: string): Value => {
    const found = values.find((value) => value.toLowerCase() === typed.toLowerCase());
    if (found === undefined) {
      throw new InvalidArgumentError(`Use ${values.join(', ')}.${didYouMean(typed, values)}`);
    }
    return found;
  };
}
