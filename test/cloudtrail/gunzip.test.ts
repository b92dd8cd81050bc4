import { randomBytes } from 'node:crypto';
import { crc32, deflateRawSync, gzipSync, InflateRaw } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { gunzipSingleMember, inflateLogFile } from '../../lib/cloudtrail/gunzip.ts';
import { MOST_AT_ONCE } from '../../lib/cloudtrail/inflate-at-once.ts';
import { LogFileError } from '../../lib/cloudtrail/log-file-error.ts';

const LIMITED = { maxInflatedBytes: 10_000_000 };
const TEXT = '{"Records":[{"eventName":"PutObject"},{"eventName":"GetObject"}]}';
const FILE = gzipSync(TEXT);

const FTEXT = 0x01;
const FHCRC = 0x02;
const FEXTRA = 0x04;
const FNAME = 0x08;
const FCOMMENT = 0x10;

/** RFC 1952 put together by hand, with each optional field that the flags ask for. */
function buildMember(text: string, flags: number): Buffer {
  const body = deflateRawSync(text);
  const fields = [Buffer.from([0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 3])];
  if (flags & FEXTRA) fields.push(Buffer.from([5, 0, 0, 0xff, 0x1f, 0x8b, 0]));
  if (flags & FNAME) fields.push(Buffer.from('log.json\0'));
  if (flags & FCOMMENT) fields.push(Buffer.from('a comment\0'));
  const header = Buffer.concat(fields);
  const headerCrc = Buffer.alloc(flags & FHCRC ? 2 : 0);
  if (flags & FHCRC) headerCrc.writeUInt16LE(crc32(header) & 0xffff);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(text), 0);
  trailer.writeUInt32LE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, headerCrc, body, trailer]);
}

interface Source extends AsyncIterable<Uint8Array> {
  readonly chunksTaken: () => number;
  readonly isReleased: () => boolean;
}

/** Chunks as a source that knows what was taken and whether it was let go; it fails at its end if told to. */
function sourceOf(chunks: readonly Uint8Array[], failure?: Error): Source {
  let taken = 0;
  let released = false;
  async function* generate() {
    try {
      for (const chunk of chunks) {
        taken++;
        yield chunk;
      }
      if (failure !== undefined) throw failure;
    } finally {
      released = true;
    }
  }
  return { [Symbol.asyncIterator]: generate, chunksTaken: () => taken, isReleased: () => released };
}

function inPieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, turn) => bytes.subarray(turn * size, (turn + 1) * size));
}

async function take(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const taken = [];
  for await (const chunk of chunks) taken.push(chunk);
  return taken;
}

async function join(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await take(chunks));
}

async function gunzip(bytes: Uint8Array, pieceSize = Math.max(bytes.length, 1)): Promise<string> {
  return (await join(gunzipSingleMember(sourceOf(inPieces(bytes, pieceSize)), LIMITED))).toString();
}

async function errorOf(reading: Promise<unknown>): Promise<LogFileError> {
  const error = await reading.then(
    () => new Error('nothing was thrown'),
    (reason: unknown) => reason,
  );
  if (error instanceof LogFileError) return error;
  throw error;
}

async function codeOf(reading: Promise<unknown>): Promise<string> {
  return (await errorOf(reading)).code;
}

