/** The flags that say which log files of the ledger are meant. Account and region are those of the file's folders. */
import type { Command } from 'commander';
import type { FileFilters } from '../audit/files.ts';
import type { LogFileStatus } from '../event-index/ledger.ts';
import { account, collect, oneOf, region, text } from './flag-values.ts';
import { shellWord } from './shell-word.ts';

export interface FileFilterOptions {
  readonly status?: readonly LogFileStatus[];
  readonly account?: readonly string[];
  readonly eventRegion?: readonly string[];
  readonly reason?: readonly string[];
  readonly notAsDelivered?: boolean;
}

const STATUSES: readonly LogFileStatus[] = ['indexed', 'pending', 'rejected', 'recorded'];

export function addFileFilterOptions(command: Command): Command {
  return command
    .optionsGroup('Which log files (repeat a flag for "or"):')
    .option('--status <status>', STATUSES.join(', '), collect(oneOf(STATUSES)))
    .option('--account <id>', 'account that the file is of', collect(account))
    .option('--event-region <region>', 'AWS region that the file is of', collect(region))
    .option('--reason <text>', 'why it is not in the index: "access denied"', collect(text))
    .option('--not-as-delivered', 'only those that CloudTrail did not write so');
}

export function fileFiltersOf(options: FileFilterOptions): FileFilters {
  const { status, account, eventRegion, reason, notAsDelivered } = options;
  return { status, account, region: eventRegion, reason, notAsDelivered };
}

export function hasFileFilters(options: FileFilterOptions): boolean {
  return Object.values(fileFiltersOf(options)).some((filter) => filter !== undefined);
}

/** The flags as they were typed, ready for a shell. */
export function fileFlagsFor(options: FileFilterOptions): readonly string[] {
  const lists = [
    ['--status', options.status],
    ['--account', options.account],
    ['--event-region', options.eventRegion],
    ['--reason', options.reason],
  ] as const;
  const flags = lists.flatMap(([flag, values = []]) => values.map((value) => `${flag} ${shellWord(value)}`));
  return options.notAsDelivered ? [...flags, '--not-as-delivered'] : flags;
}
