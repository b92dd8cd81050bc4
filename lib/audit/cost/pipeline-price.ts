/**
 * What a deployment costs a month beside its tables: delivery, the function, and what watches over it.
 *
 * No index tells how often its function ran or how long; these are the estimates of docs/costs.md, for a quiet account.
 * Alarms and metrics are counted for the settings as they come; for a small trail they are most of the price, and
 * a sum without them would be no comparison with services that have none.
 */
import {
  ALARM_METRICS,
  CUSTOM_METRICS,
  FILES_AN_INVOCATION,
  GB_SECONDS_AN_INVOCATION,
  IDLE_POLLS_A_MONTH,
  LOG_BYTES_AN_INVOCATION,
  QUEUE_REQUESTS_A_FILE,
} from './assumptions.ts';
import type { Line } from './index-price.ts';
import { BYTES_A_GB, usdFor } from './prices.ts';

/** @param files log files and digests of a month. */
export function pipelineLines(files: number): readonly Line[] {
  return [
    { item: 'delivery to the function', amount: files, unit: 'files', usd: deliveryUsd(files) },
    functionLine(files / FILES_AN_INVOCATION),
    {
      item: 'alarms, metrics, dashboard',
      amount: ALARM_METRICS,
      unit: 'alarm metrics',
      usd: usdFor('alarm', ALARM_METRICS) + usdFor('metric', CUSTOM_METRICS) + usdFor('dashboard', 1),
    },
  ];
}

function deliveryUsd(files: number): number {
  return (
    usdFor('notification', files) +
    usdFor('queue request', files * QUEUE_REQUESTS_A_FILE) +
    usdFor('get', files)
  );
}

/** Lambda asks the queue for messages, whether some come or not. */
function functionLine(invocations: number): Line {
  return {
    item: 'the function, its logs',
    amount: invocations,
    unit: 'invocations',
    usd:
      usdFor('invocation', invocations) +
      usdFor('GB-second', invocations * GB_SECONDS_AN_INVOCATION) +
      usdFor('log GB', (invocations * LOG_BYTES_AN_INVOCATION) / BYTES_A_GB) +
      usdFor('trace', invocations) +
      usdFor('queue request', IDLE_POLLS_A_MONTH),
  };
}