describe('gunzipSingleMember: whole members', () => {
  it('inflates a member written out in hexadecimal', async () => {
    // `printf '{"Records":[]}' | gzip -n`
    const member = Buffer.from('1f8b0800000000000003ab560a4a4dce2f4a2956b28a8ead0500220ae2960e000000', 'hex');
    expect(await gunzip(member)).toBe('{"Records":[]}');
  });

  it('inflates what is cut in two anywhere, and what comes in single bytes', async () => {
    for (let at = 0; at <= FILE.length; at++) {
      const chunks = [FILE.subarray(0, at), FILE.subarray(at)];
      expect((await join(gunzipSingleMember(sourceOf(chunks), LIMITED))).toString(), `cut at ${at}`).toBe(
        TEXT,
      );
    }
    expect(await gunzip(FILE, 1)).toBe(TEXT);
  });

  it('steps over every combination of optional header fields, cut anywhere', async () => {
    for (let flags = 0; flags < 0x20; flags++) {
      const member = buildMember(TEXT, flags);
      for (let at = 0; at < member.length; at++) {
        const chunks = [member.subarray(0, at), member.subarray(at)];
        expect((await join(gunzipSingleMember(sourceOf(chunks), LIMITED))).toString(), `flags ${flags}`).toBe(
          TEXT,
        );
      }
    }
  });

  it('inflates a member of nothing', async () => {
    expect(await gunzip(gzipSync(''))).toBe('');
  });

  it.each([65_535, 65_536, 65_537, 131_072, 1_000_003])(
    'inflates %i bytes, which zlib hands out in blocks',
    async (size) => {
      const plain = Buffer.alloc(size, '{"eventName":"PutObject"},');
      const stored = gzipSync(plain, { level: 0 });
      for (const member of [gzipSync(plain), stored]) {
        for (const pieceSize of [997, 65_536, member.length]) {
          const inflated = await join(gunzipSingleMember(sourceOf(inPieces(member, pieceSize)), LIMITED));
          expect(inflated.equals(plain)).toBe(true);
        }
      }
    },
  );
});

describe('gunzipSingleMember: what is not one whole member', () => {
  it('finds every shorter file truncated, whatever chunks it comes in', async () => {
    const member = buildMember(TEXT, FHCRC | FEXTRA | FNAME | FCOMMENT);
    for (const file of [FILE, member]) {
      for (let length = 0; length < file.length; length++) {
        const cut = file.subarray(0, length);
        expect(await codeOf(gunzip(cut)), `of length ${length}`).toBe('truncated-gzip');
        expect(await codeOf(gunzip(cut, 1)), `of length ${length}`).toBe('truncated-gzip');
      }
    }
  });

  it.each([
    ['one zero byte', Buffer.from([0])],
    ['a newline', Buffer.from('\n')],
    ['a copy of its trailer', FILE.subarray(-8)],
    ['padding', Buffer.alloc(512)],
    ['a second member', FILE],
    ['an empty second member', gzipSync('')],
    ['the beginning of a second member', FILE.subarray(0, 2)],
  ])('rejects %s after the member', async (_title, more) => {
    const file = Buffer.concat([FILE, more]);
    for (const pieceSize of [file.length, FILE.length, 1]) {
      const error = await errorOf(gunzip(file, pieceSize));
      expect([error.code, error.byteOffset]).toEqual(['data-after-gzip', 65]);
    }
  });

  it('asks for no more of the file once something follows the member', async () => {
    const source = sourceOf([FILE, ...inPieces(Buffer.alloc(1000), 1)]);
    expect(await codeOf(join(gunzipSingleMember(source, LIMITED)))).toBe('data-after-gzip');
    expect([source.chunksTaken(), source.isReleased()]).toEqual([2, true]);
  });

  it('never accepts a file with a flipped bit as anything but what it was', async () => {
    for (const file of [FILE, buildMember(TEXT, FHCRC | FEXTRA | FNAME | FCOMMENT)]) {
      const accepted = new Set<number>();
      for (let bit = 0; bit < file.length * 8; bit++) {
        const flipped = Buffer.from(file);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const text = await gunzip(flipped).catch((error: unknown) => error);
        if (text instanceof LogFileError) continue;
        expect(text, `bit ${bit}`).toBe(TEXT);
        accepted.add(bit >> 3);
      }
      // The last compressed byte may have bits that nobody reads. Without a header checksum neither does anybody miss
      // the "is text" flag, the time, the extra flags and the operating system.
      accepted.delete(file.length - 9);
      expect([...accepted]).toEqual(file === FILE ? [3, 4, 5, 6, 7, 8, 9] : []);
    }
  });

  function withByte(position: number, value: number): Buffer {
    const changed = Buffer.from(FILE);
    changed[(position + changed.length) % changed.length] = value;
    return changed;
  }

  it.each([
    ['JSON', Buffer.from(TEXT), 'not-gzip', undefined],
    ['zip', Buffer.from('PK\x03\x04'), 'not-gzip', undefined],
    ['half of the magic bytes', Buffer.from([0x1f, 0x8c]), 'not-gzip', undefined],
    ['another compression method', withByte(2, 7), 'corrupt-gzip', undefined],
    ['reserved flags', withByte(3, 0x20), 'corrupt-gzip', undefined],
    ['a block type that does not exist', withByte(10, 0x07), 'corrupt-gzip', undefined],
    ['another checksum', withByte(-8, (FILE.at(-8) ?? 0) ^ 1), 'corrupt-gzip', 65],
    ['another size', withByte(-4, 64), 'corrupt-gzip', 65],
  ])('rejects %s', async (_title, file, code, byteOffset) => {
    const error = await errorOf(gunzip(file));
    expect([error.code, error.byteOffset]).toEqual([code, byteOffset]);
  });

  it('rejects a header that does not fit its own checksum', async () => {
    const member = buildMember(TEXT, FHCRC | FTEXT);
    member[4] = 9;
    expect(await codeOf(gunzip(member))).toBe('corrupt-gzip');
    expect(await codeOf(gunzip(member, 1))).toBe('corrupt-gzip');
  });

  it('rejects a name that does not end without keeping it', async () => {
    const begin = buildMember(TEXT, FNAME).subarray(0, 10);
    const source = sourceOf([begin, ...inPieces(Buffer.alloc(1_000_000, 'n'), 1000)]);
    expect(await codeOf(join(gunzipSingleMember(source, LIMITED)))).toBe('corrupt-gzip');
    expect(source.chunksTaken()).toBe(133);
  });

  it('keeps what zlib said as the cause', async () => {
    const error = await errorOf(gunzip(withByte(10, 0x07)));
    expect(error.cause).toMatchObject({ code: 'Z_DATA_ERROR' });
    expect(error.message).toContain('invalid block type');
  });
});

