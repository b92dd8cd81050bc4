/** A file that a summary names, with what there is to say about it. */
export interface NamedFile {
  /** As the user knows it. */
  readonly path: string;
  /** Its key in the trail bucket; absent where it never got there. */
  readonly key?: string;
  readonly reason: string;
  readonly originalName?: string | undefined;
}

/** Files that a list names; the rest is counted. */
export const NAMED_LIMIT = 1_000;
