import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { describeProgress, showBackfill } from '../../../lib/cli/progress/backfill-progress.ts';
import type { WaitingProgress } from '../../../lib/operations/backfill/backfill-and-wait.ts';
import { OutcomeTally } from '../../../lib/operations/backfill/backfill-outcome.ts';
import { BackfillTally } from '../../../lib/operations/backfill/backfill-progress.ts';
import { KeptText } from '../run-cli.ts';
import { KeptTerminal } from './kept-terminal.ts';

const NOTHING: WaitingProgress = { ...new BackfillTally([], 0).progress(), ...new OutcomeTally().outcome() };

describe('the progress of a backfill', () => {
  it('is about folders while they are compared', () => {
    const progress = {
      ...NOTHING,
      folders: 68,
      foldersDone: 17,
      listed: 1_200,
      announcedLogFiles: 30,
      done: 12,
    };
    expect(describeProgress(progress, { seconds: 10, doneBefore: 0 })).toEqual({
      finished: 17,
      total: 68,
      step: '17 of 68 folders',
      rest: '1,200 files · 120/s · 12 of 30 announced are done',
    });
  });

  it('is then about what was announced, at the pace since', () => {
    const all = { folders: 68, foldersDone: 68, listed: 5_000 };
    const progress = { ...NOTHING, ...all, announcedLogFiles: 28, announcedDigests: 2, done: 20 };
    expect(describeProgress(progress, { seconds: 5, doneBefore: 10 })).toEqual({
      finished: 20,
      total: 30,
      step: '20 of 30 announced are done',
      rest: '2/s · 68 folders compared',
    });
  });

  it('stays with the folders where nothing is announced, or nobody waits', () => {
    const all = { folders: 68, foldersDone: 68, listed: 5_000 };
    const pace = { seconds: 10, doneBefore: 0 };
    expect(describeProgress({ ...NOTHING, ...all }, pace)).toMatchObject({ finished: 68, total: 68 });
    const progress = { ...new BackfillTally([], 0).progress(), ...all, announcedLogFiles: 30 };
    expect(describeProgress(progress, pace)).toMatchObject({
      step: '68 of 68 folders',
      rest: '5,000 files · 500/s · 30 announced',
    });
  });
});

describe('the bar', () => {
  const seen = (quiet: boolean) => {
    const stderr = new KeptText();
    const bar = showBackfill(stderr, quiet);
    bar.update({ ...NOTHING, folders: 68, foldersDone: 0 });
    bar.stop();
    return stderr.text;
  };

  it('is a line at once where nobody watches', () => {
    expect(seen(false)).toMatch(/^─{12} 0 of 68 folders · working … · 0 files · 0\/s\n/);
  });

  /** What it shows in the end of these reports, one a second. */
  const shownAfter = (reports: readonly Partial<WaitingProgress>[]) => {
    const stderr = new KeptTerminal();
    let milliseconds = 0;
    const bar = showBackfill(stderr, false, () => milliseconds);
    for (const report of reports) {
      bar.update({ ...NOTHING, folders: 20, ...report });
      milliseconds += 1_000;
    }
    bar.stop();
    return stripVTControlCharacters(stderr.text);
  };
  const compared = Array.from({ length: 11 }, (_, foldersDone) => ({ foldersDone }));

  it('tells the time left', () => {
    expect(shownAfter(compared)).toContain('10 of 20 folders · 10s left');
  });

  it('tells the time left of the next step anew', () => {
    const waiting = { foldersDone: 20, announcedLogFiles: 100, done: 40 };
    expect(shownAfter([...compared, waiting])).toContain('40 of 100 announced are done · working …');
  });

  it('is none for who wants it quiet', () => {
    expect(seen(true)).toBe('');
  });
});
