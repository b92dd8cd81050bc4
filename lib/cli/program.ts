/**
 * The command line as a whole: its commands, its help, and how commander's complaints become ours.
 *
 * A new command is a file in commands/ and a line in COMMANDS.
 */
import { Command } from 'commander';
import type { CommandRunner } from './command-runner.ts';
import { addAskCommand } from './commands/ask.ts';
import { addBackfillCommand } from './commands/backfill.ts';
import { addChainCommand } from './commands/chain.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addCostCommand } from './commands/cost.ts';
import { addFilesCommand } from './commands/files.ts';
import { addIngestCommand } from './commands/ingest.ts';
import { addQueryCommand } from './commands/query.ts';
import { addRedriveCommand } from './commands/redrive.ts';
import { addShowCommand } from './commands/show.ts';
import { addStartCommand } from './commands/start.ts';
import { addTimelineCommand } from './commands/timeline.ts';
import { addTopCommand } from './commands/top.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { UsageError } from './errors.ts';
import type { Host } from './host.ts';
import { nearestFlag } from './nearest.ts';
import { addGlobalOptions } from './options.ts';
import { openSession, type Rerun } from './session.ts';

const COMMANDS: readonly ((program: Command, run: CommandRunner) => void)[] = [
  addStartCommand,
  addIngestCommand,
  addQueryCommand,
  addShowCommand,
  addAskCommand,
  addTopCommand,
  addTimelineCommand,
  addChainCommand,
  addFilesCommand,
  addCostCommand,
  addBackfillCommand,
  addRedriveCommand,
  addVerifyCommand,
  addCompletionCommand,
];

const EXAMPLES = `Examples:
  traildex ingest --local ~/case-7/AWSLogs
  traildex query --local --source s3 --errors --since 7d
  traildex query --principal role/Admin --name "Delete*" -o jsonl | jq .
  traildex show 9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55
  traildex files --status rejected
`;

const HELP_WIDTH = 80;

export interface ProgramOptions {
  readonly host: Host;
  /** What was typed. */
  readonly argv: readonly string[];
  readonly version: string;
  /** Told the exit code of the command that ran. */
  readonly onExitCode: (code: number) => void;
  /** Runs another command line, for commands that show commands. */
  readonly rerun: Rerun;
}

export function buildProgram({ host, argv, version, onExitCode, rerun }: ProgramOptions): Command {
  const program = new Command('traildex');
  const width = Math.min(host.columns ?? HELP_WIDTH, HELP_WIDTH);
  program
    .description('Answers audit questions from an index of AWS CloudTrail log files.')
    .version(version, '--version', 'the version')
    .helpOption('-h, --help', 'this help')
    .helpCommand('help [command]', 'help for a command')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      writeErr: (text) => void host.stderr.write(text),
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      // Said by whoever catches the error, with where to read more.
      outputError: () => {},
    })
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', '\ntraildex COMMAND --help tells more about each.');
  addGlobalOptions(program);
  refuseWithUsageError(program, 'traildex --help');

  const run: CommandRunner = (work) => async (_ownOptions, command) => {
    const options = command.optsWithGlobals<Parameters<typeof work>[1]>();
    const session = openSession(host, {
      command: `traildex ${command.name()}`,
      argv,
      version,
      options,
      rerun,
    });
    onExitCode(await work(session, options));
    await session.out.flush();
  };
  for (const add of COMMANDS) add(program, run);
  for (const command of program.commands) refuseWithUsageError(command, `traildex ${command.name()} --help`);
  return program;
}

/** Help and version end a run as well; only what commander refuses is somebody's mistake. */
export class HelpShown extends Error {
  override readonly name = 'HelpShown';
}

function refuseWithUsageError(command: Command, help: string): void {
  command.exitOverride((error) => {
    if (error.exitCode === 0) throw new HelpShown();
    if (error.code === 'commander.help') throw new UsageError('Which command?');
    const [complaint = '', guess] = error.message.replace(/^error: /, '').split(/\n\((Did you mean .*)\)$/s);
    // For flags commander calls near what is far: --all for --full.
    const hint = error.code === 'commander.unknownOption' ? flagMeant(command, complaint) : guess;
    const message = (hint === undefined ? complaint : `${complaint}. ${hint}`).replace(/^./, (first) =>
      first.toUpperCase(),
    );
    throw new UsageError(`${/[.?]$/.test(message) ? message : `${message}.`} See ${help}.`, { cause: error });
  });
}

function flagMeant(command: Command, complaint: string): string | undefined {
  const typed = complaint.match(/'(--[^'=]*)/)?.[1];
  if (typed === undefined) return undefined;
  const options = [...command.options, ...(command.parent?.options ?? [])];
  const flag = nearestFlag(typed, [...options.flatMap(({ long }) => long ?? []), '--help']);
  return flag === undefined ? undefined : `Did you mean ${flag}?`;
}
