/**
 * The command that goes on where an answer stopped, whole, to be copied.
 *
 * It names filters by their full values, because a cursor belongs to exactly these, while a short name may mean more
 * tomorrow. Only where a value cannot be pasted (it holds control characters) what was typed is repeated.
 */
import type { EventFilters } from '../event-index/filters.ts';
import { flagsFor } from './filter-options.ts';
import type { Host } from './host.ts';
import type { GlobalOptions } from './options.ts';
import { canBePasted, shellWord } from './shell-word.ts';

export interface Continuation {
  readonly cursor: string;
  readonly typed: EventFilters;
  readonly resolved: EventFilters;
  readonly options: GlobalOptions & {
    readonly limit?: number | undefined;
    readonly all?: boolean | undefined;
    readonly output?: string | undefined;
    readonly fields?: string | undefined;
    readonly tz?: string | undefined;
  };
}

export function continuationCommand(
  { cursor, typed, resolved, options }: Continuation,
  env: Host['env'],
): string {
  const full = flagsFor(resolved);
  const option = (flag: string, value: string | number | undefined) =>
    value === undefined ? [] : [`${flag} ${shellWord(String(value))}`];
  const { tz } = options;
  return [
    // npx sets this for what it runs: then `traildex` alone is not on the path.
    env.npm_command === 'exec' ? 'npx traildex query' : 'traildex query',
    ...(options.local ? ['--local'] : []),
    ...option('--data', options.data),
    ...option('--stack', options.stack),
    ...option('--profile', options.profile),
    ...option('--region', options.region),
    ...option('--endpoint-url', options.endpointUrl),
    ...(full.every(canBePasted) ? full : flagsFor(typed)),
    ...option('--limit', options.limit),
    ...(options.all ? ['--all'] : []),
    ...option('--output', options.output),
    ...option('--fields', options.fields),
    ...(tz === 'UTC' ? [] : option('--tz', tz)),
    ...option('--cursor', cursor),
  ].join(' ');
}
