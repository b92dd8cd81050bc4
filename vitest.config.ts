import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * In this order before all others: a long file that begins last would run alone on an idle machine.
 *
 * record-splitter measures memory, and collecting garbage takes long in a process that has seen many files.
 */
const FIRST = [
  'integration/faults',
  'integration/package',
  'integration/crashes',
  'integration/local-configurations',
  'integration/batch-neighbours',
  'integration/large-file',
  'integration/command-line',
  'integration/optional-indexes',
  'integration/main-road',
  'integration/least-privilege',
  'integration/backfill',
  'integration/',
  'fuzz/corpus',
  'fuzz/large-files',
  'cloudtrail/record-splitter',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const place = FIRST.findIndex((beginning) => moduleId.includes(`/test/${beginning}`));
      return place === -1 ? FIRST.length : place;
    };
    return usual.toSorted((a, b) => rank(a) - rank(b));
  }
}

/** One more than cores: function processes and emulators are often waited for. */
const maxWorkers = availableParallelism() + 1;

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/integration/**'],
          // A process runs many files, so that aws-cdk-lib, the SDK and our own modules are loaded by it once. That is
          // safe as long as no module keeps what a test has done: test/module-state.test.ts.
          isolate: false,
          unstubEnvs: true,
          // Properties try hundreds of cases, and machines that run tests do other things as well.
          testTimeout: 300_000,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          // Several times what the slowest takes where nothing else runs.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers,
        },
      },
    ],
  },
});
