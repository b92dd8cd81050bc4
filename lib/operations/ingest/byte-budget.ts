/**
 * Bounds the memory of tasks that run at once by the bytes they hold. A task larger than the whole budget runs alone.
 *
 * First come, first served, so that a large file is not overtaken for ever by small ones.
 */
export type ByteBudget = <Result>(sizeBytes: number, task: () => Promise<Result>) => Promise<Result>;

export function createByteBudget(limitBytes: number): ByteBudget {
  const waiting: { readonly sizeBytes: number; readonly start: () => void }[] = [];
  let heldBytes = 0;

  const fits = (sizeBytes: number) => heldBytes === 0 || heldBytes + sizeBytes <= limitBytes;

  function admit(): void {
    for (let next = waiting[0]; next !== undefined && fits(next.sizeBytes); next = waiting[0]) {
      waiting.shift();
      heldBytes += next.sizeBytes;
      next.start();
    }
  }

  return async (sizeBytes, task) => {
    // Nothing at all would be no claim: the task could not be told from nobody.
    const claimBytes = Math.max(1, sizeBytes);
    await new Promise<void>((start) => {
      waiting.push({ sizeBytes: claimBytes, start });
      admit();
    });
    try {
      return await task();
    } finally {
      heldBytes -= claimBytes;
      admit();
    }
  };
}
