/** Typed reads of an item's attributes; an attribute of another type counts as absent. */
import type { Item } from './attribute-value.ts';

export function textIn(item: Item, name: string): string | undefined {
  const value = item[name];
  return value !== undefined && 'S' in value ? value.S : undefined;
}

export function numberIn(item: Item, name: string): number | undefined {
  const value = item[name];
  return value !== undefined && 'N' in value ? Number(value.N) : undefined;
}

export function booleanIn(item: Item, name: string): boolean | undefined {
  const value = item[name];
  return value !== undefined && 'BOOL' in value ? value.BOOL : undefined;
}

export function binaryIn(item: Item, name: string): Uint8Array {
  const value = item[name];
  return value !== undefined && 'B' in value ? value.B : new Uint8Array();
}

export function listIn(item: Item, name: string): readonly string[] {
  const value = item[name];
  if (value === undefined || !('L' in value)) return [];
  return value.L.flatMap((element) => ('S' in element ? [element.S] : []));
}
