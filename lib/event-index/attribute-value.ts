/**
 * DynamoDB's wire form of an item, as far as traildex uses it, and the size DynamoDB charges for it.
 *
 * Declared here so that the index design stays free of the SDK; the shapes are those of the SDK's `AttributeValue`.
 * Sizes follow "DynamoDB item sizes and formats" of the developer guide: attribute name plus value, UTF-8 bytes for
 * text, raw bytes for binary, about one byte per two digits plus one for numbers, one byte for a boolean, and three
 * bytes plus one per element for a list.
 */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: Uint8Array }
  | { readonly BOOL: boolean }
  | { readonly L: readonly AttributeValue[] };

export type Item = Readonly<Record<string, AttributeValue>>;

/** DynamoDB bills every item and every index entry as this much larger than its attributes. Storage only, not writes. */
export const STORAGE_OVERHEAD_BYTES = 100;

/** A write of at most this many bytes costs one write unit in the table and one in each index. */
export const WRITE_UNIT_BYTES = 1024;

const LIST_OVERHEAD_BYTES = 3;

/** Bytes of an item as DynamoDB counts them towards write units. */
export function itemSizeBytes(item: Item): number {
  let size = 0;
  // Every event that is written is weighed: no list of its attributes is made for that.
  for (const name in item) size += attributeSizeBytes(name, item[name]);
  return size;
}

/** Bytes that one attribute adds to its item: its name and its value. */
export function attributeSizeBytes(name: string, value: AttributeValue | undefined): number {
  return value === undefined ? 0 : Buffer.byteLength(name) + valueSizeBytes(value);
}

function valueSizeBytes(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSizeBytes(value.N);
  if ('B' in value) return value.B.byteLength;
  if ('BOOL' in value) return 1;
  return value.L.reduce((size, element) => size + 1 + valueSizeBytes(element), LIST_OVERHEAD_BYTES);
}

function numberSizeBytes(digits: string): number {
  const significant = digits.replace(/^-|\./g, '').replace(/^0+|0+$/g, '');
  return 1 + Math.ceil(significant.length / 2) + (digits.startsWith('-') ? 1 : 0);
}
