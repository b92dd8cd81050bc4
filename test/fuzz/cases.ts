/**
 * The corpus: seed and number give the same file on every machine with the same zlib, so that a failure can be replayed.
 *
 * Families take turns by chance. Damage comes in small doses, because what is broken in many places stops at the first.
 */
import { gzipSync } from 'node:zlib';
import type { LogFileFolder } from '../../lib/cloudtrail/object-key.ts';
import { createRandom, type Random } from '../../lib/sample/random.ts';
import { bulkyDocument } from './bulky-documents.ts';
import { damageBytes } from './byte-damage.ts';
import { crowdedRecord } from './crowded-record.ts';
import { shapedDocument } from './document-shapes.ts';
import type { FuzzCase } from './fuzz-case.ts';
import { anyForm, unusualMember } from './gzip-forms.ts';
import { type Node, textOf, treeOf } from './json-tree.ts';
import { damageRecord } from './record-damage.ts';
import { type PoolFile, readPool } from './sample-pool.ts';

type Body = Pick<FuzzCase, 'body'> & { readonly folder?: LogFileFolder };
type Family = (file: PoolFile, random: Random) => Body;

/** Per mille of all cases; the rest is damaged records. */
const FAMILIES: readonly (readonly [name: string, perMille: number, make: Family])[] = [
  [
    'damaged gzip',
    200,
    (file, random) => ({ body: damageBytes(gzipSync(file.inflated), doses(random), random) }),
  ],
  [
    'damaged JSON',
    200,
    (file, random) => ({ body: gzipSync(damageBytes(file.inflated, doses(random), random)) }),
  ],
  ['unusual gzip', 100, (file, random) => ({ body: anyForm(file.inflated, random) })],
  ['unusual document', 146, (file, random) => ({ body: gzipSync(shapedDocument(textsOf(file), random)) })],
  ['bulky document', 4, (_, random) => ({ body: gzipSync(bulkyDocument(random)), folder: 'CloudTrail' })],
  ['crowded records', 50, (_, random) => ({ body: gzipSync(crowdedRecords(random)) })],
  ['untouched', 20, (file, random) => ({ body: unusualMember(file.inflated, random) })],
];
const DAMAGED_RECORDS = 'damaged records';

const FOLDERS: readonly [LogFileFolder, ...LogFileFolder[]] = [
  'CloudTrail',
  'CloudTrail-Insight',
  'CloudTrail-NetworkActivity',
  'CloudTrail-Aggregated',
];

const NOW = new Date('2026-03-17T12:00:00.000Z');
const GENEROUS = { maxInflatedBytes: 50_000_000, maxRecordBytes: 16_000_000 };
const TIGHT = { maxInflatedBytes: 5_000, maxRecordBytes: 1_000 };

/** S3's answers come in pieces of about this size: most log files are one. */
const WHOLE = 65_536;

let pool: ReturnType<typeof readPool> | undefined;

export function caseOf(seed: number, number: number): FuzzCase {
  pool ??= readPool();
  const random = createRandom(seed, `case ${number}`);
  const file = random.pick(pool);
  const [family, make] = pickFamily(random);
  const { body, folder } = make(file, random);
  return {
    family,
    body,
    prefix: random.chance(100) ? `${random.text('aé/;=#', random.between(1, 190))}/` : '',
    folder: folder ?? (random.chance(900) ? file.folder : random.pick(FOLDERS)),
    now: NOW,
    ...(random.chance(30) ? TIGHT : GENEROUS),
    retentionDays: random.chance(100) ? 90 : undefined,
    shardCount: random.chance(100) ? 4 : 1,
    chunkBytes: chunkBytes(body, random),
  };
}

function pickFamily(random: Random): readonly [name: string, make: Family] {
  let drawn = random.below(1000);
  for (const [name, perMille, make] of FAMILIES) {
    if (drawn < perMille) return [name, make];
    drawn -= perMille;
  }
  return [DAMAGED_RECORDS, damagedRecords];
}

/** Mostly one or two, now and then a handful. */
function doses(random: Random): number {
  return random.chance(800) ? random.between(1, 2) : random.between(3, 8);
}

function damagedRecords(file: PoolFile, random: Random): Body {
  const records: Node = { kind: 'array', elements: file.records.slice(0, random.between(1, 4)).map(treeOf) };
  for (const record of [...records.elements]) damageRecord(record, doses(random), random);
  return { body: gzipSync(Buffer.from(`{"Records":${textOf(records)}}`, 'latin1')) };
}

function crowdedRecords(random: Random): Buffer {
  const records = Array.from({ length: random.between(1, 4) }, () => textOf(crowdedRecord(random)));
  return Buffer.from(`{"Records":[${records.join()}]}`, 'latin1');
}

function textsOf(file: PoolFile): string[] {
  return file.records.map((record) => textOf(treeOf(record)));
}

/** Now and then a byte at a time, where every boundary is a cut; it takes a hundred times as long as all at once. */
function chunkBytes(body: Buffer, random: Random): number {
  if (body.byteLength < 2_000 && random.chance(15)) return 1;
  return random.chance(300) ? random.between(50, 2_000) : WHOLE;
}
