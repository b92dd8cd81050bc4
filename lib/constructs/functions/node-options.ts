/**
 * How Node.js runs the functions. Free of the CDK, so that whoever measures them runs them in the same way.
 *
 * V8's young generation grows to several times what the function holds, as long as a large log file keeps it busy. Bounded,
 * memory stays about the same whatever the file; it costs a twentieth more processor time (docs/adr/0013-batching.md).
 * Lambda's own bootstrap sets no size once one is named here, so the whole heap is named as well, with its share.
 */
const SEMI_SPACE_MIB = 16;
const HEAP_SHARE = 0.9;

export function nodeOptions(memoryMiB: number): readonly string[] {
  const heapMiB = Math.floor(memoryMiB * HEAP_SHARE);
  return [
    '--enable-source-maps',
    `--max-semi-space-size=${SEMI_SPACE_MIB}`,
    `--max-old-space-size=${heapMiB}`,
  ];
}
