import { describe, expect, it } from 'vitest';
import { showAsking } from '../../../lib/cli/progress/asking-progress.ts';
import { KeptText } from '../run-cli.ts';

function shownOn(stderr: KeptText, quiet: boolean): string {
  const progress = showAsking(stderr, quiet, 58);
  progress.update(7);
  progress.stop();
  return stderr.text;
}

describe('the progress of a report', () => {
  it('is shown to whoever watches, and cleared', () => {
    const terminal = Object.assign(new KeptText(), {
      isTTY: true,
      columns: 80,
      cursorTo() {},
      clearLine() {},
    });
    expect(shownOn(terminal, false)).toContain('0 of 58 questions');
  });

  it('is shown to nobody else', () => {
    expect(shownOn(new KeptText(), false)).toBe('');
    expect(shownOn(Object.assign(new KeptText(), { isTTY: true }), true)).toBe('');
  });
});
