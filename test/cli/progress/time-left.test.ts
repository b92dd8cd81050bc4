import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeLeft } from '../../../lib/cli/progress/time-left.ts';

/** What is told every quarter of a second of a run whose work, in thousandths, is finished at these seconds. */
function watch(bursts: readonly (readonly [second: number, finished: number])[], warmUpMs = 0) {
  const timeLeft = new TimeLeft(warmUpMs);
  const [endSecond = 0] = bursts.at(-1) ?? [];
  const told: { readonly second: number; readonly finished: number; readonly left: number | undefined }[] =
    [];
  for (let second = 0; second < endSecond; second += 0.25) {
    const finished = bursts.findLast(([at]) => at <= second)?.[1] ?? 0;
    const leftMs = timeLeft.at(second * 1000, { finished, total: 1000 });
    told.push({ second, finished, left: leftMs === undefined ? undefined : leftMs / 1000 });
  }
  return { endSecond, told };
}

/** Told against true, as a ratio, from a tenth of the work on; the last three seconds are left out. */
function ratiosOf({ endSecond, told }: ReturnType<typeof watch>): number[] {
  return told
    .filter(({ finished, second }) => finished >= 100 && endSecond - second > 3)
    .map(({ left, second }) => (left ?? Number.NaN) / (endSecond - second));
}

const steady = Array.from({ length: 101 }, (_, burst) => [10 + burst, burst * 10] as const);

/**
 * A hundred thousand events of the sample trail, delivered and indexed on a machine of two cores: about 4,000 files, the busy
 * hours in the middle of the day. The estimator's constants were chosen on it too: it holds what they give, and proves nothing
 * of other runs.
 */
// biome-ignore format: a table of pairs
const RECORDED: readonly (readonly [number, number])[] = [
  [0.8, 1], [1.5, 4], [2.2, 13], [3.0, 23], [3.7, 31], [4.5, 44], [5.2, 54], [6.0, 68], [6.8, 75], [7.6, 91],
  [8.4, 104], [9.2, 122], [10.1, 133], [10.9, 162], [11.7, 180], [12.4, 201], [13.2, 226], [14.0, 242], [14.7, 253],
  [15.7, 282], [16.7, 306], [17.8, 333], [19.0, 362], [19.9, 391], [21.0, 414], [21.8, 443], [22.8, 470], [23.7, 504],
  [24.5, 516], [25.2, 548], [26.0, 560], [26.7, 580], [27.5, 601], [28.2, 613], [29.0, 631], [29.7, 648], [30.4, 662],
  [31.1, 675], [31.9, 692], [32.6, 709], [33.3, 730], [34.2, 752], [34.9, 766], [35.7, 786], [36.4, 802], [37.2, 811],
  [37.9, 826], [38.7, 843], [39.4, 855], [40.2, 869], [41.0, 886], [41.7, 906], [42.5, 922], [43.3, 942], [44.1, 966],
  [44.9, 993], [45.0, 1000],
];
const WARM_UP_MS = 8_000;

describe('the time left of a recorded run', () => {
  it('is within a quarter of the truth whenever it is told, and within two seconds at the end', () => {
    const { told, endSecond } = watch(RECORDED, WARM_UP_MS);
    const off = told.flatMap(({ left, second }) => {
      const trueLeft = endSecond - second;
      const isOff = left !== undefined && Math.abs(left - trueLeft) > Math.max(2, trueLeft / 4);
      return isOff ? [{ second, left, trueLeft }] : [];
    });
    expect(off).toEqual([]);
    expect(told.find(({ left }) => left !== undefined)).toMatchObject({ second: 11, finished: 162 });
  });

  it('runs down without a jump: it never grows by a second, nor loses two at once', () => {
    const { told } = watch(RECORDED, WARM_UP_MS);
    const lefts = told.flatMap(({ left }) => (left === undefined ? [] : [left]));
    const steps = lefts.slice(1).map((left, index) => left - (lefts[index] ?? 0));
    expect(Math.max(...steps)).toBeLessThan(1);
    expect(Math.min(...steps)).toBeGreaterThan(-2);
  });
});

describe('the time left', () => {
  it('of steady work is what is left, whatever went before', () => {
    const ratios = ratiosOf(watch(steady));
    expect(Math.min(...ratios)).toBeGreaterThan(0.98);
    expect(Math.max(...ratios)).toBeLessThan(1.02);
  });

  it('is not told before some work is done', () => {
    const { told } = watch(steady);
    expect(told.find(({ left }) => left !== undefined)).toMatchObject({ second: 18, finished: 80 });
  });

  it('is not told of what was finished at once', () => {
    const timeLeft = new TimeLeft();
    expect(timeLeft.at(0, { finished: 500, total: 1000 })).toBeUndefined();
    expect(timeLeft.at(1_999, { finished: 600, total: 1000 })).toBeUndefined();
    // 100 in two seconds, 399 to go.
    expect(timeLeft.at(2_000, { finished: 601, total: 1000 })).toBeDefined();
  });

  it('is nothing at the end', () => {
    expect(new TimeLeft().at(5_000, { finished: 7, total: 7 })).toBe(0);
  });

  it('runs down between two bursts, and grows in a long pause', () => {
    const timeLeft = new TimeLeft();
    for (let second = 0; second <= 10; second++) {
      timeLeft.at(second * 1000, { finished: 10 + second * 10, total: 210 });
    }
    const at = (second: number) => timeLeft.at(second * 1000, { finished: 110, total: 210 });
    expect(at(10)).toBeCloseTo(10_000, 0);
    expect(at(13)).toBeCloseTo(7_000, 0);
    expect(at(15)).toBeCloseTo(5_000, 0);
    expect(at(20)).toBeGreaterThan(5_000);
  });

  it('follows a pace that changes', () => {
    // Half of the work at 10 a second, the rest at 20.
    const slow = Array.from({ length: 51 }, (_, burst) => [burst, burst * 10] as const);
    const fast = Array.from({ length: 25 }, (_, burst) => [51 + burst, 520 + burst * 20] as const);
    const { told, endSecond } = watch([...slow, ...fast]);
    const late = told.filter(({ second }) => second >= 62 && endSecond - second > 3);
    for (const { left, second } of late) expect((left ?? 0) / (endSecond - second)).toBeLessThan(1.25);
  });

  it('is a number of milliseconds, whatever is reported', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ ms: fc.integer({ min: 0, max: 100_000 }), work: fc.nat(50) }), {
          maxLength: 50,
        }),
        (reports) => {
          const timeLeft = new TimeLeft();
          let now = 0;
          let finished = 0;
          for (const { ms, work } of reports) {
            now += ms;
            finished += work;
            const left = timeLeft.at(now, { finished, total: 1000 });
            if (left !== undefined) expect(left).toBeGreaterThanOrEqual(0);
            if (left !== undefined) expect(Number.isFinite(left)).toBe(true);
          }
        },
      ),
    );
  });
});
