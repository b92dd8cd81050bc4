import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { showProgress } from '../../../lib/cli/progress/delivery-progress.ts';
import { IngestTally } from '../../../lib/operations/ingest/ingest-progress.ts';
import type { KeptText } from '../run-cli.ts';
import { KeptTerminal } from './kept-terminal.ts';

/** So many files, each of ten events and of an even share of 1,000 units of work, one a second. */
function deliver(stderr: KeptText, files: number, quiet = false): string {
  let milliseconds = 0;
  const bar = showProgress(stderr, { files: 40, work: 1_000 }, quiet, () => milliseconds);
  const tally = new IngestTally();
  for (let file = 0; file < files; file++, milliseconds += 1_000) {
    tally.add('done');
    tally.add('events', 10);
    tally.finishedWork += 25;
    bar.update(tally.progress());
  }
  bar.stop();
  return stripVTControlCharacters(stderr.text);
}

describe('the progress of a delivery', () => {
  it('is files, records, their pace and the time left', () => {
    expect(deliver(new KeptTerminal(), 12)).toContain(
      '━━━━━━────────────── 12 of 40 log files · 120 records · 11/s · 28s left',
    );
  });

  it('tells no time before it is warm and has a pace', () => {
    expect(deliver(new KeptTerminal(), 8)).toContain('8 of 40 log files · 80 records · 11/s · working …');
  });

  it('draws the work, not the files', () => {
    const stderr = new KeptTerminal();
    const bar = showProgress(stderr, { files: 4, work: 1_000 }, false, () => 0);
    const tally = new IngestTally();
    tally.add('done');
    tally.finishedWork += 700;
    bar.update(tally.progress());
    bar.stop();
    expect(stripVTControlCharacters(stderr.text)).toContain('━━━━━━━━━━━━━━────── 1 of 4 log files');
  });

  it('counts what needed no delivery', () => {
    const stderr = new KeptTerminal();
    const bar = showProgress(stderr, { files: 4, work: 1_000 }, false, () => 0);
    const tally = new IngestTally();
    tally.add('duplicateFiles');
    tally.add('markers');
    tally.add('done');
    bar.update(tally.progress());
    bar.stop();
    expect(stripVTControlCharacters(stderr.text)).toContain('3 of 4 log files');
  });

  it('is none for who wants it quiet', () => {
    expect(deliver(new KeptTerminal(), 10, true)).toBe('');
  });
});
