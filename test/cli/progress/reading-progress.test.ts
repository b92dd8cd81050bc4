import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { showReading } from '../../../lib/cli/progress/reading-progress.ts';
import { KeptText } from '../run-cli.ts';
import { KeptTerminal } from './kept-terminal.ts';

let milliseconds: number;
const clock = () => milliseconds;

beforeEach(() => {
  milliseconds = 0;
});

describe('showReading', () => {
  it('shows how much of what is expected has been read, once that has taken a moment', () => {
    const terminal = new KeptTerminal();
    const progress = showReading(terminal, false, clock);
    milliseconds = 399;
    progress.update({ entries: 1_000, expected: 100_000 });
    expect(terminal.text).toBe('');
    milliseconds = 1_000;
    progress.update({ entries: 8_000, expected: 100_000 });
    expect(stripVTControlCharacters(terminal.text)).toContain(
      '8,000 of up to 100,000 index entries · 8,000/s · working …',
    );
    progress.stop();
    milliseconds = 2_500;
    progress.update({ entries: 20_000, expected: 100_000 });
    progress.stop();
    // The 80,000 to come at the pace of the last seconds, a little under 9,000 a second.
    expect(stripVTControlCharacters(terminal.text)).toContain(
      '━━━━──────────────── 20,000 of up to 100,000 index entries · 8,000/s · 10s left',
    );
  });

  it('has no bar where nobody knows how much there is', () => {
    const terminal = new KeptTerminal();
    const progress = showReading(terminal, false, clock);
    milliseconds = 2_000;
    progress.update({ entries: 20_000, expected: undefined });
    progress.stop();
    expect(stripVTControlCharacters(terminal.text)).toContain('20,000 index entries · 10,000/s');
    expect(terminal.text).not.toContain('━');
  });

  it('takes more than expected', () => {
    const terminal = new KeptTerminal();
    const progress = showReading(terminal, false, clock);
    milliseconds = 10_000;
    progress.update({ entries: 30, expected: 5 });
    progress.stop();
    expect(stripVTControlCharacters(terminal.text)).toContain('30 of up to 5 index entries · 3/s · 0s left');
  });

  it.each<[string, KeptText, boolean]>([
    ['in no terminal', new KeptText(), false],
    ['where somebody wants quiet', new KeptTerminal(), true],
  ])('says nothing %s', (_, stderr, quiet) => {
    const progress = showReading(stderr, quiet, clock);
    milliseconds = 2_000;
    progress.update({ entries: 20_000, expected: 100_000 });
    progress.stop();
    expect(stderr.text).toBe('');
  });
});