describe('gunzipSingleMember: the limit', () => {
  const options = { maxInflatedBytes: 65 };

  it('accepts as many bytes as allowed, and not one more', async () => {
    expect((await join(gunzipSingleMember(sourceOf([FILE]), options))).toString()).toBe(TEXT);
    const error = await errorOf(join(gunzipSingleMember(sourceOf([gzipSync(`${TEXT} `)]), options)));
    expect([error.code, error.byteOffset]).toEqual(['too-large', 65]);
  });

  it('stops a bomb early', async () => {
    const bomb = gzipSync(Buffer.alloc(64_000_000));
    const source = sourceOf(inPieces(bomb, 1024));
    let inflatedBytes = 0;
    const reading = (async () => {
      for await (const chunk of gunzipSingleMember(source, { maxInflatedBytes: 1_000_000 }))
        inflatedBytes += chunk.length;
    })();
    expect(await codeOf(reading)).toBe('too-large');
    expect(inflatedBytes).toBeLessThanOrEqual(1_000_000);
    expect(source.chunksTaken()).toBeLessThanOrEqual(2);
    expect(source.isReleased()).toBe(true);
  });
});

describe('gunzipSingleMember: its source and its consumer', () => {
  const member = gzipSync(Buffer.alloc(5_000_000, TEXT));

  it.each([
    ['before the first byte', 0],
    ['in the header', 5],
    ['in the compressed bytes', 30],
    ['in the trailer', FILE.length - 3],
    ['after the member', FILE.length],
  ])('passes a failure of the source %s through unchanged', async (_title, length) => {
    const failure = Object.assign(new Error('socket hang up'), { code: 'Z_DATA_ERROR' });
    for (const open of [gunzipSingleMember, inflateLogFile]) {
      const source = sourceOf(length === 0 ? [] : [FILE.subarray(0, length)], failure);
      await expect(join(open(source, LIMITED))).rejects.toBe(failure);
    }
  });

  it('takes no input ahead of what is read', async () => {
    const source = sourceOf(inPieces(member, 512));
    for await (const _block of gunzipSingleMember(source, LIMITED)) break;
    expect(source.chunksTaken()).toBeLessThan(3);
  });

  it('takes none before it is read', async () => {
    const source = sourceOf(inPieces(member, 512));
    const reading = gunzipSingleMember(source, LIMITED);
    expect(source.chunksTaken()).toBe(0);
    await reading.next();
    expect(source.chunksTaken()).toBe(1);
    await reading.return();
  });

  it('hands out blocks that stay as they are', async () => {
    const blocks = await take(gunzipSingleMember(sourceOf(inPieces(member, 512)), LIMITED));
    expect(blocks.length).toBeGreaterThan(50);
    expect(Buffer.concat(blocks).equals(Buffer.alloc(5_000_000, TEXT))).toBe(true);
  });

  it.each([
    ['gunzipSingleMember', gunzipSingleMember],
    ['inflateLogFile', inflateLogFile],
  ])('%s frees zlib and lets go of the source when the reader leaves early', async (_title, open) => {
    const destroy = vi.spyOn(InflateRaw.prototype, 'destroy');
    onTestFinished(() => destroy.mockRestore());
    const source = sourceOf(inPieces(member, 512));
    for await (const _block of open(source, LIMITED)) break;
    expect(source.isReleased()).toBe(true);
    expect(destroy).toHaveBeenCalledTimes(1);
  });

  it('frees zlib when the file is rejected', async () => {
    const destroy = vi.spyOn(InflateRaw.prototype, 'destroy');
    onTestFinished(() => destroy.mockRestore());
    expect(await codeOf(gunzip(FILE.subarray(0, 40)))).toBe('truncated-gzip');
    expect(destroy).toHaveBeenCalledTimes(1);
  });
});

