/** Choices that follow from a seed and from what is chosen, in whatever order they are made. */
import { createHash } from 'node:crypto';

/** A whole number from 0 to below `below`. */
export type Chooser = (below: number, ...what: readonly (string | number)[]) => number;

export function chooser(seed: number): Chooser {
  return (below, ...what) => {
    const digest = createHash('sha1')
      .update([seed, ...what].join('\t'))
      .digest();
    return digest.readUInt32BE(0) % below;
  };
}
