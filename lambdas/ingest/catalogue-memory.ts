/**
 * Puts catalogue entries before the events they tell of, each at most once in the life of a warm function.
 *
 * Forgetting costs a repeated idempotent put, never a gap, so the memory may simply be emptied when it grows too large.
 * A period that collects too many values (a service that writes a new name a second) stops growing here and is marked.
 */
import type { TrailEvent } from '../../lib/cloudtrail/event.ts';
import {
  CATALOGUE_LIMIT,
  type CatalogueEntry,
  catalogueEntriesOf,
  catalogueSection,
  OVERFLOW,
} from '../../lib/event-index/catalogue.ts';
import type { CatalogueStore } from './ports.ts';

const REMEMBERED_LIMIT = 300_000;

export interface CatalogueMemory {
  /** Notes which values the event brings; `putNew` writes those not known yet. */
  note(event: TrailEvent): void;
  /** Resolves when everything noted so far is in the catalogue. */
  putNew(): Promise<void>;
  putAll(entries: readonly CatalogueEntry[]): Promise<void>;
}

export function createCatalogueMemory(store: CatalogueStore): CatalogueMemory {
  const known = new Set<string>();
  const sectionSizes = new Map<string, number>();
  let noted = new Map<string, CatalogueEntry>();
  let putting: Promise<void> = Promise.resolve();

  function noteEntry(entry: CatalogueEntry): void {
    const section = catalogueSection(entry.dimension, entry.period);
    const identity = `${section}\t${entry.value}`;
    if (known.has(identity) || noted.has(identity)) return;
    const size = (sectionSizes.get(section) ?? 0) + 1;
    if (size > CATALOGUE_LIMIT) {
      noted.set(`${section}\t${OVERFLOW}`, { ...entry, value: OVERFLOW });
      return;
    }
    sectionSizes.set(section, size);
    noted.set(identity, entry);
  }

  async function putNoted(): Promise<void> {
    const entries = noted;
    if (entries.size === 0) return;
    noted = new Map();
    try {
      await store.put([...entries.values()]);
    } catch (error) {
      for (const [identity, entry] of entries) noted.set(identity, entry);
      throw error;
    }
    if (known.size + entries.size > REMEMBERED_LIMIT) {
      known.clear();
      sectionSizes.clear();
    }
    for (const identity of entries.keys()) known.add(identity);
  }

  const putNew = () => {
    // One after the other: who asks later must also wait for what an earlier put is still writing.
    putting = putting.then(putNoted, putNoted);
    return putting;
  };

  return {
    note: (event) => {
      for (const entry of catalogueEntriesOf(event)) noteEntry(entry);
    },
    putNew,
    putAll: (entries) => {
      for (const entry of entries) noteEntry(entry);
      return putNew();
    },
  };
}
