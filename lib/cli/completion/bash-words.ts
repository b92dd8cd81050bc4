/**
 * bash cuts words at `=` and `:` before it asks: `--output=js` arrives as `--output`, `=`, `js`. Puts them together
 * again, and takes from the answers what stands before the last cut, which bash keeps.
 */
import type { Completion } from './candidates.ts';

export interface BashWords {
  readonly words: readonly string[];
  /** The beginning of the last word that bash will not replace. */
  readonly kept: string;
}

const CUT = /^[=:]+$/;

export function joinBashWords(pieces: readonly string[]): BashWords {
  const words: string[] = [];
  let kept = '';
  let joinsNext = false;
  for (const piece of pieces) {
    const isCut = CUT.test(piece);
    const last = words.at(-1);
    if (last !== undefined && (isCut || joinsNext)) {
      kept = isCut ? last + piece : last;
      words[words.length - 1] = last + piece;
    } else {
      kept = '';
      words.push(piece);
    }
    joinsNext = isCut;
  }
  return { words, kept };
}

export function withoutKept(completion: Completion, kept: string): Completion {
  if (completion.kind !== 'words') return completion;
  const candidates = completion.candidates.map(({ value, about }) => ({
    value: value.slice(kept.length),
    about,
  }));
  return { kind: 'words', candidates };
}
