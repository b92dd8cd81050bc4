/**
 * Runs a verification for a command: looks, has repaired what can be, looks again at what was repaired, and reports.
 *
 * Regions are reported as they come. With a repair, those with something to mend are reported once it is over, from the
 * second look: what the index holds then counts, not what was announced.
 */
import type { RegionReport } from '../audit/verify/report.ts';
import type { VerifyContext, VerifyRequest } from '../audit/verify/request.ts';
import { OPERATION_CLOCK } from '../aws/operation-clock.ts';
import type { Workplace } from '../aws/workplace.ts';
import { type FileToMend, filesToMend } from '../operations/repair/files-to-mend.ts';
import { repairAndWait } from '../operations/repair/repair-and-wait.ts';
import { EXIT, InterruptedError } from './errors.ts';
import { untilInterrupted } from './interrupt.ts';
import { describeRepairing, describeVerifying, showStep } from './progress/verify-progress.ts';
import { describeRepair } from './render/repair-summary.ts';
import { type Collected, ReportCollector } from './render/verify-collected.ts';
import type { ReportWriter } from './render/verify-report.ts';
import { hasFaults } from './render/verify-verdict.ts';
import type { Session } from './session.ts';

export interface VerifyRun {
  readonly session: Session;
  readonly place: Pick<Workplace, 'topic' | 'ledger' | 'ledgerMarks' | 'delivery'>;
  readonly look: (
    request: VerifyRequest,
    context: Pick<VerifyContext, 'signal' | 'onProgress'>,
  ) => AsyncGenerator<RegionReport>;
  readonly request: VerifyRequest;
  readonly repair: boolean;
  readonly writer: ReportWriter;
}

/** On this machine the function answers at once. */
const LOCAL_POLL_MS = 200;

export async function runVerification(run: VerifyRun): Promise<Collected> {
  const { session, request, writer } = run;
  const collector = new ReportCollector();
  const report = async (region: RegionReport) => {
    collector.add(region);
    await writer.write(region);
  };
  const toMend: FileToMend[] = [];
  const again = new Map<string, string[]>();
  await lookAt(run, request, async (region) => {
    const files = run.repair ? filesToMend(region.faults) : [];
    if (files.length === 0) return report(region);
    // Not by spreading: there may be more files than arguments can be.
    for (const file of files) toMend.push(file);
    const regions = again.get(region.accountId) ?? [];
    again.set(region.accountId, [...regions, region.region]);
  });
  if (run.repair) {
    if (toMend.length === 0) await session.remark('Nothing to repair: no fault here is one of the index.');
    else await repair(run, toMend);
  }
  for (const [accountId, regions] of again) {
    const folders = { ...request.folders, accountIds: [accountId] };
    await lookAt(run, { ...request, folders, regions }, report);
  }
  return collector.collected();
}

export function exitCodeFor({ totals }: Collected): number {
  return hasFaults(totals) ? EXIT.failed : EXIT.done;
}

async function lookAt(
  { session, look }: VerifyRun,
  request: VerifyRequest,
  take: (report: RegionReport) => Promise<void>,
): Promise<void> {
  const { host, quiet } = session;
  const bar = showStep(host.stderr, quiet, describeVerifying);
  try {
    const reports = look(request, { signal: host.interrupt, onProgress: bar.update });
    for await (const report of untilInterrupted(reports, host.interrupt)) {
      bar.stop();
      await take(report);
    }
  } finally {
    bar.stop();
  }
}

async function repair({ session, place }: VerifyRun, files: readonly FileToMend[]): Promise<void> {
  const { host, quiet, where } = session;
  const bar = showStep(host.stderr, quiet, describeRepairing);
  const summary = await repairAndWait(files, {
    topic: place.topic,
    lookUp: place.ledger,
    marks: place.ledgerMarks,
    objects: place.delivery,
    clock: OPERATION_CLOCK,
    signal: host.interrupt,
    onProgress: bar.update,
    settings: where.local ? { pollIntervalMs: LOCAL_POLL_MS } : {},
  }).finally(bar.stop);
  await session.remark(...describeRepair(summary));
  if (summary.end === 'interrupted')
    throw new InterruptedError('Stopped before everything was repaired: the same command goes on.');
}
