/**
 * The flags of the function's process as it is deployed with the default memory of 1,024 MiB: NODE_OPTIONS of
 * lib/constructs/functions/node-function.ts, and the heap that Lambda's runtime gives to it, nine tenths of the memory.
 */
export const DEPLOYED_FLAGS: readonly string[] = ['--enable-source-maps', '--max-old-space-size=921'];
