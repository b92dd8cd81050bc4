/** Remembers what a read gave for a while, so that questions that follow each other ask once. A failed read is not kept. */

export function remembered<Value>(
  read: () => Promise<Value>,
  forMs: number,
  now: () => number,
): () => Promise<Value> {
  let kept: { readonly value: Promise<Value>; readonly until: number } | undefined;
  return () => {
    if (kept !== undefined && now() < kept.until) return kept.value;
    const value = read();
    const keeping = { value, until: now() + forMs };
    kept = keeping;
    value.catch(() => {
      if (kept === keeping) kept = undefined;
    });
    return value;
  };
}
