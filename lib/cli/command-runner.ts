/** What a command is given to turn its work into an action of commander. */
import type { Command } from 'commander';
import type { GlobalOptions } from './options.ts';
import type { Session } from './session.ts';

/** Turns a command's work into an action for commander: opens the session, keeps the exit code. */
export type CommandRunner = <Options extends GlobalOptions>(
  work: (session: Session, options: Options) => Promise<number>,
) => (ownOptions: Options, command: Command) => Promise<void>;
