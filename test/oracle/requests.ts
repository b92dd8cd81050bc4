/**
 * Random requests about a trail: mostly about values that it holds, whole, shortened, in other letters or with stars, so
 * that answers are neither empty nor everything.
 *
 * A request is drawn as numbers and only then made of the trail at hand, so that fast-check can shrink both.
 */
import fc from 'fast-check';
import {
  type EventFilters,
  type FieldFilter,
  type RecordFilter,
  SUMMARY_FIELDS,
} from '../../lib/event-index/filters.ts';
import { OPTIONAL_EVENT_INDEXES } from '../../lib/event-index/tables.ts';
import type { IndexSetup } from './oracle-index.ts';
import { keyForm, pathsOf, type ReferenceRequest, type Truth } from './reference.ts';
import { TIMES } from './trails.ts';

/** One asked value: of which event, and how it is typed. */
interface Pick {
  readonly event: number;
  readonly part: number;
  readonly spelling: number;
}

export interface DrawnRequest {
  /** Most of what is asked is about one event, so that several filters have an answer together. */
  readonly focus: number;
  readonly clauses: readonly {
    readonly filter: number;
    readonly values: readonly Pick[];
    readonly padding: number;
  }[];
  readonly not: readonly (Pick & { readonly field: number })[];
  readonly where: readonly Pick[];
  readonly outcome: 'errors' | 'succeeded' | 'writes' | 'reads' | undefined;
  readonly since: Edge | undefined;
  readonly until: Edge | undefined;
  readonly order: ReferenceRequest['order'];
}

interface Edge {
  readonly event: number;
  readonly shift: number;
}

const pick: fc.Arbitrary<Pick> = fc.record({ event: fc.nat(59), part: fc.nat(30), spelling: fc.nat(14) });
const edge: fc.Arbitrary<Edge> = fc.record({ event: fc.nat(70), shift: fc.integer({ min: -1, max: 2 }) });
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const WHOLE = [
  'eventSource',
  'eventName',
  'principal',
  'errorCode',
  'userName',
  'recipientAccountId',
  'awsRegion',
  'eventCategory',
  'credentialKind',
] as const;
const PATTERNS = ['user', 'accessKeyId', 'sourceIPAddress', 'resource', 'userAgent'] as const;
/** Addresses twice: there are more ways to ask for them. */
const FILTERS = [...WHOLE, ...PATTERNS, 'sourceIPAddress'] as const;

export const drawnRequests: fc.Arbitrary<DrawnRequest> = fc.record({
  focus: fc.nat(59),
  clauses: fc.array(
    fc.record({
      filter: fc.nat(FILTERS.length - 1),
      values: fc.array(pick, { minLength: 1, maxLength: 3 }),
      // More alternatives than a filter expression takes, and than keys are asked for singly.
      padding: fc.oneof(
        { weight: 8, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.constantFrom(8, 70) },
      ),
    }),
    { maxLength: 3 },
  ),
  not: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.tuple(pick, fc.nat(SUMMARY_FIELDS.length - 1)).map(([one, field]) => ({ ...one, field })),
        { maxLength: 2 },
      ),
    },
  ),
  where: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(pick, { maxLength: 2 }) },
  ),
  outcome: rarely(fc.constantFrom('errors', 'succeeded', 'writes', 'reads')),
  since: rarely(edge),
  until: rarely(edge),
  order: fc.constantFrom('newest-first', 'oldest-first'),
});

/** Those of the optional indexes that a table has. */
export const optionalIndexes = fc.subarray(OPTIONAL_EVENT_INDEXES.map(({ name }) => name));

export const setups: fc.Arbitrary<IndexSetup> = fc
  .record({
    shards: fc.constantFrom(1, 4),
    laterShards: fc.constant(4),
    optionalIndexes,
    pageItems: fc.constantFrom(1, 2, 3, 7, 100),
  })
  .map((setup) => (setup.shards === 1 && setup.pageItems % 2 === 1 ? { ...setup, laterShards: 1 } : setup));

export function requestOf(drawn: DrawnRequest, truths: readonly Truth[]): ReferenceRequest {
  const clauses = drawn.clauses.map(({ filter, values, padding }) => {
    const name = FILTERS[filter] ?? 'eventName';
    const asked = values.map((one, index) =>
      askedValue(name, index === 0 && one.event % 4 > 0 ? { ...one, event: drawn.focus } : one, truths),
    );
    const padded = Array.from({ length: padding }, (_, index) => `absent-${index}`);
    return [name, [...asked, ...padded]] as const;
  });
  const not = drawn.not.map((one): FieldFilter => {
    const field = SUMMARY_FIELDS[one.field] ?? 'eventName';
    const value = field === 'resources' ? resourceAt(one, truths) : truthAt(one, truths)?.fields[field];
    return { field, value: spelled(value ?? 'absent', one, field) };
  });
  const filters: EventFilters = {
    ...Object.fromEntries(clauses),
    ...(drawn.outcome === 'errors' ? { errors: true } : {}),
    ...(drawn.outcome === 'succeeded' ? { succeeded: true } : {}),
    ...(drawn.outcome === 'writes' || drawn.outcome === 'reads'
      ? { readOnly: drawn.outcome === 'reads' }
      : {}),
    ...(not.length > 0 ? { not } : {}),
    ...(drawn.where.length > 0 ? { where: drawn.where.map((one) => recordFilter(one, truths)) } : {}),
  };
  return {
    filters,
    since: timeOf(drawn.since, truths),
    until: timeOf(drawn.until, truths),
    order: drawn.order,
  };
}

