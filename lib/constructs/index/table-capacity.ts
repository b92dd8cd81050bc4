/**
 * How much the events table and its indexes can take: paid by request, or provisioned and scaled by use.
 *
 * Provisioned, every index has units of its own and a target of its own, as wide as the table's: an index that cannot
 * keep up holds up the writes to the table, the sparse ones on a day of failures too. The queue before the function
 * smooths the load, so auto scaling has the minutes that it needs.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html
 */
import { BillingMode, type Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { AutoScaledCapacity, IndexSettings } from '../../config/sections/event-index.ts';

type Capacity = IndexSettings['capacity'];

export function billingOf(capacity: Capacity): Pick<TableProps, 'billingMode'> {
  return {
    billingMode: capacity === 'on-demand' ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED,
  };
}

/** Units that the table, and each index, begins with; nothing where requests are paid. */
export function unitsOf(capacity: Capacity): Pick<TableProps, 'readCapacity' | 'writeCapacity'> {
  if (capacity === 'on-demand') return {};
  return { readCapacity: capacity.minReadUnits, writeCapacity: capacity.minWriteUnits };
}

/** Scales the table, and each of these indexes by itself. */
export function scaleByUse(table: Table, indexNames: readonly string[], capacity: AutoScaledCapacity): void {
  const target = { targetUtilizationPercent: capacity.targetUtilizationPercent };
  const reads = { minCapacity: capacity.minReadUnits, maxCapacity: capacity.maxReadUnits };
  const writes = { minCapacity: capacity.minWriteUnits, maxCapacity: capacity.maxWriteUnits };
  table.autoScaleReadCapacity(reads).scaleOnUtilization(target);
  table.autoScaleWriteCapacity(writes).scaleOnUtilization(target);
  for (const name of indexNames) {
    table.autoScaleGlobalSecondaryIndexReadCapacity(name, reads).scaleOnUtilization(target);
    table.autoScaleGlobalSecondaryIndexWriteCapacity(name, writes).scaleOnUtilization(target);
  }
}
