/**
 * What the same events and questions cost elsewhere: in Athena over the same bucket, in CloudTrail Lake.
 *
 * Athena reads the log files of the days that a question is about, all of them, compressed as they are; that needs a
 * table with partition projection by account, region and day. Lake is paid by inflated bytes; what it scans is at most
 * what the days hold. Neither has a price for the answer: what is read decides.
 */
import { DAYS_A_MONTH, type Month } from './month.ts';
import { BYTES_A_GB, usdFor } from './prices.ts';

export interface Alternative {
  readonly name: 'Athena' | 'CloudTrail Lake';
  /** Whatever is asked; what the trail bucket costs is left out, because it is paid with every one of them. */
  readonly usdPerMonth: number;
  readonly usdPerDayQuestion: number;
  readonly usdPerMonthQuestion: number;
}

const BYTES_A_TB = 1e12;
const LEAST_SCANNED_BYTES = 10e6;
/** Kept without a further charge (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-lake-manage-costs.html). */
const LAKE_FREE_DAYS = 366;

export function priceAlternatives(month: Month, retentionDays: number): readonly Alternative[] {
  return [athena(month), lake(month, retentionDays)];
}

function athena({ compressedBytes, logFiles }: Month): Alternative {
  const question = (months: number) =>
    usdFor('Athena TB', Math.max(LEAST_SCANNED_BYTES, compressedBytes * months) / BYTES_A_TB) +
    usdFor('get', logFiles * months);
  return {
    name: 'Athena',
    usdPerMonth: 0,
    usdPerDayQuestion: question(1 / DAYS_A_MONTH),
    usdPerMonthQuestion: question(1),
  };
}

function lake({ inflatedBytes }: Month, retentionDays: number): Alternative {
  const ingestedGB = inflatedBytes / BYTES_A_GB;
  const paidMonths = Math.max(0, retentionDays - LAKE_FREE_DAYS) / DAYS_A_MONTH;
  return {
    name: 'CloudTrail Lake',
    usdPerMonth: usdFor('Lake GB', ingestedGB) + usdFor('Lake kept GB', ingestedGB * paidMonths),
    usdPerDayQuestion: usdFor('Lake scanned GB', ingestedGB / DAYS_A_MONTH),
    usdPerMonthQuestion: usdFor('Lake scanned GB', ingestedGB),
  };
}
