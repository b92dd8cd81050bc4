/** Shows the coverage that the scheduled verification has stored, in the forms of a report. */

import type { VerifyWindow } from '../audit/verify/request.ts';
import type { Workplace } from '../aws/workplace.ts';
import { DAY_MS, HOUR_MS } from '../cloudtrail/utc.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { EXIT } from './errors.ts';
import { orInterrupted } from './interrupt.ts';
import { utcSecond } from './render/utc-second.ts';
import { describeStoredClaims } from './render/verify-claims.ts';
import { ReportCollector } from './render/verify-collected.ts';
import { openReport, type VerifyForm } from './render/verify-report.ts';
import type { HourField } from './render/verify-rows.ts';
import { describeDelivered } from './render/verify-scope-text.ts';
import type { Session } from './session.ts';
import { exitCodeFor } from './verify-run.ts';
import { readStoredCoverage, storedShape } from './verify-stored.ts';

export interface ShownStored {
  readonly typed: TimeWindow;
  readonly accountIds: readonly string[] | undefined;
  readonly regions: readonly string[] | undefined;
  readonly form: VerifyForm;
  readonly fields: readonly HourField[] | undefined;
}

/** @returns the exit code */
export async function showStored(
  session: Session,
  { coverage }: Pick<Workplace, 'coverage'>,
  { typed, form, fields, ...scope }: ShownStored,
): Promise<number> {
  const { host } = session;
  const window = windowOf(typed, host.now);
  const stored = await orInterrupted(readStoredCoverage(coverage, { ...scope, window }), host.interrupt);
  const { reports, newest } = stored;
  const collector = new ReportCollector();
  const writer = openReport(session, {
    form,
    shape: storedShape(stored),
    fields,
    window,
    title: () => `Stored by the scheduled verification, ${describeDelivered(window)}.`,
    claims: (collected) => describeStoredClaims(collected, newest),
    members: { stored: true },
  });
  for (const report of reports) {
    collector.add(report);
    await writer.write(report);
  }
  if (reports.length > 0 || form !== 'text') await writer.end(collector.collected());
  if (newest === undefined) {
    await session.complain(
      `No coverage is stored of what was ${describeDelivered(window)}. The scheduled verification of a deployed stack stores it; without --stored the bucket itself is verified.`,
    );
    return EXIT.failed;
  }
  if (host.now.getTime() - Date.parse(newest) > DAY_MS) {
    await session.remark(
      `The scheduled verification last looked at this ${utcSecond(newest)}: more than a day ago.`,
    );
  }
  return exitCodeFor(collector.collected());
}

function windowOf({ since, until }: TimeWindow, now: Date): VerifyWindow {
  const end = until === undefined ? now : new Date(until);
  const from = since === undefined ? new Date(end.getTime() - DAY_MS) : new Date(since);
  return { from: new Date(Math.floor(from.getTime() / HOUR_MS) * HOUR_MS), until: end };
}
