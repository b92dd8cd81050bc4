/** The flags of the function's process as it is deployed, with the memory that it has by default. */
import { nodeOptions } from '../../lib/constructs/functions/node-options.ts';

const DEFAULT_MEMORY_MIB = 1024;

export const DEPLOYED_FLAGS: readonly string[] = nodeOptions(DEFAULT_MEMORY_MIB);
