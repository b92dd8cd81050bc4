/** Settings of the DynamoDB tables. Facts: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
import { z } from 'zod';
import { OPTIONAL_EVENT_INDEXES } from '../../event-index/tables.ts';
import { distinctList } from './patterns.ts';

const OPTIONAL_INDEX_NAMES = OPTIONAL_EVENT_INDEXES.map(({ name }) => name);

const units = (purpose: string) => z.int().min(1).max(1_000_000).describe(purpose);

const AUTO_SCALED = z.strictObject({
  minWriteUnits: units('Write units a second that are always there, of the events table and of each index.'),
  maxWriteUnits: units('Write units a second that auto scaling goes up to.'),
  minReadUnits: units('Read units a second that are always there.'),
  maxReadUnits: units('Read units a second that auto scaling goes up to.'),
  targetUtilizationPercent: z
    .int()
    .min(20)
    .max(90)
    .default(70)
    .describe('Use of the capacity that auto scaling aims at.'),
});

export const INDEX = z.strictObject({
  retentionDays: z
    .int()
    .min(1)
    .max(36_500)
    .optional()
    .describe('Days that an event stays in the index, from its time on. Default: for ever.'),
  writeShards: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('Write shards per index key, each good for 1,000 events a second. Raised, never lowered.'),
  optionalIndexes: distinctList(z.enum(OPTIONAL_INDEX_NAMES))
    .default([])
    .describe('Further indexes, one write unit an event each. Add or remove one a deployment.'),
  capacity: z
    .union([z.literal('on-demand'), AUTO_SCALED])
    .default('on-demand')
    .describe('Pay per request, or provisioned capacity with auto scaling.'),
  tableClass: z
    .enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS'])
    .default('STANDARD')
    .describe('Table class of the events table: cheaper requests, or cheaper storage.'),
  warmThroughput: z
    .strictObject({
      writeUnits: z.int().min(4_000).max(10_000_000).describe('Write units a second to be ready for.'),
      readUnits: z.int().min(12_000).max(10_000_000).describe('Read units a second to be ready for.'),
    })
    .optional()
    .describe(
      'Throughput that the events table and its indexes are ready for at once, for a fee. Raised, never lowered. ' +
        'Default: as DynamoDB gives.',
    ),
  pointInTimeRecoveryDays: z
    .int()
    .min(0)
    .max(35)
    .default(35)
    .describe('Days back to which the tables can be restored; 0 turns it off.'),
  deletionProtection: z
    .boolean()
    .optional()
    .describe('Refuse to delete the tables. Default: true, unless removalPolicy is "destroy".'),
});

export type IndexSettings = z.infer<typeof INDEX>;
export type AutoScaledCapacity = z.infer<typeof AUTO_SCALED>;
