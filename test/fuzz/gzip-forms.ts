/** gzip put together by hand (RFC 1952): every way to write a member that no compressor would think of by itself. */
import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib';
import type { Random } from '../../lib/sample/random.ts';
import { randomBytes } from './byte-damage.ts';

const STRATEGIES: readonly [number, ...number[]] = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FIXED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
];

const HAS_HEADER_CRC = 0x02;
const HAS_EXTRA = 0x04;
const HAS_NAME = 0x08;
const HAS_COMMENT = 0x10;

/** A right member of unusual form: any flags, stored, fixed or dynamic blocks, flushed in the middle. */
export function unusualMember(plain: Buffer, random: Random): Buffer {
  return Buffer.concat([header(random), deflated(plain, random), trailerOf(plain)]);
}

type Form = (plain: Buffer, random: Random) => Buffer;

/** What is no single right member, and what looks as if it were not. */
const FORMS: readonly [Form, ...Form[]] = [
  unusualMember,
  unusualMember,
  (plain, random) => Buffer.concat([unusualMember(plain, random), unusualMember(plain, random)]),
  (plain) => Buffer.concat([gzipSync(''), gzipSync(plain)]),
  (plain) => Buffer.concat([gzipSync(plain), gzipSync('')]),
  membersCutInRecords,
  (plain, random) => Buffer.concat([gzipSync(plain), randomBytes(random.between(1, 20), random)]),
  (plain, random) => Buffer.concat([gzipSync(plain), Buffer.alloc(random.between(1, 1024))]),
  (plain, random) => Buffer.concat([header(random), deflated(plain, random), wrongTrailerOf(plain, random)]),
  (plain, random) => wrongHeaderByte(unusualMember(plain, random), random),
  (plain, random) => cutMember(unusualMember(plain, random), random),
  (plain) => gzipSync(gzipSync(plain)),
  () => gzipSync(''),
  (plain) => deflateRawSync(plain),
  (plain) => plain,
  withLongName,
  (_, random) => randomBytes(random.below(64), random),
  (_, random) => Buffer.concat([header(random), randomBytes(random.below(200), random)]),
];

export function anyForm(plain: Buffer, random: Random): Buffer {
  return random.pick(FORMS)(plain, random);
}

function header(random: Random): Buffer {
  const flags = random.below(0x20);
  const fields: Buffer[] = [Buffer.from([0x1f, 0x8b, 8, flags, ...randomBytes(6, random)])];
  if (flags & HAS_EXTRA) {
    const extra = randomBytes(random.below(300), random);
    fields.push(Buffer.from([extra.length & 0xff, extra.length >> 8]), extra);
  }
  if (flags & HAS_NAME) fields.push(zeroTerminated(random));
  if (flags & HAS_COMMENT) fields.push(zeroTerminated(random));
  const written = Buffer.concat(fields);
  if (!(flags & HAS_HEADER_CRC)) return written;
  const checksum = crc32(written) & 0xffff;
  return Buffer.concat([written, Buffer.from([checksum & 0xff, checksum >> 8])]);
}

function zeroTerminated(random: Random): Buffer {
  const text = randomBytes(random.below(100), random).filter((byte) => byte !== 0);
  return Buffer.from([...text, 0]);
}

function deflated(plain: Buffer, random: Random): Buffer {
  return deflateRawSync(plain, {
    level: random.below(10),
    strategy: random.pick(STRATEGIES),
    memLevel: random.between(1, 9),
  });
}

function trailerOf(plain: Buffer, sizeBytes: number = plain.byteLength): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(plain), 0);
  trailer.writeUInt32LE(sizeBytes >>> 0, 4);
  return trailer;
}

function wrongTrailerOf(plain: Buffer, random: Random): Buffer {
  if (random.chance(300)) return trailerOf(plain, random.pick([0, 1, 0xffff_ffff, plain.byteLength + 1]));
  const trailer = trailerOf(plain);
  trailer[random.below(8)] = random.below(256);
  return trailer.subarray(0, random.chance(500) ? 8 : random.below(8));
}

function wrongHeaderByte(member: Buffer, random: Random): Buffer {
  member[random.below(10)] = random.below(256);
  return member;
}

function cutMember(member: Buffer, random: Random): Buffer {
  return member.subarray(0, member.length - random.between(1, 12));
}

/** What joins into one right document for a reader that joins members. */
function membersCutInRecords(plain: Buffer, random: Random): Buffer {
  const at = random.below(plain.length + 1);
  return Buffer.concat([gzipSync(plain.subarray(0, at)), gzipSync(plain.subarray(at))]);
}

/** Around the longest header that is taken. */
function withLongName(plain: Buffer, random: Random): Buffer {
  const name = Buffer.alloc(128 * 1024 - random.between(0, 30), 'n');
  const begin = Buffer.from([0x1f, 0x8b, 8, HAS_NAME, 0, 0, 0, 0, 0, 3]);
  return Buffer.concat([begin, name, Buffer.from([0]), deflateRawSync(plain), trailerOf(plain)]);
}
