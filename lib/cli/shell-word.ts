/**
 * Quotes a value for a POSIX shell, because a command that we print gets pasted and the value may come from a log file:
 * whoever named a session must not run anything on the reader's machine.
 */
import { escapeControls } from './render/escape.ts';

export function shellWord(text: string): string {
  return /^[\w@%+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Whether a value survives being printed and pasted: nothing in it is shown as an escape. */
export function canBePasted(text: string): boolean {
  return escapeControls(text) === text;
}
