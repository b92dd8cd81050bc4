/**
 * The flags that every command understands, before or after its name: where to work and how loud to be.
 *
 * Defaults come from TRAILDEX_LOCAL, TRAILDEX_DATA and TRAILDEX_STACK; a flag outweighs the environment.
 */
import type { Command } from 'commander';
import type { Whereabouts } from '../open-index.ts';
import { UsageError } from './errors.ts';
import type { Host } from './host.ts';

export interface GlobalOptions {
  readonly local?: boolean;
  readonly data?: string;
  readonly stack?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

export const DEFAULT_DATA_DIR = '.traildex';
export const DEFAULT_STACK = 'Traildex';

export function addGlobalOptions(program: Command): void {
  program
    .option('--local', 'work on this machine, in an embedded AWS')
    .option('--data <dir>', `the same, with its data in this folder (default: ${DEFAULT_DATA_DIR})`)
    .option('--stack <name>', `the deployed stack to work on (default: ${DEFAULT_STACK})`)
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--region <region>', 'AWS region of the stack')
    .option('--endpoint-url <url>', 'another endpoint for all AWS calls')
    .option('--no-color', 'no colours (also: NO_COLOR=1)')
    .option('-q, --quiet', 'no remarks on stderr, only faults')
    .option('-v, --verbose', 'say more; with a fault, its stack');
}

/** @throws UsageError when flags contradict each other: nobody should search the wrong place. */
export function whereaboutsOf(options: GlobalOptions, env: Host['env']): Whereabouts {
  const deployed = (['stack', 'profile', 'endpointUrl'] as const).find((name) => options[name] !== undefined);
  const here = options.local ? '--local' : options.data === undefined ? undefined : '--data';
  if (here !== undefined && deployed !== undefined) {
    throw new UsageError(`${here} and ${FLAG[deployed]} exclude each other: one place at a time.`);
  }
  if (options.endpointUrl !== undefined && !URL.canParse(options.endpointUrl)) {
    throw new UsageError(`--endpoint-url ${options.endpointUrl} is not a URL such as http://localhost:4566.`);
  }
  return {
    local: here !== undefined || (deployed === undefined && isOn(env.TRAILDEX_LOCAL)),
    dataDir: options.data || env.TRAILDEX_DATA || DEFAULT_DATA_DIR,
    stack: options.stack || env.TRAILDEX_STACK || DEFAULT_STACK,
    profile: options.profile,
    region: options.region,
    endpointUrl: options.endpointUrl,
  };
}

const FLAG = { stack: '--stack', profile: '--profile', endpointUrl: '--endpoint-url' } as const;

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false', 'no', 'off'].includes(value.toLowerCase());
}
