import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ClosedPipeError } from '../../lib/cli/errors.ts';
import { openOutput } from '../../lib/cli/output.ts';
import { KeptText } from './run-cli.ts';

describe('output', () => {
  it('keeps the order of text and bytes', async () => {
    const kept = new KeptText();
    const out = openOutput(kept);
    await out.write('a');
    await out.write(Buffer.from([0xff]));
    await out.write('b');
    await out.flush();
    expect(kept.bytes).toEqual(Buffer.from([0x61, 0xff, 0x62]));
  });

  it('gathers lines, and lets them go at the end of the turn', async () => {
    let writes = 0;
    const out = openOutput(
      new Writable({
        write(_chunk, _encoding, done) {
          writes++;
          done();
        },
      }),
    );
    for (let line = 0; line < 100; line++) await out.write('line\n');
    expect(writes).toBe(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(writes).toBe(1);
  });

  it('waits for a slow reader', async () => {
    const waiting: (() => void)[] = [];
    const out = openOutput(
      new Writable({ highWaterMark: 4, write: (_chunk, _encoding, done) => waiting.push(done) }),
    );
    let finished = false;
    const writing = out.write('x'.repeat(20_000)).then(() => {
      finished = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(finished).toBe(false);
    waiting.shift()?.();
    await writing;
    expect(finished).toBe(true);
  });

  it('fails once the reader has gone, also while it waits', async () => {
    const stream = new Writable({ highWaterMark: 4, write: () => {} });
    const out = openOutput(stream);
    const writing = out.write('x'.repeat(20_000));
    stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await expect(writing).rejects.toThrow(ClosedPipeError);
    await expect(out.write('y')).rejects.toThrow(ClosedPipeError);
    await expect(out.flush()).rejects.toThrow(ClosedPipeError);
  });
});
