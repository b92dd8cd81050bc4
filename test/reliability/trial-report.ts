/** What a trial did, in words: for the person who reads a test's output, and for the page that keeps a soak's result. */
import type { TrialResult } from './trial.ts';

const MOST_DIFFERENCES = 20;
const MIB = 1024 ** 2;
const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** With what is needed to run it again, and the first differences. */
export function describeTrial(result: TrialResult): string {
  const { differences } = result;
  const more = differences.length - MOST_DIFFERENCES;
  return [
    `FAULT_SEED=${result.seed} FAULT_EVENTS=${result.eventCount}: ${measuresOf(result)
      .map(([name, value]) => `${name} ${value}`)
      .join('; ')}`,
    `faults: ${describeFaults(result)}`,
    ...differences.slice(0, MOST_DIFFERENCES),
    ...(more > 0 ? [`and ${NUMBER.format(more)} more`] : []),
  ].join('\n');
}

export interface Circumstances {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly commit: string;
  readonly machine: string;
}

/** As a table of Markdown. */
export function renderSoak(result: TrialResult, { day, commit, machine }: Circumstances): string {
  const rows: (readonly [string, string])[] = [
    ['run', `${day}, commit ${commit}, seed ${result.seed}`],
    ['machine', `${machine}, DynamoDB by ${result.engine}`],
    ...measuresOf(result),
    ['faults by kind', describeFaults(result)],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function measuresOf(result: TrialResult): (readonly [string, string])[] {
  const { events, files, messages, records, seconds, lagMs, differences } = result;
  const faults = [...result.faults.values()].reduce((sum, count) => sum + count, 0);
  return [
    [
      'delivered',
      `${NUMBER.format(records)} records of ${NUMBER.format(events)} events, in ${NUMBER.format(files)} files, by ${NUMBER.format(messages)} messages`,
    ],
    [
      'index equals what was delivered',
      differences.length === 0 ? 'yes' : `no: ${NUMBER.format(differences.length)} differences`,
    ],
    ['throughput', `${NUMBER.format(records / seconds)} records/s over ${NUMBER.format(seconds)} s`],
    [
      'lag from announcement to ledger',
      `median ${(lagMs.median / 1000).toFixed(1)} s, 99th percentile ${(lagMs.p99 / 1000).toFixed(1)} s`,
    ],
    ['peak memory of a function process', `${NUMBER.format(result.peakMemoryBytes / MIB)} MiB`],
    ['faults', `${NUMBER.format(faults)} of ${NUMBER.format(result.requests)} requests`],
  ];
}

/** `GetObject: refuse 134, truncate 20; PutItem: …` */
function describeFaults({ faults }: TrialResult): string {
  const byOperation = Map.groupBy([...faults].sort(), ([name]) => name.split(' ')[0]);
  return [...byOperation]
    .map(([operation, counts]) => {
      const kinds = counts.map(([name, count]) => `${name.split(' ')[1]} ${NUMBER.format(count)}`);
      return `${operation}: ${kinds.join(', ')}`;
    })
    .join('; ');
}
