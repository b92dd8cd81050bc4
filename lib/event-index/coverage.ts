/**
 * What verifications found, hour by hour, in the LogFiles table: one item of at most 1 KB for each account, region and day.
 *
 * A section is a day, an entry an account and region. Hours are lines that can be read in the AWS console: the state, and
 * the log files by what was found (`10 missing 1, proven 11`). Where the counts of a day have no room, the states stand
 * alone. A verification of a part of a day adds to what stands there, so hours may be older than `verifiedAt` says, but
 * never by more than the schedule takes to come round.
 */
import { type Item, itemSizeBytes, WRITE_UNIT_BYTES } from './attribute-value.ts';
import { booleanIn, listIn, textIn } from './item-reading.ts';

/**
 * What log files are counted by, each once. `notCovered`: in the bucket, and no digest that holds lists them; `expired`: past
 * the retention of the bucket.
 */
export const FILE_CLASSES = [
  'missing',
  'altered',
  'unproven',
  'notIndexed',
  'notCovered',
  'expired',
  'proven',
] as const;

export type FileClass = (typeof FILE_CLASSES)[number];

export interface HourCoverage {
  /** `2026-03-17T09`, UTC */
  readonly hour: string;
  readonly state: string;
  /** Those above zero; undefined where the item had no room for them. */
  readonly files?: Readonly<Partial<Record<FileClass, number>>> | undefined;
}

export interface DayCoverage {
  readonly accountId: string;
  readonly region: string;
  /** `2026-03-17` */
  readonly day: string;
  /** In the order of time. */
  readonly hours: readonly HourCoverage[];
  /** When the last verification looked, ISO 8601. */
  readonly verifiedAt: string;
  /** The end of the time that it was asked about, ISO 8601. */
  readonly verifiedUntil: string;
  /** Every log file was read again, and every event asked for. */
  readonly deep: boolean;
}

/** In place of the counts. */
const NO_ROOM = '…';

/** What one verification found of a region. */
export type RegionCoverage = Omit<DayCoverage, 'day'>;

/** Also begins every section of the coverage: rights to write are given by it. */
export const COVERAGE_SECTION = 'coverage#';

export function coverageSection(day: string): string {
  return `${COVERAGE_SECTION}${day}`;
}

/** Begins the entries of an account. */
export function coverageEntriesOf(accountId: string): string {
  return `${accountId}/`;
}

/** Comes after all entries of an account, and before those of the next. */
export function afterEntriesOf(accountId: string): string {
  return `${accountId}0`;
}

/** The days that the hours are of, in their order. */
export function toDayCoverages({ hours, ...rest }: RegionCoverage): readonly DayCoverage[] {
  const days = Map.groupBy(hours, ({ hour }) => dayOf(hour));
  return [...days].map(([day, hoursOfDay]) => ({ ...rest, day, hours: hoursOfDay.map(withoutZeros) }));
}

/** What is known of a day after it was looked at again: of hours that both speak of, what was found last. */
export function joinCoverage(stored: DayCoverage | undefined, found: DayCoverage): DayCoverage {
  if (stored === undefined) return found;
  const hours = new Map([...stored.hours, ...found.hours].map((hour) => [hour.hour, hour]));
  return {
    ...found,
    hours: [...hours.values()].sort((a, b) => (a.hour < b.hour ? -1 : 1)),
    deep: stored.deep && found.deep,
  };
}

export function toCoverageItem(coverage: DayCoverage): Item {
  const item = buildItem(coverage, formatHour);
  if (itemSizeBytes(item) <= WRITE_UNIT_BYTES) return item;
  return buildItem(coverage, ({ hour, state }) => `${hour.slice(-2)} ${state} ${NO_ROOM}`);
}

export function fromCoverageItem(item: Item): DayCoverage {
  const day = (textIn(item, 'section') ?? '').slice(COVERAGE_SECTION.length);
  const [accountId = '', region = ''] = (textIn(item, 'entry') ?? '').split('/');
  return {
    accountId,
    region,
    day,
    hours: listIn(item, 'hours').map((line) => parseHour(day, line)),
    verifiedAt: textIn(item, 'verifiedAt') ?? '',
    verifiedUntil: textIn(item, 'verifiedUntil') ?? '',
    deep: booleanIn(item, 'deep') ?? false,
  };
}

function buildItem(coverage: DayCoverage, format: (hour: HourCoverage) => string): Item {
  const { accountId, region, day, hours, verifiedAt, verifiedUntil, deep } = coverage;
  return {
    section: { S: coverageSection(day) },
    entry: { S: `${coverageEntriesOf(accountId)}${region}` },
    hours: { L: hours.map((hour) => ({ S: format(hour) })) },
    verifiedAt: { S: verifiedAt },
    verifiedUntil: { S: verifiedUntil },
    deep: { BOOL: deep },
  };
}

function dayOf(hour: string): string {
  return hour.slice(0, 10);
}

function withoutZeros({ hour, state, files = {} }: HourCoverage): HourCoverage {
  const counted = FILE_CLASSES.flatMap((name) => (files[name] ? [[name, files[name]]] : []));
  return { hour, state, files: Object.fromEntries(counted) };
}

/** `10 missing 1, proven 11`, `11 overdue`: the state with its own count, then the others. */
function formatHour({ hour, state, files = {} }: HourCoverage): string {
  const counts = FILE_CLASSES.map((name) => ({ word: wordOf(name), files: files[name] ?? 0 }));
  const own = counts.find(({ word }) => word === state)?.files;
  const others = counts.filter(({ word, files }) => word !== state && files > 0);
  const parts = [own ? `${state} ${own}` : state, ...others.map(({ word, files }) => `${word} ${files}`)];
  return `${hour.slice(-2)} ${parts.join(', ')}`;
}

function parseHour(day: string, line: string): HourCoverage {
  const [first = '', ...others] = line.slice(3).split(', ');
  const [state = '', own] = first.split(' ');
  const hour = `${day}T${line.slice(0, 2)}`;
  if (own === NO_ROOM) return { hour, state };
  const counted = [...(own === undefined ? [] : [first]), ...others].map((part) => part.split(' '));
  const files = FILE_CLASSES.flatMap((name) => {
    const count = counted.find(([word]) => word === wordOf(name))?.[1];
    return count === undefined ? [] : [[name, Number(count)]];
  });
  return { hour, state, files: Object.fromEntries(files) };
}

/** As states are written: `not-indexed`. */
function wordOf(name: FileClass): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
