/**
 * Quotes a value for a POSIX shell, because a command that we print gets pasted and the value may come from a log file:
 * whoever named a session must not run anything on the reader's machine.
 */

export function shellWord(text: string): string {
  return /^[\w@%+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
