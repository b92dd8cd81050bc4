/** Twenty thousand hostile files of a fixed seed, and proof that the same numbers give the same files. */
import { describe, expect, it } from 'vitest';
import { caseOf } from './cases.ts';
import { type CaseReport, runCorpus } from './corpus.ts';

const SEED = 20_260_317;
const CASES = 20_000;

describe('hostile log files', () => {
  it(`are indexed or rejected with a reason: ${CASES} cases of seed ${SEED}`, {
    timeout: 600_000,
  }, async () => {
    const reports: CaseReport[] = [];
    const onReport = (report: CaseReport) => reports.push(report);
    await runCorpus({ seed: SEED, from: 0, to: CASES, threads: 2, onReport });
    const failed = reports
      .filter(({ faults }) => faults.length > 0)
      .map(({ number, faults }) => `node test/fuzz/main.ts --seed ${SEED} --case ${number}: ${faults[0]}`);
    expect(failed).toEqual([]);
    expect(new Set(reports.map(({ number }) => number)).size).toBe(CASES);
    const indexed = reports.filter(({ outcome }) => outcome === 'indexed').length;
    expect(indexed).toBeGreaterThan(CASES / 3);
    expect(CASES - indexed).toBeGreaterThan(CASES / 3);
  });

  it('are the same for the same seed and number, others for others', () => {
    expect(caseOf(7, 11)).toEqual(caseOf(7, 11));
    expect(caseOf(7, 11).body.equals(caseOf(7, 12).body)).toBe(false);
    expect(caseOf(7, 11).body.equals(caseOf(8, 11).body)).toBe(false);
  });
});
