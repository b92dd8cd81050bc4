/** Cuts a list into pieces of at most `size`: AWS takes so many in a request. */
export function batchesOf<Element>(all: readonly Element[], size: number): readonly (readonly Element[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
