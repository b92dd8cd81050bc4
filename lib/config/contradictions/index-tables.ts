/**
 * What of the index goes together, and with what it points to.
 *
 * Warm throughput: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html
 */
import type { AutoScaledCapacity, IndexSettings } from '../sections/event-index.ts';
import { refuse } from '../sentence.ts';
import { rule } from './rule.ts';

/** An event in the index whose record is gone cannot be shown. */
const retentionBeyondLogFiles = rule(['bucket', 'index', 'trail'], ({ bucket, index, trail }) => {
  const [key, expireAfterDays] = trail.existing
    ? ['trail.existing', trail.existing.expireAfterDays]
    : ['bucket.logFiles', bucket.logFiles.expireAfterDays];
  if (expireAfterDays === undefined) return [];
  if ((index.retentionDays ?? Number.POSITIVE_INFINITY) <= expireAfterDays) return [];
  const takes =
    `at most ${expireAfterDays}, the days of traildex.${key}.expireAfterDays, ` +
    'when the log files go that the index points to';
  return [refuse('index.retentionDays', index.retentionDays, takes)];
});

const UNITS = [
  { least: 'minWriteUnits', most: 'maxWriteUnits', warm: 'writeUnits' },
  { least: 'minReadUnits', most: 'maxReadUnits', warm: 'readUnits' },
] as const;

const capacityUpsideDown = rule(['index'], ({ index }) =>
  UNITS.flatMap(({ least, most }) => {
    const capacity = autoScaled(index);
    if (capacity === undefined || capacity[least] <= capacity[most]) return [];
    const takes = `at most ${capacity[most]}, what traildex.index.capacity.${most} is`;
    return [refuse(`index.capacity.${least}`, capacity[least], takes)];
  }),
);

/** A table is always warm for what it has. */
const colderThanCapacity = rule(['index'], ({ index }) =>
  UNITS.flatMap(({ least, warm }) => {
    const capacity = autoScaled(index);
    const warmUnits = index.warmThroughput?.[warm];
    if (capacity === undefined || warmUnits === undefined || warmUnits >= capacity[least]) return [];
    const takes = `at least ${capacity[least]}, what traildex.index.capacity.${least} is`;
    return [refuse(`index.warmThroughput.${warm}`, warmUnits, takes)];
  }),
);

const protectedThrowAway = rule(['index', 'removalPolicy'], ({ index, removalPolicy }) =>
  index.deletionProtection === true && removalPolicy === 'destroy'
    ? [refuse('index.deletionProtection', true, 'false where traildex.removalPolicy is "destroy"')]
    : [],
);

function autoScaled({ capacity }: IndexSettings): AutoScaledCapacity | undefined {
  return capacity === 'on-demand' ? undefined : capacity;
}

export const INDEX_RULES = [
  retentionBeyondLogFiles,
  capacityUpsideDown,
  colderThanCapacity,
  protectedThrowAway,
];
