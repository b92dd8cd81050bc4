/**
 * The catalogue: which values were seen in which period, one small item each.
 *
 * It completes short names, lists the sources that a sweep must ask, and knows which days hold anything. Items are
 * plain idempotent puts, written before the events they tell of, so that no event is ever out of the catalogue's sight.
 * Each value is put under its day and under its year: a question about a day reads a day, one about everything reads a
 * handful of years. Days and years are values themselves, so nothing has to guess where time begins.
 */
import type { TrailEvent } from '../cloudtrail/event.ts';
import type { Item } from './attribute-value.ts';
import { textIn } from './item-reading.ts';
import { toKeyValue } from './key-value.ts';

export type ValueDimension =
  | 'source'
  | 'name'
  | 'principal'
  | 'account'
  | 'region'
  | 'error'
  /** User names and session names, each with a principal that acted under it. */
  | 'user'
  /** Source identities, in the same way. */
  | 'source-identity';
type TimeDimension = 'day' | 'year' | 'delivery-day' | 'delivery-year';
export type CatalogueDimension = ValueDimension | TimeDimension;

/** A day `YYYY-MM-DD`, a year `YYYY`, or `all`, under which the years stand. */
export type Period = string;

export interface CatalogueEntry {
  readonly dimension: CatalogueDimension;
  readonly period: Period;
  readonly value: string;
}

export const ALL_TIME: Period = 'all';

/** Separates a user name from the principal it acted as; no key value holds a control character. */
const USER_SEPARATOR = '\t';

/** Values per dimension and period beyond which the catalogue stops growing and says so. */
export const CATALOGUE_LIMIT = 20_000;

/** The value that says that a section is not complete. Sorts before all others and is no key value. */
export const OVERFLOW = '\t';

/** All entries that must exist before an event of these values may be written. */
export function catalogueEntriesOf(event: TrailEvent): CatalogueEntry[] {
  const day = event.eventTime.slice(0, 10);
  const year = day.slice(0, 4);
  const entries: CatalogueEntry[] = [
    { dimension: 'year', period: ALL_TIME, value: year },
    { dimension: 'day', period: year, value: day },
  ];
  for (const [dimension, value] of valuesOf(event)) {
    entries.push({ dimension, period: day, value }, { dimension, period: year, value });
  }
  return entries;
}

/**
 * Equal only for events of equal entries: a text that is cheaper than they are, for whoever has written them before. The
 * lengths keep values apart, whatever they hold.
 */
export function catalogueSignature(event: TrailEvent): string {
  const { eventSource, eventName, principal, recipientAccountId, awsRegion, userName, sourceIdentity } =
    event;
  const error = event.failed ? (event.errorCode ?? '') : undefined;
  const names = [
    eventSource,
    eventName,
    principal,
    recipientAccountId,
    awsRegion,
    userName,
    sourceIdentity,
    error,
  ];
  let signature = event.eventTime.slice(0, 10);
  for (const name of names) signature += name === undefined ? '-' : `${name.length}:${name}`;
  return signature;
}

function valuesOf(event: TrailEvent): [ValueDimension, string][] {
  const principal = toKeyValue('principal', event.principal);
  const values: [ValueDimension, string][] = [
    ['source', toKeyValue('eventSource', event.eventSource)],
    ['name', toKeyValue('eventName', event.eventName)],
    ['principal', principal],
  ];
  if (event.recipientAccountId) values.push(['account', toKeyValue('eventName', event.recipientAccountId)]);
  if (event.awsRegion) values.push(['region', toKeyValue('eventName', event.awsRegion)]);
  if (event.userName) values.push(['user', joinUser(event.userName, principal)]);
  if (event.sourceIdentity) values.push(['source-identity', joinUser(event.sourceIdentity, principal)]);
  if (event.failed) values.push(['error', toKeyValue('errorCode', event.errorCode)]);
  return values;
}

function joinUser(user: string, principal: string): string {
  return `${toKeyValue('userName', user)}${USER_SEPARATOR}${principal}`;
}

/** A value of `user` or `source-identity`: the name and who acted under it, both as keys. */
export function splitUser(value: string): { readonly user: string; readonly principal: string } {
  const separator = value.indexOf(USER_SEPARATOR);
  return { user: value.slice(0, separator), principal: value.slice(separator + 1) };
}

/** The entries by which the ledger's days are found. */
export function deliveryEntriesOf(deliveryDay: string): CatalogueEntry[] {
  const year = deliveryDay.slice(0, 4);
  return [
    { dimension: 'delivery-year', period: ALL_TIME, value: year },
    { dimension: 'delivery-day', period: year, value: deliveryDay },
  ];
}

export function catalogueSection(dimension: CatalogueDimension, period: Period): string {
  return `${dimension}#${period}`;
}

export function toCatalogueItem(entry: CatalogueEntry): Item {
  return { section: { S: catalogueSection(entry.dimension, entry.period) }, entry: { S: entry.value } };
}

export function catalogueValue(item: Item): string {
  return textIn(item, 'entry') ?? '';
}
