import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { describeRepairing, describeVerifying, showStep } from '../../../lib/cli/progress/verify-progress.ts';
import { KeptText } from '../run-cli.ts';
import { KeptTerminal } from './kept-terminal.ts';

describe('the progress of a verification', () => {
  it('is about regions, with what was looked at', () => {
    const progress = { regions: 68, regionsDone: 17, digests: 1_200, logFiles: 30_000, filesRead: 0 };
    expect(describeVerifying(progress)).toEqual({
      finished: 17,
      total: 68,
      step: '17 of 68 regions',
      rest: '1,200 digests · 30,000 log files',
    });
    expect(describeVerifying({ ...progress, filesRead: 12 }).rest).toBe(
      '1,200 digests · 30,000 log files · 12 read',
    );
  });
});

describe('the progress of a repair', () => {
  it('is about log files, until all are announced with how many are', () => {
    expect(describeRepairing({ files: 2_500, announced: 1_000, done: 700 })).toEqual({
      finished: 700,
      total: 2_500,
      step: '700 of 2,500 log files repaired',
      rest: '1,000 announced',
    });
    expect(describeRepairing({ files: 1, announced: 1, done: 0 })).toMatchObject({
      step: '0 of 1 log file repaired',
      rest: '',
    });
  });
});

describe('the bar', () => {
  /** What is seen of one report each so many milliseconds. */
  function seen(stderr: KeptText, { stepMs = 1_000, quiet = false, stopBetween = false } = {}): string {
    let milliseconds = 0;
    const bar = showStep(stderr, quiet, describeRepairing, () => milliseconds);
    for (const done of [0, 1, 2, 3, 4, 5]) {
      bar.update({ files: 10, announced: 10, done });
      if (stopBetween) bar.stop();
      milliseconds += stepMs;
    }
    bar.stop();
    return stripVTControlCharacters(stderr.text);
  }

  it('is shown on a terminal, with the time left', () => {
    expect(seen(new KeptTerminal())).toContain('5 of 10 log files repaired · 5s left');
  });

  it('comes back after something else was written', () => {
    expect(seen(new KeptTerminal(), { stopBetween: true })).toContain('4 of 10 log files repaired');
  });

  it('is none for what is over soon, where nobody watches, or for who wants it quiet', () => {
    expect(seen(new KeptTerminal(), { stepMs: 50 })).toBe('');
    expect(seen(new KeptText())).toBe('');
    expect(seen(new KeptTerminal(), { quiet: true })).toBe('');
  });
});