describe('inflateLogFile', () => {
  async function inflate(bytes: Uint8Array, pieceSize: number, maxInflatedBytes = 65): Promise<string> {
    const source = sourceOf(inPieces(bytes, pieceSize));
    const text = (await join(inflateLogFile(source, { maxInflatedBytes }))).toString();
    expect(source.isReleased()).toBe(true);
    return text;
  }

  it('inflates gzip, however it is cut', async () => {
    for (const pieceSize of [1, 2, 3, FILE.length]) expect(await inflate(FILE, pieceSize)).toBe(TEXT);
  });

  it('passes through what an HTTP client inflated already, however it is cut', async () => {
    for (const pieceSize of [1, 2, 3, TEXT.length])
      expect(await inflate(Buffer.from(TEXT), pieceSize)).toBe(TEXT);
    expect(await inflate(Buffer.from('{'), 1)).toBe('{');
  });

  it('holds what it passes through to the limit too', async () => {
    for (const pieceSize of [1, TEXT.length]) {
      expect(await codeOf(inflate(Buffer.from(TEXT), pieceSize, 64))).toBe('too-large');
    }
  });

  it.each([
    ['an empty object', [], 'truncated-gzip'],
    ['half of the magic bytes', [0x1f], 'truncated-gzip'],
    ['the magic bytes alone', [0x1f, 0x8b], 'truncated-gzip'],
  ])('rejects %s', async (_title, bytes, code) => {
    expect(await codeOf(inflate(Uint8Array.from(bytes), 1))).toBe(code);
  });

  it('rejects what follows a member', async () => {
    expect(await codeOf(inflate(Buffer.concat([FILE, FILE]), 10))).toBe('data-after-gzip');
  });

  it('holds no more of a large file than it would inflate at once', async () => {
    const noise = randomBytes(2 * 1024 ** 2);
    const source = sourceOf(inPieces(gzipSync(noise), 64 * 1024));
    const reading = inflateLogFile(source, { maxInflatedBytes: noise.length });
    await reading.next();
    // 512 KiB, and the chunk that told that there is more.
    expect(source.chunksTaken()).toBe(9);
    await reading.return();
    expect(source.isReleased()).toBe(true);
  });

  it('rejects what follows a member that ends with a chunk beyond what is inflated at once', async () => {
    const large = gzipSync(randomBytes(MOST_AT_ONCE.compressedBytes + 1));
    const reading = join(
      inflateLogFile(sourceOf([large, Buffer.from('more')]), { maxInflatedBytes: 10_000_000 }),
    );
    expect(await codeOf(reading)).toBe('data-after-gzip');
  });

  it('lets go of a source that was inflated already when the reader leaves early', async () => {
    const source = sourceOf(inPieces(Buffer.from(TEXT), 5));
    for await (const _chunk of inflateLogFile(source, LIMITED)) break;
    expect([source.chunksTaken(), source.isReleased()]).toEqual([1, true]);
  });
});
