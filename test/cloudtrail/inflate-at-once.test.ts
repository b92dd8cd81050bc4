import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gunzipSingleMember, inflateLogFile } from '../../lib/cloudtrail/gunzip.ts';
import { inflateAtOnce, MOST_AT_ONCE } from '../../lib/cloudtrail/inflate-at-once.ts';
import { LogFileError } from '../../lib/cloudtrail/log-file-error.ts';

const TEXT = '{"Records":[{"eventID":"1"},{"eventID":"2"}]}';
const FILE = gzipSync(TEXT);
const ANY_SIZE = Number.MAX_SAFE_INTEGER;

function changed(at: number, byte: number): Uint8Array {
  const bytes = Uint8Array.from(FILE);
  bytes[at] = byte;
  return bytes;
}

describe('inflateAtOnce', () => {
  it('inflates one whole member', () => {
    expect(inflateAtOnce(FILE, ANY_SIZE)?.toString()).toBe(TEXT);
    expect(inflateAtOnce(FILE, TEXT.length)?.toString()).toBe(TEXT);
  });

  it('inflates a member of nothing', () => {
    expect(inflateAtOnce(gzipSync(''), ANY_SIZE)?.length).toBe(0);
  });

  it('inflates whatever the level and the header', () => {
    for (const level of [constants.Z_NO_COMPRESSION, constants.Z_BEST_COMPRESSION]) {
      expect(inflateAtOnce(gzipSync(TEXT, { level }), ANY_SIZE)?.toString()).toBe(TEXT);
    }
    const named = Buffer.concat([FILE.subarray(0, 10), Buffer.from('trail.json\0'), FILE.subarray(10)]);
    named[3] = 0x08;
    expect(inflateAtOnce(named, ANY_SIZE)?.toString()).toBe(TEXT);
  });

  it('takes a view of a larger buffer', () => {
    const around = Buffer.concat([Buffer.from('before'), FILE, Buffer.from('behind')]);
    expect(inflateAtOnce(around.subarray(6, 6 + FILE.length), ANY_SIZE)?.toString()).toBe(TEXT);
  });

  it.each([
    ['what is no gzip', Buffer.from(TEXT)],
    ['nothing', Buffer.alloc(0)],
    ['a header alone', FILE.subarray(0, 10)],
    ['a member without its end', FILE.subarray(0, -1)],
    ['a member with something behind it', Buffer.concat([FILE, Buffer.from([0])])],
    ['two members', Buffer.concat([FILE, FILE])],
    ['another compression method', changed(2, 7)],
    ['another checksum', changed(FILE.length - 8, (FILE.at(-8) ?? 0) ^ 1)],
    ['another size', changed(FILE.length - 4, (FILE.at(-4) ?? 0) ^ 1)],
    ['a larger size', changed(FILE.length - 3, 1)],
    ['damaged bytes', changed(12, 0xff)],
    [
      'bytes between the compressed ones and the trailer',
      Buffer.concat([FILE.subarray(0, -8), Buffer.from('12345678'), FILE.subarray(-8)]),
    ],
  ])('has no answer for %s', (_title, bytes) => {
    expect(inflateAtOnce(bytes, ANY_SIZE)).toBeUndefined();
  });

  it('has no answer for more than is allowed, or than is inflated at once', () => {
    expect(inflateAtOnce(FILE, TEXT.length - 1)).toBeUndefined();
    expect(inflateAtOnce(gzipSync(Buffer.alloc(MOST_AT_ONCE.inflatedBytes)), ANY_SIZE)?.length).toBe(
      MOST_AT_ONCE.inflatedBytes,
    );
    expect(inflateAtOnce(gzipSync(Buffer.alloc(MOST_AT_ONCE.inflatedBytes + 1)), ANY_SIZE)).toBeUndefined();
  });

  it('does not believe the size that a bomb states', () => {
    const bomb = Buffer.concat([
      FILE.subarray(0, 10),
      deflateRawSync(Buffer.alloc(8 * 1024 ** 2)),
      Buffer.from([0, 0, 0, 0, 100, 0, 0, 0]),
    ]);
    expect(inflateAtOnce(bomb, ANY_SIZE)).toBeUndefined();
  });
});

describe('inflateLogFile', () => {
  it('says of any bytes what reading them as a stream says', async () => {
    const limit = { maxInflatedBytes: 200 };
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 300 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
        fc.nat(),
        async (text, changes, cut) => {
          const bytes = Uint8Array.from(gzipSync(text));
          // The first two say whether it is gzip at all: what is not is passed through.
          for (const [at, byte] of changes) bytes[2 + (at % (bytes.length - 2))] = byte;
          const delivered = cut % 3 === 0 ? bytes.subarray(0, 2 + (cut % bytes.length)) : bytes;
          expect(await outcomeOf(inflateLogFile(piecesOf(delivered), limit))).toEqual(
            await outcomeOf(gunzipSingleMember(piecesOf(delivered), limit)),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

async function* piecesOf(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 40) yield bytes.subarray(at, at + 40);
}

async function outcomeOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const taken: Uint8Array[] = [];
  try {
    for await (const chunk of chunks) taken.push(chunk);
    return Buffer.concat(taken).toString();
  } catch (error) {
    if (error instanceof LogFileError) return `${error.code}: ${error.message}`;
    throw error;
  }
}
