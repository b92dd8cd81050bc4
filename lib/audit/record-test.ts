/**
 * Tests full records: the paths that somebody asks for, and filters whose summaries were cut.
 */
import { isObject } from '../cloudtrail/json.ts';
import { parseRecord, RecordRejected } from '../cloudtrail/record.ts';
import { toEventTest } from '../event-index/event-test.ts';
import type { EventFilters, RecordFilter } from '../event-index/filters.ts';
import { matchesPattern, parsePattern } from '../event-index/text-pattern.ts';

/** A test of a record's bytes against all filters, with nothing left open. What is no event satisfies none. */
export function toRecordTest(filters: EventFilters): (bytes: Uint8Array) => boolean {
  const isWanted = toEventTest(filters);
  const says = toPathTest(filters.where ?? []);
  return (bytes) => {
    try {
      return isWanted(parseRecord(bytes)) === 'yes' && says(JSON.parse(UTF_8.decode(bytes)));
    } catch (error) {
      if (error instanceof RecordRejected) return false;
      throw error;
    }
  };
}

const UTF_8 = new TextDecoder('utf-8', { fatal: false });

/** Alternatives for one path, all paths together. */
export function toPathTest(filters: readonly RecordFilter[]): (record: unknown) => boolean {
  const byPath = Map.groupBy(filters, ({ path }) => path);
  const tests = [...byPath].map(([path, alternatives]) => {
    const names = path.split('.');
    const patterns = alternatives.map(({ value }) => parsePattern(value));
    return (record: unknown) =>
      someValueAt(record, names, (text) => patterns.some((pattern) => matchesPattern(pattern, text)));
  });
  return (record) => tests.every((test) => test(record));
}

/**
 * Whether `test` holds for a value at a path: texts, numbers, booleans and null as JSON writes them. An array stands for
 * its elements. Members whose own names hold dots are found, too.
 */
function someValueAt(value: unknown, names: readonly string[], test: (text: string) => boolean): boolean {
  if (Array.isArray(value)) return elementsIn(value).some((element) => someValueAt(element, names, test));
  if (names.length === 0) return !isObject(value) && value !== undefined && test(String(value));
  if (!isObject(value)) return false;
  return names.some((_, index) => {
    const name = names.slice(0, index + 1).join('.');
    return Object.hasOwn(value, name) && someValueAt(value[name], names.slice(index + 1), test);
  });
}

/** Also those of arrays in it, however deep: whoever wrote a record must not exhaust the stack. */
function elementsIn(array: readonly unknown[]): readonly unknown[] {
  const elements: unknown[] = [];
  const arrays = [array];
  for (let next = arrays.pop(); next !== undefined; next = arrays.pop()) {
    for (const element of next) {
      if (Array.isArray(element)) arrays.push(element);
      else elements.push(element);
    }
  }
  return elements;
}
