import { describe, expect, it } from 'vitest';
import { showSigning } from '../../../lib/cli/progress/signing-progress.ts';
import { KeptText } from '../run-cli.ts';
import { KeptTerminal } from './kept-terminal.ts';

function sign(stderr: KeptText, quiet = false): string {
  const bar = showSigning(stderr, quiet);
  bar.update({ phase: 'reading', done: 24, total: 24 });
  bar.update({ phase: 'signing', done: 1_200, total: 2_400 });
  bar.stop();
  return stderr.text;
}

describe('the progress of signing', () => {
  it('is about one step after the other', () => {
    const text = sign(new KeptTerminal());
    expect(text).toContain('━━━━━━━━━━━━━━━━━━━━ 24 of 24 regions looked through for log files to sign');
    expect(text).toContain('━━━━━━━━━━────────── 1,200 of 2,400 digests signed');
  });

  it('is shown where nobody watches as well, at its beginning and its end', () => {
    expect(sign(new KeptText()).trimEnd().split('\n')).toHaveLength(2);
  });

  it('is not shown with -q, or where there is nothing to do', () => {
    expect(sign(new KeptTerminal(), true)).toBe('');
    const stderr = new KeptTerminal();
    const bar = showSigning(stderr, false);
    bar.update({ phase: 'recording', done: 0, total: 0 });
    bar.stop();
    expect(stderr.text).toBe('');
  });
});
