/** Does slow work ahead, a few at a time, and gives the results in the order of the inputs. */

export async function* mapInOrder<Input, Result>(
  inputs: AsyncIterable<Input> | Iterable<Input>,
  work: (input: Input) => Promise<Result>,
  atOnce: number,
): AsyncGenerator<Result> {
  const ahead: Promise<Result>[] = [];
  for await (const input of inputs) {
    const result = work(input);
    // Awaited below, perhaps after an earlier one has failed: until then its failure is not unhandled.
    result.catch(() => {});
    ahead.push(result);
    if (ahead.length < atOnce) continue;
    const first = ahead.shift();
    if (first !== undefined) yield await first;
  }
  for (const result of ahead) yield await result;
}
