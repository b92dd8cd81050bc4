/**
 * Puts catalogue entries before the events they tell of, each at most once in the life of a warm function.
 *
 * Each event waits for its own entries and for no others, so an entry that cannot be written holds up only what brings it.
 * Forgetting costs a repeated idempotent put, never a gap, so the memory may simply be emptied when it grows too large.
 * A period that collects too many values (a service that writes a new name a second) stops growing here and is marked.
 */
import type { TrailEvent } from '../../lib/cloudtrail/event.ts';
import {
  CATALOGUE_LIMIT,
  type CatalogueEntry,
  catalogueEntriesOf,
  catalogueSection,
  catalogueSignature,
  OVERFLOW,
  toCatalogueItem,
} from '../../lib/event-index/catalogue.ts';
import type { BatchWriter } from './batch-writer.ts';

/** Entries remembered: some tens of megabytes with the longest values. */
const REMEMBERED_LIMIT = 200_000;

/** Usual ones have some 150 characters. Twelve megabytes at most: a longer one is made anew each time. */
const SIGNATURES_LIMIT = 20_000;
const LONGEST_SIGNATURE = 300;

export interface CatalogueMemory {
  /** `list` for the entries of an event, which are not even made where an event like it was listed before. */
  listEvent(event: TrailEvent, writer: BatchWriter): Promise<unknown> | undefined;
  /** Undefined where all entries are in the catalogue already; otherwise resolves when they are. */
  list(entries: readonly CatalogueEntry[], writer: BatchWriter): Promise<unknown> | undefined;
}

export interface CatalogueMemoryOptions {
  /** Values per dimension and period. @default CATALOGUE_LIMIT */
  readonly limit?: number;
  readonly rememberedLimit?: number;
}

interface Put {
  readonly writer: BatchWriter;
  readonly putting: Promise<void>;
}

/** The values of a section: in the catalogue, or on their way. */
type Met = Map<string, 'listed' | Put>;

export function createCatalogueMemory(options: CatalogueMemoryOptions = {}): CatalogueMemory {
  const { limit = CATALOGUE_LIMIT, rememberedLimit = REMEMBERED_LIMIT } = options;
  let sections = new Map<string, Met>();
  let metCount = 0;
  /** Of events whose entries are all listed. */
  const signatures = new Set<string>();

  function metIn(section: string): Met {
    let met = sections.get(section);
    if (met === undefined) {
      met = new Map();
      sections.set(section, met);
    }
    return met;
  }

  function listOne(entry: CatalogueEntry, writer: BatchWriter): Promise<void> | undefined {
    const met = metIn(catalogueSection(entry.dimension, entry.period));
    const value = met.size < limit || met.has(entry.value) ? entry.value : OVERFLOW;
    const known = met.get(value);
    if (known === 'listed') return undefined;
    // An earlier invocation that ran out of time may have left a put behind that never ends.
    if (known?.writer === writer) return known.putting;
    const putting = writer.put(toCatalogueItem({ ...entry, value }));
    if (known === undefined) metCount++;
    const put = { writer, putting };
    met.set(value, put);
    putting.then(
      () => met.set(value, 'listed'),
      // The next event that brings it tries again.
      () => met.get(value) === put && met.delete(value),
    );
    return putting;
  }

  function list(entries: readonly CatalogueEntry[], writer: BatchWriter): Promise<unknown> | undefined {
    const onTheirWay = entries.flatMap((entry) => listOne(entry, writer) ?? []);
    if (metCount > rememberedLimit) {
      sections = new Map();
      metCount = 0;
    }
    return onTheirWay.length === 0 ? undefined : Promise.all(onTheirWay);
  }

  return {
    list,
    listEvent(event, writer) {
      const signature = catalogueSignature(event);
      if (signatures.has(signature)) return undefined;
      const listing = list(catalogueEntriesOf(event), writer);
      if (signatures.size >= SIGNATURES_LIMIT) signatures.clear();
      if (listing === undefined && signature.length <= LONGEST_SIGNATURE) signatures.add(signature);
      return listing;
    },
  };
}
