/**
 * `traildex completion`: the script that makes a shell complete traildex, and the hidden `complete` that the script asks
 * at every Tab. The shell knows nothing of our flags, so its script never goes stale.
 */
import { Argument, type Command, InvalidArgumentError } from 'commander';
import { QUESTIONS } from '../../audit/ask/registry.ts';
import { DIMENSIONS } from '../../audit/dimensions.ts';
import type { CommandRunner } from '../command-runner.ts';
import { joinBashWords, withoutKept } from '../completion/bash-words.ts';
import { type Completion, completeWords, type KnownValues } from '../completion/candidates.ts';
import { completionScript, SHELLS, type Shell } from '../completion/scripts.ts';
import { EXIT } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { GlobalOptions } from '../options.ts';
import { escapeControls } from '../render/escape.ts';
import type { Session } from '../session.ts';

const EXAMPLES = `Examples:
  traildex completion bash      prints the script for bash
`;

const NOTES = `
To have it in every new shell:

  bash   echo 'eval "$(traildex completion bash)"' >> ~/.bashrc
  zsh    echo 'eval "$(traildex completion zsh)"' >> ~/.zshrc
         (behind the line with compinit)
  fish   traildex completion fish > ~/.config/fish/completions/traildex.fish

Where traildex is started as npx traildex, write npx traildex here, too: the
script then completes behind npx traildex. For fish call the file npx.fish.`;

export function addCompletionCommand(program: Command, run: CommandRunner): void {
  program
    .command('completion')
    .description('Prints a script that makes a shell complete commands, flags and values.')
    .addArgument(new Argument('<shell>', SHELLS.join(', ')).argParser(parseShell))
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', NOTES)
    .action((shell: Shell, ...rest: [GlobalOptions, Command]) =>
      run((session: Session) => printScript(session, shell))(...rest),
    );
  program
    .command('complete', { hidden: true })
    .addArgument(new Argument('<shell>').argParser(parseShell))
    .argument('[words...]')
    .action((shell: Shell, words: readonly string[], ...rest: [GlobalOptions, Command]) =>
      run((session: Session) => printCandidates(session, program, { shell, words }))(...rest),
    );
}

function parseShell(text: string): Shell {
  const shell = SHELLS.find((known) => known === text.toLowerCase());
  if (shell === undefined) {
    throw new InvalidArgumentError(`Use ${SHELLS.join(', ')}.${didYouMean(text, SHELLS)}`);
  }
  return shell;
}

async function printScript({ out, host }: Session, shell: Shell): Promise<number> {
  await out.write(completionScript(shell, host.env.npm_command === 'exec'));
  return EXIT.done;
}

interface Asked {
  readonly shell: Shell;
  readonly words: readonly string[];
}

async function printCandidates({ out }: Session, program: Command, asked: Asked): Promise<number> {
  const completion = answer(program, asked);
  const lines = completion.kind === 'words' ? completion.candidates : [];
  await out.write(`${completion.kind}\n`);
  for (const { value, about } of lines) await out.write(`${value}\t${escapeControls(about)}\n`);
  return EXIT.done;
}

function answer(program: Command, { shell, words }: Asked): Completion {
  if (shell !== 'bash') return completeWords(program, words, KNOWN_VALUES);
  const joined = joinBashWords(words);
  return withoutKept(completeWords(program, joined.words, KNOWN_VALUES), joined.kept);
}

const KNOWN_VALUES: KnownValues = {
  question: QUESTIONS.map(({ id, title }) => ({ value: id, about: title })),
  dimension: DIMENSIONS.map((value) => ({ value, about: '' })),
  zone: ['local', 'UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({ value, about: '' })),
};
