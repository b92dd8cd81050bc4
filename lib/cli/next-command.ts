/**
 * The next command to run, filled in with the values of a row, to be copied into a shell.
 *
 * Values come from log files. They are quoted; one that begins with a dash would be a flag all the same, so no command is
 * made of such a row.
 */
import type { Row } from './render/rows.ts';
import { shellWord } from './shell-word.ts';

const PLACEHOLDER = /\{(\w+)\}/g;

export interface NextCommand {
  /** `show {eventID}`: names in braces are fields of the row. */
  readonly template: string;
  /** `traildex`, or how else it is called. */
  readonly program: string;
  /** The flags that lead to the index. */
  readonly place: readonly string[];
}

/** Of the first row that has all that the command needs; undefined where none has. */
export function nextCommand(rows: readonly Row[], next: NextCommand): string | undefined {
  const row = rows.find((candidate) => fieldsOf(next.template).every((field) => isUsable(candidate[field])));
  if (row === undefined) return undefined;
  return toCommand(next, (field) => shellWord(String(row[field])));
}

/** The command as a pattern: `traildex show EVENT_ID`. */
export function nextCommandPattern(next: NextCommand): string {
  return toCommand(next, (field) => field.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase());
}

function toCommand({ template, program, place }: NextCommand, fill: (field: string) => string): string {
  const [command = '', ...words] = template.split(' ');
  const filled = words.map((word) => word.replace(PLACEHOLDER, (_, field: string) => fill(field)));
  return [program, command, ...place, ...filled].join(' ');
}

function fieldsOf(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, field = '']) => field);
}

function isUsable(value: unknown): boolean {
  return (typeof value === 'string' || typeof value === 'number') && /^[^-]/.test(String(value));
}
