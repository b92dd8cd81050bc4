/**
 * Reads single parts of a configuration as it was written, each checked for itself, so that a mistake in one setting
 * hides no contradiction between others.
 *
 * A part is named by its path: `index.retentionDays`; `bucket.logFiles.steps[]` for the entries of a list, each checked
 * for itself; `trail.eventSelectors[0].category` for what is inside of one.
 */
import { z } from 'zod';
import { SETTINGS, type Settings } from '../schema.ts';
import { writtenAt } from '../sentence.ts';

/** What the settings have at a path, with defaults filled in; of a list `[]`, undefined for entries with mistakes. */
export type PartAt<Path extends string, Whole = Settings> = Path extends `${infer Step}.${infer Rest}`
  ? PartAt<Rest, Child<Whole, Step>>
  : Child<Whole, Path>;

type Child<Whole, Step extends string> = Step extends `${infer Key}[]`
  ? readonly (Entry<Member<Whole, Key>> | undefined)[]
  : Step extends `${infer Key}[${number}]`
    ? Entry<Member<Whole, Key>>
    : Member<Whole, Step>;
type Member<Whole, Key> = Whole extends unknown ? (Key extends keyof Whole ? Whole[Key] : never) : never;
type Entry<List> = List extends readonly (infer One)[] ? One : never;

/** Undefined where the part has a mistake, or stands inside of something that is not there. */
export function readPart(written: unknown, path: string): { readonly value: unknown } | undefined {
  if (path.endsWith('[]')) {
    const steps = stepsOf(path.slice(0, -2));
    const list = writtenAt(written, steps) ?? [];
    if (!Array.isArray(list)) return undefined;
    return { value: list.map((_, position) => readAt(written, [...steps, position])?.value) };
  }
  return readAt(written, stepsOf(path));
}

/** Positions of the entries of a list, those with mistakes, too. */
export function positionsIn(written: unknown, path: string): readonly number[] {
  const list = writtenAt(written, stepsOf(path));
  return Array.isArray(list) ? [...list.keys()] : [];
}

export function isWritten(written: unknown, path: string): boolean {
  return writtenAt(written, stepsOf(path)) !== undefined;
}

function stepsOf(path: string): (string | number)[] {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function readAt(written: unknown, steps: readonly (string | number)[]) {
  const schema = steps.reduce<unknown>(schemaOf, SETTINGS);
  if (!(schema instanceof z.ZodType) || !mayStandIn(written, steps)) return undefined;
  const parsed = schema.safeParse(writtenAt(written, steps));
  return parsed.success ? { value: parsed.data } : undefined;
}

/** Whether nothing that the steps go through is written as something else than what has members. */
function mayStandIn(written: unknown, steps: readonly (string | number)[]): boolean {
  return steps.every((_, depth) => {
    const whole = writtenAt(written, steps.slice(0, depth));
    return whole === undefined || (typeof whole === 'object' && whole !== null);
  });
}

/** The schema of a member, of whichever form has it, or of an entry. */
function schemaOf(schema: unknown, step: string | number): unknown {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return schemaOf(schema.unwrap(), step);
  if (schema instanceof z.ZodUnion)
    return schema.options.map((form) => schemaOf(form, step)).find((found) => found !== undefined);
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodObject ? schema.shape[step] : undefined;
}
