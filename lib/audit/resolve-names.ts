/**
 * Completes the short names people type (`s3`, `role/Admin`, `*Bucket*`) to the full values that the index holds.
 *
 * A value that stands in the index as typed is meant as typed. Otherwise the catalogue is read for the question's window
 * and everything that matches is meant, in all accounts. Full sources and ARNs are taken at their word, so that the
 * common question reads nothing but its answer; the case of an event name is easily mistaken, so names are looked up.
 */
import type { ValueDimension } from '../event-index/catalogue.ts';
import { type EventFilters, NAME_FILTERS, type NameFilter } from '../event-index/filters.ts';
import { toKeyValue } from '../event-index/key-value.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { type CatalogueReading, valuesIn } from './catalogue.ts';
import { nearestNames } from './nearest-names.ts';
import type { LogFilesReader } from './ports.ts';

export interface ResolvedName {
  readonly filter: NameFilter;
  readonly asked: string;
  /** Empty when nothing matches: the answer is empty then, too. */
  readonly values: readonly string[];
  /** When nothing matches: what the index holds that looks like it. */
  readonly nearest: readonly string[];
}

export interface Resolution {
  readonly filters: EventFilters;
  /** Only names that had to be looked up and became something else than what was typed. */
  readonly resolved: readonly ResolvedName[];
  /** True when the catalogue is known to lack values of a dimension that was looked up. */
  readonly incomplete: boolean;
}

interface NameRules {
  readonly dimension: ValueDimension;
  /** Names of this form are full: no look-up. Undefined looks up every name. */
  readonly full?: RegExp;
  /** Whether a value of the index is meant by a short name; both in lower case. */
  readonly completes: (value: string, short: string) => boolean;
}

const RULES: Readonly<Record<NameFilter, NameRules>> = {
  eventSource: {
    dimension: 'source',
    full: /^[a-z0-9-]+\.amazonaws\.com$/,
    completes: (value, short) => value === short || value.startsWith(`${short}.`),
  },
  eventName: {
    dimension: 'name',
    completes: (value, short) => value === short,
  },
  principal: {
    dimension: 'principal',
    full: /^arn:[a-z-]+:(?:iam|sts)::\d{12}:[^*]+$/,
    completes: (value, short) =>
      value === short ||
      value.endsWith(`/${short}`) ||
      value.endsWith(`:${short}`) ||
      value.startsWith(`${short}.`),
  },
};

export async function resolveNames(
  filters: EventFilters,
  window: TimeWindow,
  reader: LogFilesReader,
): Promise<Resolution> {
  const resolved: ResolvedName[] = [];
  let incomplete = false;
  const full: Partial<Record<NameFilter, readonly string[]>> = {};
  for (const filter of NAME_FILTERS) {
    const asked = filters[filter];
    if (asked === undefined) continue;
    const short = asked.filter((name) => !isFull(filter, name));
    const reading = short.length === 0 ? undefined : await valuesIn(reader, RULES[filter].dimension, window);
    const names = short.map((name) => resolveName(filter, name, reading));
    incomplete ||= reading?.incomplete ?? false;
    resolved.push(...names.filter(({ asked: typed, values }) => values.length !== 1 || values[0] !== typed));
    full[filter] = [
      ...asked.filter((name) => isFull(filter, name)),
      ...names.flatMap(({ values }) => values),
    ];
  }
  return { filters: { ...filters, ...full }, resolved, incomplete };
}

function isFull(filter: NameFilter, name: string): boolean {
  return RULES[filter].full?.test(name) ?? false;
}

function resolveName(filter: NameFilter, asked: string, reading: CatalogueReading | undefined): ResolvedName {
  const { values: known, incomplete } = reading ?? { values: [], incomplete: false };
  const exact = toKeyValue(filter, asked);
  if (known.includes(exact)) return { filter, asked, values: [exact], nearest: [] };
  const matches = asked.includes('*') ? wildcardTest(filter, asked) : completionTest(filter, asked);
  const values = known.filter((value) => matches(value.toLowerCase()));
  if (values.length > 0) return { filter, asked, values, nearest: [] };
  // A catalogue with gaps cannot say that there is no such name.
  return { filter, asked, values: incomplete ? [exact] : [], nearest: nearestNames(asked, known) };
}

function completionTest(filter: NameFilter, asked: string): (value: string) => boolean {
  const short = asked.toLowerCase();
  return (value) => RULES[filter].completes(value, short);
}

/** `*` at either end stands for any text; elsewhere it is an ordinary character. */
function wildcardTest(filter: NameFilter, asked: string): (value: string) => boolean {
  const pattern = asked.toLowerCase();
  const open = { start: pattern.startsWith('*'), end: pattern.length > 1 && pattern.endsWith('*') };
  const text = pattern.slice(open.start ? 1 : 0, open.end ? -1 : undefined);
  if (open.start && open.end) return (value) => value.includes(text);
  if (open.start) return (value) => value.endsWith(text);
  // `role/Adm*` begins inside an ARN, as `role/Admin` stands inside one.
  const begins = (value: string) =>
    filter === 'principal' && [':', '/'].some((mark) => value.includes(mark + text));
  if (open.end) return (value) => value.startsWith(text) || begins(value);
  return (value) => value === pattern;
}