function truthAt({ event }: { event: number }, truths: readonly Truth[]): Truth | undefined {
  return truths[event % Math.max(1, truths.length)];
}

function askedValue(name: (typeof FILTERS)[number], one: Pick, truths: readonly Truth[]): string {
  const truth = truthAt(one, truths);
  if (name === 'resource') return spelled(resourceAt(one, truths) ?? 'absent', one, 'resource');
  if (name === 'user') {
    const field = one.part % 2 === 0 ? 'userName' : 'sourceIdentity';
    return spelled(truth?.fields[field] ?? truth?.fields.userName ?? 'absent', one, 'userName');
  }
  if (name === 'sourceIPAddress' && one.spelling % 3 > 0) return RANGES[one.part % RANGES.length] ?? '';
  const value = truth?.fields[name];
  if ((PATTERNS as readonly string[]).includes(name)) return spelled(value ?? 'absent', one, name);
  if (value === undefined) return ['eventSource', 'eventName', 'errorCode'].includes(name) ? '-' : 'absent';
  return one.spelling === 0 ? keyForm(name, value) : value;
}

const RANGES = [
  '203.0.113.0/24',
  '203.0.113.4/30',
  '203.0.112.0/22',
  '203.0.113.7/32',
  '0.0.0.0/0',
  '203.0.113.71/31',
  '2001:db8::/32',
  '2001:db8::40/121',
  '10.0.0.0/8',
];

/** Fields that answers show cut, and people may copy so. */
const NAMES: ReadonlySet<string> = new Set([
  'eventSource',
  'eventName',
  'principal',
  'userName',
  'accessKeyId',
  'sourceIPAddress',
  'issuedAccessKeyId',
  'errorCode',
]);

/** As people type a value: the beginning and the end of it, in other letters, only what stands behind a mark. */
function spelled(value: string, { spelling, part }: Pick, field: string): string {
  const letters = [...value];
  const some = 1 + (part % Math.max(1, letters.length));
  const spellings = [
    () => value,
    () => value,
    () => value,
    () => value.toUpperCase(),
    () => value.toLowerCase(),
    () => `${letters.slice(0, some).join('')}*`,
    () => `*${letters.slice(-some).join('')}`,
    () =>
      `*${letters
        .slice(Math.floor(letters.length / 2))
        .slice(0, some)
        .join('')}*`,
    () => (NAMES.has(field) ? keyForm(field, value) : '*'),
    () => value.split(/[:/]/).at(-1) || value,
    () => value.split(/[:@.]/)[0] || value,
    // Exactly what a summary keeps of it: the limits of user agents, keys and resources.
    () => letters.slice(0, 48).join(''),
    () => letters.slice(0, [47, 64, 95, 144][part % 4]).join(''),
    () => `${letters.slice(0, -1).join('')}*`,
    () => `${value}x`,
  ];
  return spellings[spelling % spellings.length]?.() || 'absent';
}

function resourceAt(one: Pick, truths: readonly Truth[]): string | undefined {
  const resources = truthAt(one, truths)?.resources ?? [];
  return resources[one.part % Math.max(1, resources.length)];
}

function recordFilter(one: Pick, truths: readonly Truth[]): RecordFilter {
  const paths = pathsOf(truthAt(one, truths)?.record);
  const { path, value } = paths[one.part % Math.max(1, paths.length)] ?? {
    path: 'eventName',
    value: 'absent',
  };
  return { path, value: spelled(value, one, 'where') };
}

/** A moment of the trail or a second beside it, the beginning of its day, or one that the trail may lack. */
function timeOf(drawn: Edge | undefined, truths: readonly Truth[]): string | undefined {
  if (drawn === undefined) return undefined;
  const time = drawn.event < 60 ? truthAt(drawn, truths)?.eventTime : TIMES[drawn.event % TIMES.length];
  if (time === undefined) return undefined;
  if (drawn.shift === 2) return `${time.slice(0, 10)}T00:00:00Z`;
  const moment = new Date(Date.parse(time) + drawn.shift * 1_000).toISOString();
  // A second before the year 1 or after 9999 is written in other ways.
  return moment.length === 24 && !moment.startsWith('0000') ? moment.replace('.000Z', 'Z') : time;
}

const SHORT_NAMES = ['eventSource', 'eventName', 'principal', 'errorCode', 'user'] as const;
export type ShortName = (typeof SHORT_NAMES)[number];

interface DrawnName extends Pick {
  readonly filter: number;
}

export const drawnNames: fc.Arbitrary<readonly DrawnName[]> = fc.array(
  fc.tuple(pick, fc.nat(SHORT_NAMES.length - 1)).map(([one, filter]) => ({ ...one, filter })),
  { minLength: 1, maxLength: 3 },
);

/** Names as people type them, by their filters. */
export function namesOf(
  drawn: readonly DrawnName[],
  truths: readonly Truth[],
): Partial<Record<ShortName, readonly string[]>> {
  const names: Partial<Record<ShortName, string[]>> = {};
  for (const one of drawn) {
    const filter = SHORT_NAMES[one.filter] ?? 'eventName';
    const field = filter === 'user' ? (one.part % 2 === 0 ? 'userName' : 'sourceIdentity') : filter;
    const value = truthAt(one, truths)?.fields[field] ?? 'absent';
    names[filter] = [...(names[filter] ?? []), spelled(value, one, filter === 'user' ? 'userName' : filter)];
  }
  return names;
}
