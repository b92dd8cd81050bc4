/**
 * What of the index goes together, and with what it points to.
 *
 * Warm throughput: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html
 */
import { refuse } from '../sentence.ts';
import { ofOwnTrail, type Rule, rule } from './rule.ts';

/** An event in the index whose record is gone cannot be shown. */
const retentionBeyond = (key: 'trail.existing' | 'bucket.logFiles') =>
  rule(['index.retentionDays', `${key}.expireAfterDays`], (retentionDays, expireAfterDays) => {
    if (expireAfterDays === undefined) return [];
    if ((retentionDays ?? Number.POSITIVE_INFINITY) <= expireAfterDays) return [];
    const takes =
      `at most ${expireAfterDays}, the days of traildex.${key}.expireAfterDays, ` +
      'when the log files go that the index points to';
    return [refuse('index.retentionDays', retentionDays, takes)];
  });

const UNITS = [
  { least: 'minWriteUnits', most: 'maxWriteUnits', warm: 'writeUnits' },
  { least: 'minReadUnits', most: 'maxReadUnits', warm: 'readUnits' },
] as const;

const capacityUpsideDown = UNITS.map(({ least, most }) =>
  rule([`index.capacity.${least}`, `index.capacity.${most}`], (leastUnits, mostUnits) => {
    if (leastUnits <= mostUnits) return [];
    const takes = `at most ${mostUnits}, what traildex.index.capacity.${most} is`;
    return [refuse(`index.capacity.${least}`, leastUnits, takes)];
  }),
);

/** A table is always warm for what it has. */
const colderThanCapacity = UNITS.map(({ least, warm }) =>
  rule([`index.capacity.${least}`, `index.warmThroughput.${warm}`], (leastUnits, warmUnits) => {
    if (warmUnits >= leastUnits) return [];
    const takes = `at least ${leastUnits}, what traildex.index.capacity.${least} is`;
    return [refuse(`index.warmThroughput.${warm}`, warmUnits, takes)];
  }),
);

const protectedThrowAway = rule(
  ['index.deletionProtection', 'removalPolicy'],
  (deletionProtection, removalPolicy) =>
    deletionProtection === true && removalPolicy === 'destroy'
      ? [refuse('index.deletionProtection', true, 'false where traildex.removalPolicy is "destroy"')]
      : [],
);

export const INDEX_RULES: readonly Rule[] = [
  retentionBeyond('trail.existing'),
  ofOwnTrail(retentionBeyond('bucket.logFiles')),
  ...capacityUpsideDown,
  ...colderThanCapacity,
  protectedThrowAway,
];
