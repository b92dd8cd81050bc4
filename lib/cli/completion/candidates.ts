/**
 * What may stand where the cursor is: commands, flags, and the values of flags and arguments that take one of a few.
 *
 * Everything is read off the commands themselves, so that a new flag is completed without being told of here. The fixed
 * values of a flag are those that its help lists; what takes a file or a folder is known by the name of its value.
 * Nothing is asked of the index: a key press must not cost a read.
 */
import type { Argument, Command, Option } from 'commander';

export interface Candidate {
  readonly value: string;
  readonly about: string;
}

export type Completion =
  | { readonly kind: 'words'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'files' }
  | { readonly kind: 'folders' };

/** Values that help is too short to list, by the name that it gives the value: `dimension` for `--by <dimension>`. */
export type KnownValues = Readonly<Record<string, readonly Candidate[]>>;

const NOTHING: Completion = { kind: 'words', candidates: [] };

/** @param words those behind `traildex`, up to the one at the cursor, which may be empty. */
export function completeWords(
  program: Command,
  words: readonly string[],
  known: KnownValues = {},
): Completion {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const at = walk(program, before);
  if (at === undefined) return NOTHING;
  if (at.awaiting !== undefined) return startingWith(current, valuesOf(at.awaiting, known));
  const [, flag, typed = ''] = at.isOnlyArguments ? [] : (current.match(/^(--[^=]+)=(.*)$/s) ?? []);
  if (flag !== undefined) {
    const option = findOption(at.command, flag);
    return option === undefined ? NOTHING : behind(`${flag}=`, startingWith(typed, valuesOf(option, known)));
  }
  if (current.startsWith('-') && !at.isOnlyArguments) return startingWith(current, flagsOf(at.command));
  return startingWith(current, argumentsAt(at, program, known));
}

interface Place {
  readonly command: Command;
  /** Arguments of the command that stand before the cursor. */
  readonly passed: number;
  /** The flag whose value comes next. */
  readonly awaiting: Option | undefined;
  /** Behind `--`. */
  readonly isOnlyArguments: boolean;
}

/** Undefined behind a command that does not exist. */
function walk(program: Command, words: readonly string[]): Place | undefined {
  let command = program;
  let passed = 0;
  let awaiting: Option | undefined;
  let isOnlyArguments = false;
  for (const word of words) {
    if (awaiting !== undefined) awaiting = undefined;
    else if (word === '--') isOnlyArguments = true;
    else if (/^-./.test(word) && !isOnlyArguments) {
      const option = word.includes('=') ? undefined : findOption(command, word);
      if (option?.required) awaiting = option;
    } else if (command === program) {
      const named = visibleCommands(program).find((known) => known.name() === word);
      if (named === undefined) return undefined;
      command = named;
    } else passed++;
  }
  return { command, passed, awaiting, isOnlyArguments };
}

function argumentsAt({ command, passed }: Place, program: Command, known: KnownValues): Completion {
  if (command === program || command.name() === 'help') {
    return passed > 0 ? NOTHING : toWords(visibleCommands(program).map(toCandidate));
  }
  const declared = command.registeredArguments;
  const argument = declared[passed] ?? (declared.at(-1)?.variadic ? declared.at(-1) : undefined);
  // Where no argument can come, a flag may.
  return argument === undefined ? flagsOf(command) : valuesOf(argument, known);
}

function toCandidate(command: Command): Candidate {
  return { value: command.name(), about: command.description() };
}

function visibleCommands(program: Command): readonly Command[] {
  return program.createHelp().visibleCommands(program);
}

function optionsOf(command: Command): readonly Option[] {
  const help = command.createHelp();
  help.showGlobalOptions = true;
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

function findOption(command: Command, flag: string): Option | undefined {
  return optionsOf(command).find(({ long, short }) => flag === long || flag === short);
}

function flagsOf(command: Command): Completion {
  return toWords(
    optionsOf(command).map(({ long, short, description }) => ({
      value: long ?? short ?? '',
      about: description,
    })),
  );
}

/** Single words and perhaps a remark in brackets: `table, json or csv (default: table)`, `only indexed, pending`. */
const LISTED = /^(?:only )?([\w-]+(?:(?:, | or )[\w-]+)+)(?: \(.*\))?$/s;

function valuesOf(taker: Option | Argument, known: KnownValues): Completion {
  const name = 'flags' in taker ? (taker.flags.match(/<([^>]+)>/)?.[1] ?? '') : taker.name();
  if (/^(dir|folder)$/.test(name)) return { kind: 'folders' };
  if (/^(path|file)s?$/.test(name)) return { kind: 'files' };
  const listed = taker.description.match(LISTED)?.[1]?.split(/, | or /) ?? [];
  return toWords(known[name] ?? listed.map((value) => ({ value, about: '' })));
}

function behind(prefix: string, values: Completion): Completion {
  if (values.kind !== 'words') return values;
  return toWords(values.candidates.map(({ value, about }) => ({ value: prefix + value, about })));
}

function toWords(candidates: readonly Candidate[]): Completion {
  return { kind: 'words', candidates };
}

function startingWith(typed: string, completion: Completion): Completion {
  if (completion.kind !== 'words') return completion;
  return toWords(completion.candidates.filter(({ value }) => value.startsWith(typed)));
}
