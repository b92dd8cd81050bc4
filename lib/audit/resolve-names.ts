/**
 * Completes the short names people type (`s3`, `role/Admin`, `*Bucket*`) to the full values that the index holds.
 *
 * A value that stands in the index as typed is meant as typed. Otherwise the catalogue is read for the question's window
 * and everything that matches is meant, in all accounts. Full sources and ARNs are taken at their word, so that the
 * common question reads nothing but its answer; the case of an event name is easily mistaken, so names are looked up.
 * A user stands for the principals that acted under the name, so that an index can answer.
 */
import { splitUser, type ValueDimension } from '../event-index/catalogue.ts';
import { type EventFilters, NAME_FILTERS, type NameFilter } from '../event-index/filters.ts';
import { toKeyValue } from '../event-index/key-value.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { shortKeyTest } from '../event-index/short-names.ts';
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

type CatalogueName = Exclude<NameFilter, 'user'>;

const DIMENSION: Readonly<Record<CatalogueName, ValueDimension>> = {
  principal: 'principal',
  eventName: 'name',
  eventSource: 'source',
  errorCode: 'error',
  recipientAccountId: 'account',
  awsRegion: 'region',
};

/** Names of these forms are full: no look-up. */
const FULL: Readonly<Partial<Record<NameFilter, RegExp>>> = {
  eventSource: /^[a-z0-9-]+\.amazonaws\.com$/,
  principal: /^arn:[a-z-]+:(?:iam|sts)::\d{12}:[^*]+$/,
};

export async function resolveNames(
  filters: EventFilters,
  window: TimeWindow,
  reader: LogFilesReader,
): Promise<Resolution> {
  let full = filters;
  const resolved: ResolvedName[] = [];
  let incomplete = false;
  for (const filter of NAME_FILTERS) {
    const asked = filters[filter];
    if (asked === undefined) continue;
    const names =
      filter === 'user'
        ? await resolveUsers(asked, full, window, reader)
        : await resolveValues(filter, asked, window, reader);
    full = { ...full, ...names.filters };
    resolved.push(...names.resolved);
    incomplete ||= names.incomplete;
  }
  return { filters: full, resolved, incomplete };
}

async function resolveValues(
  filter: CatalogueName,
  asked: readonly string[],
  window: TimeWindow,
  reader: LogFilesReader,
): Promise<Resolution> {
  const isFull = (name: string) => FULL[filter]?.test(name) ?? false;
  const short = asked.filter((name) => !isFull(name));
  const reading = short.length === 0 ? NOTHING_READ : await valuesIn(reader, DIMENSION[filter], window);
  const names = short.map((name) => resolveName(filter, name, reading));
  return {
    filters: { [filter]: [...asked.filter(isFull), ...names.flatMap(({ values }) => values)] },
    resolved: names.filter(({ asked: typed, values }) => values.length !== 1 || values[0] !== typed),
    incomplete: reading.incomplete,
  };
}

/** The catalogue keeps accounts and regions as it keeps names. */
function toCatalogueKey(filter: CatalogueName, value: string): string {
  const attribute = filter === 'recipientAccountId' || filter === 'awsRegion' ? 'eventName' : filter;
  return toKeyValue(attribute, value);
}

const NOTHING_READ: CatalogueReading = { values: [], incomplete: false };

function resolveName(
  filter: CatalogueName,
  asked: string,
  { values: known, incomplete }: CatalogueReading,
): ResolvedName {
  const exact = toCatalogueKey(filter, asked);
  if (known.includes(exact)) return { filter, asked, values: [exact], nearest: [] };
  const values = known.filter(shortKeyTest(filter, asked));
  if (values.length > 0) return { filter, asked, values, nearest: [] };
  // A catalogue with gaps cannot say that there is no such name.
  return {
    filter,
    asked,
    values: incomplete ? [exact] : [],
    // Slow over a large catalogue, and a named question asks for many names that nobody has used.
    get nearest() {
      return nearestNames(asked, known);
    },
  };
}

/**
 * Users are names of IAM users and of sessions, and source identities. The principals that acted under them narrow the
 * question; where no source identity is meant, the names are keys of an index that the table may have.
 */
async function resolveUsers(
  asked: readonly string[],
  filters: EventFilters,
  window: TimeWindow,
  reader: LogFilesReader,
): Promise<Resolution> {
  const [named, identities] = await Promise.all([
    valuesIn(reader, 'user', window),
    valuesIn(reader, 'source-identity', window),
  ]);
  const incomplete = named.incomplete || identities.incomplete;
  if (incomplete) return { filters: {}, resolved: [], incomplete };
  const userNames = named.values.map(splitUser);
  const sourceIdentities = identities.values.map(splitUser);
  const tests = asked.map((name) => ({ name, isMeant: shortKeyTest('user', name) }));
  const isMeant = ({ user }: { user: string }) => tests.some((test) => test.isMeant(user));
  const meant = [...userNames, ...sourceIdentities].filter(isMeant);
  const principals = new Set(meant.map(({ principal }) => principal));
  const known = [...new Set([...userNames, ...sourceIdentities].map(({ user }) => user))].sort();
  const resolved = tests.map(({ name, isMeant }): ResolvedName => {
    const values = known.filter(isMeant);
    return {
      filter: 'user',
      asked: name,
      values,
      nearest: values.length > 0 ? [] : nearestNames(name, known),
    };
  });
  const users = [...new Set(meant.map(({ user }) => user))].sort();
  return {
    // What was typed keeps the last word: full names would stand as short names of others.
    filters: {
      principal:
        filters.principal?.filter((principal) => principals.has(toKeyValue('principal', principal))) ??
        [...principals].sort(),
      ...(filters.userName !== undefined || sourceIdentities.some(isMeant) ? {} : { userName: users }),
    },
    resolved: resolved.filter(({ asked: typed, values }) => values.length !== 1 || values[0] !== typed),
    incomplete,
  };
}
