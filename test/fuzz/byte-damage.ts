/** Damage that knows nothing of what the bytes mean: what storage, networks and other people's tools do to a file. */
import type { Random } from '../../lib/sample/random.ts';

type Damage = (bytes: Buffer, random: Random) => Buffer;

const LONGEST_PIECE_BYTES = 64;

const DAMAGES: readonly [Damage, ...Damage[]] = [
  flipBit,
  flipBit,
  setByte,
  cutEnd,
  cutBeginning,
  removePiece,
  repeatPiece,
  insertPiece,
  swapPieces,
  zeroPiece,
];

/** `bytes` with `count` damages; never the same buffer. */
export function damageBytes(bytes: Buffer, count: number, random: Random): Buffer {
  let damaged: Buffer = Buffer.from(bytes);
  for (let turn = 0; turn < count; turn++) damaged = random.pick(DAMAGES)(damaged, random);
  return damaged;
}

export function randomBytes(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}

function flipBit(bytes: Buffer, random: Random): Buffer {
  if (bytes.length === 0) return bytes;
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  return bytes;
}

function setByte(bytes: Buffer, random: Random): Buffer {
  if (bytes.length === 0) return bytes;
  bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}

function cutEnd(bytes: Buffer, random: Random): Buffer {
  return bytes.subarray(0, random.below(bytes.length + 1));
}

function cutBeginning(bytes: Buffer, random: Random): Buffer {
  return bytes.subarray(random.below(Math.min(bytes.length, LONGEST_PIECE_BYTES) + 1));
}

function pieceOf(bytes: Buffer, random: Random): readonly [from: number, to: number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + random.between(1, LONGEST_PIECE_BYTES))];
}

function removePiece(bytes: Buffer, random: Random): Buffer {
  const [from, to] = pieceOf(bytes, random);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
}

function repeatPiece(bytes: Buffer, random: Random): Buffer {
  const [from, to] = pieceOf(bytes, random);
  return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
}

function insertPiece(bytes: Buffer, random: Random): Buffer {
  const [at] = pieceOf(bytes, random);
  const piece = randomBytes(random.between(1, 8), random);
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}

function swapPieces(bytes: Buffer, random: Random): Buffer {
  const [from, to] = pieceOf(bytes, random);
  const target = random.below(bytes.length - (to - from) + 1);
  const without = Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  return Buffer.concat([without.subarray(0, target), bytes.subarray(from, to), without.subarray(target)]);
}

function zeroPiece(bytes: Buffer, random: Random): Buffer {
  const [from, to] = pieceOf(bytes, random);
  return bytes.fill(0, from, to);
}
