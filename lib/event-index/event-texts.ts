/**
 * The texts of an event's item that are no keys: how long they may be, what follows from other values and is not
 * stored, and what gives way when an item would exceed a write unit.
 *
 * The limits are chosen so that an average event stays within its budget: docs/adr/0002-event-item-layout.md.
 */
import type { TrailEvent } from '../cloudtrail/event.ts';
import { type AttributeValue, type Item, itemSizeBytes, WRITE_UNIT_BYTES } from './attribute-value.ts';
import { DERIVED, type DerivationBase } from './derived.ts';
import { textIn } from './item-reading.ts';
import { clipUtf8, MISSING } from './key-value.ts';

const TEXT_LIMIT_BYTES = {
  awsRegion: 32,
  recipientAccountId: 16,
  userAgent: 48,
  errorMessage: 120,
  eventType: 40,
  eventCategory: 40,
  sharedEventID: 64,
  roleArn: 200,
  identityType: 40,
  invokedBy: 128,
  sourceIdentity: 64,
  signInResult: 32,
} as const satisfies Partial<Record<keyof TrailEvent, number>>;

type TextAttribute = keyof typeof TEXT_LIMIT_BYTES;
export type EventTexts = Partial<Record<TextAttribute, string>>;

const TEXT_ATTRIBUTES = Object.keys(TEXT_LIMIT_BYTES) as TextAttribute[];

/** Cutting between characters leaves a text up to three bytes below its limit. */
const LONGEST_CUT_BYTES = 3;

/** What gives way, in this order. Neither keys, nor what the pointer to the log file leans on. */
const OVERFLOW_ORDER = [
  'resources',
  'errorMessage',
  'userAgent',
  'roleArn',
  'invokedBy',
  'sourceIdentity',
  'sharedEventID',
  'eventType',
  'eventCategory',
  'identityType',
  'signInResult',
] as const satisfies readonly (TextAttribute | 'resources')[];

/** Marks an item whose attributes of `OVERFLOW_ORDER` had to go, all or some. */
const OVERFLOWED = 'overflowed';

export function putTextAttributes(
  item: Record<string, AttributeValue>,
  event: TrailEvent,
  base: DerivationBase,
): void {
  for (const name of TEXT_ATTRIBUTES) {
    const value = event[name];
    const derived = DERIVED[name]?.(base);
    if (value === derived) continue;
    if (value) item[name] = { S: aroundMissing(clipUtf8(value, TEXT_LIMIT_BYTES[name])) };
    else if (derived !== undefined) item[name] = { S: MISSING };
  }
}

export function textsIn(item: Item, base: DerivationBase): EventTexts {
  const texts: EventTexts = {};
  for (const name of TEXT_ATTRIBUTES) {
    const value = storedText(item, base, name);
    if (value !== undefined) texts[name] = value;
  }
  return texts;
}

/** One of the texts that readers of the item will know. */
export function storedText(item: Item, base: DerivationBase, name: TextAttribute): string | undefined {
  const stored = textIn(item, name);
  if (stored !== undefined) return withoutMissing(stored);
  const gaveWay = item[OVERFLOWED] !== undefined && (OVERFLOW_ORDER as readonly string[]).includes(name);
  return gaveWay ? undefined : DERIVED[name]?.(base);
}

const DASHES = /^-+$/;

/** A text of dashes gets one more, because a single one says that there is no text: S3 has user agents of one dash. */
function aroundMissing(text: string): string {
  return DASHES.test(text) ? MISSING + text : text;
}

function withoutMissing(stored: string): string | undefined {
  if (stored === MISSING) return undefined;
  return DASHES.test(stored) ? stored.slice(MISSING.length) : stored;
}

/** Names of the attributes that may be shorter than in the record, or may have given way. */
export function clippedTexts(item: Item, texts: EventTexts): readonly string[] {
  // A text as long as its limit may go on in the record: no byte is spent on saying so.
  const long = TEXT_ATTRIBUTES.filter(
    (name) => Buffer.byteLength(texts[name] ?? '') >= TEXT_LIMIT_BYTES[name] - LONGEST_CUT_BYTES,
  );
  return item[OVERFLOWED] === undefined ? long : [...new Set([...OVERFLOW_ORDER, ...long])];
}

/** Takes out of `item` what must give way. @returns whether it fits a write unit then */
export function makeRoom(item: Record<string, AttributeValue>): boolean {
  const fits = () => itemSizeBytes(item) <= WRITE_UNIT_BYTES;
  if (fits()) return true;
  item[OVERFLOWED] = { BOOL: true };
  for (const name of OVERFLOW_ORDER) {
    delete item[name];
    if (fits()) return true;
  }
  return false;
}
