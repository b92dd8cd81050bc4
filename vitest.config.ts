import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A long one that begins last would run alone: the longest integration tests begin first. */
const LONGEST = ['faults', 'crashes', 'local-configurations', 'package', 'optional-indexes'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(`/integration/${name}.test.ts`));
      return place === -1 ? LONGEST.length : place;
    };
    return usual.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/integration/**'],
          // Properties try hundreds of cases, and machines that run tests do other things as well.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each file starts emulators and function processes of its own; two cores hold no more at once.
          maxWorkers: 2,
        },
      },
    ],
  },
});
