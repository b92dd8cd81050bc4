/** Runs the command line in this process: streams that are kept, a fixed clock, an index in memory. */
import { Writable } from 'node:stream';
import type { LogFileReader } from '../../lib/audit/ports.ts';
import type { Host, PlaceRequest } from '../../lib/cli/host.ts';
import { run } from '../../lib/cli/main.ts';
import type { TrailEvent } from '../../lib/cloudtrail/event.ts';
import { catalogueEntriesOf, ledgerCatalogueOf, toCatalogueItem } from './index-items.ts';
import { toEventItem } from '../../lib/event-index/event-item.ts';
import { type LedgerEntry, type RejectedRecord, toLedgerItem, toRejectedRecordsItem } from '../../lib/event-index/ledger.ts';
import { MemoryIndex } from '../helpers/memory-table.ts';

export const NOW = new Date('2026-07-20T12:00:00Z');
export const KEY =
  'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/07/19/111122223333_CloudTrail_eu-west-1_20260719T2135Z_AbCdEfGhIjKlMnOp.json.gz';
