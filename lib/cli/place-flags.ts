/** The beginning of a command that works in the same place as this one, to be copied. */
import type { Host } from './host.ts';
import type { GlobalOptions } from './options.ts';
import { shellWord } from './shell-word.ts';

/** The flags that lead to the index, ready for a shell. */
export function placeFlags(options: GlobalOptions): string[] {
  const option = (flag: string, value: string | undefined) =>
    value === undefined ? [] : [`${flag} ${shellWord(value)}`];
  return [
    ...(options.local ? ['--local'] : []),
    ...option('--data', options.data),
    ...option('--stack', options.stack),
    ...option('--profile', options.profile),
    ...option('--region', options.region),
    ...option('--endpoint-url', options.endpointUrl),
  ];
}

/** npx sets this for what it runs: then `traildex` alone is not on the path. */
export function programName(env: Host['env']): string {
  return env.npm_command === 'exec' ? 'npx traildex' : 'traildex';
}
