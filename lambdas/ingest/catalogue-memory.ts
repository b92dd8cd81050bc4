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
import { isRefusal } from './errors.ts';

/** Entries remembered: some tens of megabytes with the longest values. */
const REMEMBERED_LIMIT = 200_000;

export interface CatalogueMemory {
  /** Notes which values the event brings; `putNew` writes those not known yet. */
  note(event: TrailEvent): void;
  noteAll(entries: readonly CatalogueEntry[]): void;
  /** Resolves when everything noted so far is in the catalogue. */
  putNew(writer: BatchWriter): Promise<void>;
}

export interface CatalogueMemoryOptions {
  /** Values per dimension and period. @default CATALOGUE_LIMIT */
  readonly limit?: number;
  readonly rememberedLimit?: number;
}

export function createCatalogueMemory(options: CatalogueMemoryOptions = {}): CatalogueMemory {
  const { limit = CATALOGUE_LIMIT, rememberedLimit = REMEMBERED_LIMIT } = options;
  /** Every entry met so far, by section: noted, on its way, or in the catalogue. */
  let met = new Map<string, Set<string>>();
  let metCount = 0;
  let noted: CatalogueEntry[] = [];
  let putting: Promise<void> = Promise.resolve();

  function noteEntry(entry: CatalogueEntry): void {
    const section = catalogueSection(entry.dimension, entry.period);
    let values = met.get(section);
    if (values === undefined) {
      values = new Set();
      met.set(section, values);
    }
    const value = values.size < limit || values.has(entry.value) ? entry.value : OVERFLOW;
    if (values.has(value)) return;
    values.add(value);
    metCount++;
    noted.push({ ...entry, value });
  }

  /** The next event that brings it notes it anew. */
  function forget({ dimension, period, value }: CatalogueEntry): void {
    if (met.get(catalogueSection(dimension, period))?.delete(value)) metCount--;
  }

  async function putNoted(writer: BatchWriter): Promise<void> {
    const entries = noted;
    noted = [];
    const results = await Promise.allSettled(entries.map((entry) => writer.put(toCatalogueItem(entry))));
    const failed = results.flatMap((result, index) =>
      result.status === 'rejected' ? [{ entry: entries[index], reason: result.reason as unknown }] : [],
    );
    for (const { entry, reason } of failed) {
      if (entry === undefined) continue;
      // Whoever asks next must wait for it again; what can never be written must not hold up everybody else for ever.
      if (isRefusal(reason)) forget(entry);
      else noted.push(entry);
    }
    if (failed[0] !== undefined) throw failed[0].reason;
    if (metCount <= rememberedLimit) return;
    met = new Map();
    metCount = 0;
    for (const entry of noted.splice(0)) noteEntry(entry);
  }

  return {
    note: (event) => catalogueEntriesOf(event).forEach(noteEntry),
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
