/**
 * What the index promises about a trail: at every moment, whatever was interrupted, and when everything is done.
 *
 * Each function gives the promises that are broken, in words; none is what a test wants.
 */
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { textIn } from '../../lib/event-index/item-reading.ts';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';
import { type DeliveredFile, expectedRecords } from './crash-trail.ts';
import type { IndexContents } from './index-contents.ts';

/**
 * Nothing is in the index that was not delivered, nothing is `indexed` that is not there, and neither an event
 * nor a file is out of the catalogue's sight.
 */
export function brokenPromises(files: readonly DeliveredFile[], contents: IndexContents): string[] {
  const delivered = new Set(files.flatMap((file) => [...expectedRecords(file).events]));
  const strangers = [...contents.events.keys()].filter((event) => !delivered.has(event));
  return [
    ...strangers.map((event) => `${event} is in the index and was not delivered`),
    ...files.flatMap((file) => brokenBy(file, contents)),
    ...[...contents.ledger.values()].flatMap((entry) => missingDay(entry, contents)),
    ...[...contents.events.values()].flatMap((item) => missingInCatalogue(item, contents)),
  ];
}

/** Beyond that, every file is in the ledger as it must be, and every event in the index. */
export function unfinished(files: readonly DeliveredFile[], contents: IndexContents): string[] {
  const known = new Set(files.map(({ key }) => key));
  const strangers = [...contents.ledger.keys()].filter((key) => !known.has(key));
  const states = files.flatMap(({ key, status }) => {
    const found = contents.ledger.get(key);
    return found?.status === status
      ? []
      : [`${nameOf(key)} is ${found?.status ?? 'not in the ledger'} (${found?.reason}), not ${status}`];
  });
  return [...brokenPromises(files, contents), ...strangers, ...states];
}

function brokenBy(file: DeliveredFile, { ledger, events, refused }: IndexContents): string[] {
  const entry = ledger.get(file.key);
  if (entry?.status !== 'indexed') return [];
  if (file.status !== 'indexed') return [`${nameOf(file.key)} is indexed and must not be`];
  const expected = expectedRecords(file);
  const missing = [...expected.events].filter((event) => !events.has(event));
  const counts = [entry.records, entry.indexed, entry.rejected, entry.expired];
  const wanted = [
    file.records.length,
    file.records.length - expected.refused.length,
    expected.refused.length,
    0,
  ];
  return [
    ...missing.map((event) => `${nameOf(file.key)} is indexed without ${event}`),
    ...(String(counts) === String(wanted)
      ? []
      : [`${nameOf(file.key)} counts ${counts} (records, indexed, rejected, expired), not ${wanted}`]),
    ...(String(refused.get(file.key) ?? []) === String(expected.refused)
      ? []
      : [`${nameOf(file.key)} names ${refused.get(file.key)} as refused, not ${expected.refused}`]),
  ];
}

/** A day that is not listed is never looked at. */
function missingDay({ key, deliveryDay }: LedgerEntry, { catalogue }: IndexContents): string[] {
  const year = deliveryDay.slice(0, 4);
  return [`delivery-year#all ${year}`, `delivery-day#${year} ${deliveryDay}`]
    .filter((entry) => !catalogue.has(entry))
    .map((entry) => `${nameOf(key)} is in the ledger, but the catalogue lacks "${entry}"`);
}

/** The entries without which questions about the event would not find it. */
function missingInCatalogue(item: Item, { catalogue }: IndexContents): string[] {
  const day = (textIn(item, 'timeID') ?? '').slice(0, 10);
  const year = day.slice(0, 4);
  const values = [
    ['source', textIn(item, 'eventSource')],
    ['name', textIn(item, 'eventName')],
    ['principal', textIn(item, 'principal')],
  ];
  const wanted = [
    `year#all ${year}`,
    `day#${year} ${day}`,
    ...values.flatMap(([dimension, value]) => [
      `${dimension}#${day} ${value}`,
      `${dimension}#${year} ${value}`,
    ]),
  ];
  return wanted
    .filter((entry) => !catalogue.has(entry))
    .map((entry) => `${textIn(item, 'eventID')} is in the index, but the catalogue lacks "${entry}"`);
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
