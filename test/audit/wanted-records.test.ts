import { describe, expect, it } from 'vitest';
import { readWantedRecords } from '../../lib/audit/wanted-records.ts';

const LOG_FILE = '{"Records":[{"n":0},{"n":1},{"n":2},{"n":3}]}';

/** A bucket of one log file that comes in chunks, an error among them being thrown; counts what is taken of it. */
function bucketOf(...chunks: readonly (Uint8Array | Error)[]) {
  const taken = { chunks: 0, isClosed: false };
  const bucket = {
    async *read() {
      try {
        for (const chunk of chunks) {
          if (chunk instanceof Error) throw chunk;
          taken.chunks++;
          yield chunk;
        }
      } finally {
        taken.isClosed = true;
      }
    },
  };
  return { bucket, taken };
}

function textsOf(records: ReadonlyMap<number, Uint8Array>): [number, string][] {
  return [...records].map(([position, bytes]) => [position, Buffer.from(bytes).toString()]);
}

describe('wanted records', () => {
  it('are picked by their positions, wherever the chunks are cut', async () => {
    const whole = Buffer.from(LOG_FILE);
    for (let cut = 0; cut <= whole.length; cut++) {
      const { bucket } = bucketOf(whole.subarray(0, cut), whole.subarray(cut));
      const { records, failure } = await readWantedRecords('k', { positions: [3, 1, 1] }, bucket);
      expect(textsOf(records)).toEqual([
        [1, '{"n":1}'],
        [3, '{"n":3}'],
      ]);
      expect(failure).toBeUndefined();
    }
  });

  it('come from bare arrays too', async () => {
    const { bucket } = bucketOf(Buffer.from('[{"n":0},{"n":1}]'));
    expect(textsOf((await readWantedRecords('k', { positions: [1] }, bucket)).records)).toEqual([
      [1, '{"n":1}'],
    ]);
  });

  it('end the reading with the last of them', async () => {
    const { bucket, taken } = bucketOf(
      Buffer.from('{"Records":[{"n":0},{"n":1},'),
      Buffer.from('{"n":2}'),
      Buffer.from(']}'),
    );
    const { records, failure } = await readWantedRecords('k', { positions: [2, 0] }, bucket);
    expect([...records.keys()]).toEqual([0, 2]);
    expect([failure, taken]).toEqual([undefined, { chunks: 2, isClosed: true }]);
  });

  it('hold nothing of the chunks', async () => {
    const chunk = Buffer.from(LOG_FILE);
    const { bucket } = bucketOf(chunk);
    const { records } = await readWantedRecords('k', { positions: [1] }, bucket);
    chunk.fill('x');
    expect(textsOf(records)).toEqual([[1, '{"n":1}']]);
    expect(records.get(1)?.buffer.byteLength).toBe(7);
  });

  it('are missing where the log file has no such position', async () => {
    const { bucket } = bucketOf(Buffer.from(LOG_FILE));
    const { records, failure } = await readWantedRecords('k', { positions: [0, 4] }, bucket);
    expect([[...records.keys()], failure]).toEqual([[0], undefined]);
  });

  it('are those before the place where reading failed', async () => {
    const reset = new Error('ECONNRESET');
    const { bucket } = bucketOf(Buffer.from('{"Records":[{"n":0},{"n":1},'), reset);
    const { records, failure } = await readWantedRecords('k', { positions: [1, 2] }, bucket);
    expect([[...records.keys()], failure]).toEqual([[1], { cause: reset }]);
    const damaged = bucketOf(Buffer.from('{"Records":[{"n":0} {"n":1}]}'));
    const answer = await readWantedRecords('k', { positions: [0, 1] }, damaged.bucket);
    expect([...answer.records.keys()]).toEqual([0]);
    expect(answer.failure?.cause).toMatchObject({ code: 'malformed-json' });
  });

  it('are told by their size where they are larger than any that is indexed', async () => {
    const { bucket } = bucketOf(Buffer.from(`{"Records":["${'x'.repeat(32 * 1024 ** 2 - 1)}",{"n":1}]}`));
    const { records, oversized } = await readWantedRecords('k', { positions: [0, 1] }, bucket);
    expect(textsOf(records)).toEqual([[1, '{"n":1}']]);
    expect([...oversized]).toEqual([[0, 32 * 1024 ** 2 + 1]]);
  });
});

describe('the hash of the whole log file', () => {
  const SHA256 = 'bf588b0318a95c437ad6b985b2c7ba34de6dc87f45fb0882b6f091c4a51f5985';

  it('covers every byte, wherever the chunks are cut and the wanted records lie', async () => {
    const whole = Buffer.from(LOG_FILE);
    for (let cut = 0; cut <= whole.length; cut++) {
      const { bucket } = bucketOf(whole.subarray(0, cut), whole.subarray(cut));
      const { records, sha256 } = await readWantedRecords('k', { positions: [1], hashWhole: true }, bucket);
      expect([textsOf(records), sha256]).toEqual([[[1, '{"n":1}']], SHA256]);
    }
  });

  it('is missing where the end cannot be read; the records before it are not', async () => {
    const { bucket } = bucketOf(Buffer.from('{"Records":[{"n":0},'), new Error('ECONNRESET'));
    const found = await readWantedRecords('k', { positions: [0], hashWhole: true }, bucket);
    expect([textsOf(found.records), found.sha256, found.failure]).toEqual([
      [[0, '{"n":0}']],
      undefined,
      undefined,
    ]);
  });
});
