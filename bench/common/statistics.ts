/** Medians and spreads: of a shared machine's times neither the mean nor the best says what another run would see. */

export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { least: at(0), median: at(0.5), most: at(1) };
}

export function median(values: readonly number[]): number {
  return spreadOf(values).median;
}

/** Round by round, because what slows a round down slows both. */
export function ratios(values: readonly number[], others: readonly number[]): Spread {
  return spreadOf(values.map((value, round) => value / (others[round] ?? Number.NaN)));
}
