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
  toCatalogueItem,
} from '../../lib/event-index/catalogue.ts';
import type { BatchWriter } from './batch-writer.ts';

const REMEMBERED_LIMIT = 300_000;

export interface CatalogueMemory {
  /** Notes which values the event brings; `putNew` writes those not known yet. */
  note(event: TrailEvent): void;
  noteAll(entries: readonly CatalogueEntry[]): void;
  /** Resolves when everything noted so far is in the catalogue. */
  putNew(writer: BatchWriter): Promise<void>;
}

export function createCatalogueMemory(): CatalogueMemory {
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

  async function putNoted(writer: BatchWriter): Promise<void> {
    const entries = noted;
    if (entries.size === 0) return;
    noted = new Map();
    try {
      await Promise.all([...entries.values()].map((entry) => writer.put(toCatalogueItem(entry))));
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

  return {
    note: (event) => {
      for (const entry of catalogueEntriesOf(event)) noteEntry(entry);
    },
    noteAll: (entries) => entries.forEach(noteEntry),
    putNew: (writer) => {
      // One after the other: who asks later must also wait for what an earlier put is still writing.
      putting = putting.then(
        () => putNoted(writer),
        () => putNoted(writer),
      );
      return putting;
    },
  };
}
