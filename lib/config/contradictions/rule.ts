/**
 * The form of a rule over several settings. It names the parts that it reads and runs only where all of them are free of
 * mistakes of their own, so that contradictions are told beside mistakes in other settings.
 */
import { isWritten, type PartAt, readPart } from './parts.ts';

/** Gives one sentence a contradiction, of a configuration before defaults were filled in. */
export type Rule = (written: unknown) => readonly string[];

type Parts<Paths extends readonly string[]> = { [Position in keyof Paths]: PartAt<Paths[Position]> };

export function rule<const Paths extends readonly string[]>(
  paths: Paths,
  find: (...parts: Parts<Paths>) => readonly string[],
): Rule {
  return (written) => {
    const parts = paths.flatMap((path) => readPart(written, path) ?? []);
    if (parts.length < paths.length) return [];
    return find(...(parts.map(({ value }) => value) as unknown as Parts<Paths>));
  };
}

/** A rule that holds only where something is written at a path, also with mistakes. */
export function whereWritten(path: string, find: Rule): Rule {
  return (written) => (isWritten(written, path) ? find(written) : []);
}

/** Of what an existing trail does not take anyway. */
export function ofOwnTrail(find: Rule): Rule {
  return (written) => (isWritten(written, 'trail.existing') ? [] : find(written));
}
