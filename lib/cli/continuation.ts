/**
 * The command that goes on where an answer stopped, whole, to be copied.
 *
 * It repeats the filters as they were typed: a cursor belongs to exactly these, and what `*` stands for may be
 * hundreds of ARNs. Its place in time stays good when a short name means more tomorrow.
 */
import type { EventFilters } from '../event-index/filters.ts';
import { flagsFor } from './filter-options.ts';
import type { Host } from './host.ts';
import type { GlobalOptions } from './options.ts';
import { placeFlags, programName } from './place-flags.ts';
import { shellWord } from './shell-word.ts';

export interface Continuation {
  readonly cursor: string;
  /** The filters as typed. */
  readonly typed: EventFilters;
  readonly options: GlobalOptions & {
    readonly limit?: number | undefined;
    readonly all?: boolean | undefined;
    readonly full?: boolean | undefined;
    readonly output?: string | undefined;
    readonly fields?: string | undefined;
    readonly tz?: string | undefined;
    readonly sweep?: boolean | undefined;
  };
}

export function continuationCommand({ cursor, typed, options }: Continuation, env: Host['env']): string {
  const option = (flag: string, value: string | number | undefined) =>
    value === undefined ? [] : [`${flag} ${shellWord(String(value))}`];
  const { tz } = options;
  return [
    programName(env),
    'query',
    ...placeFlags(options),
    ...flagsFor(typed),
    ...(options.sweep ? ['--sweep'] : []),
    ...option('--limit', options.limit),
    ...(options.all ? ['--all'] : []),
    ...(options.full ? ['--full'] : []),
    ...option('--output', options.output),
    ...option('--fields', options.fields),
    ...(tz === 'UTC' ? [] : option('--tz', tz)),
    ...option('--cursor', cursor),
  ].join(' ');
}
