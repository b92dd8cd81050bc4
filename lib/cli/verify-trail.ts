/** Verifies the part of a trail that was asked for and reports it: chooses the time, wires the ports, says what to do next. */
import { findRegionFolders } from '../audit/trail-folders.ts';
import type { Origin, VerifyRequest, VerifyWindow } from '../audit/verify/request.ts';
import { verify } from '../audit/verify/verify.ts';
import type { Workplace } from '../aws/workplace.ts';
import type { PublicKey } from '../cloudtrail/public-key.ts';
import type { TimeWindow } from '../event-index/query-plan.ts';
import { EXIT } from './errors.ts';
import { orInterrupted } from './interrupt.ts';
import { describeClaims } from './render/verify-claims.ts';
import { ReportCollector } from './render/verify-collected.ts';
import { describeHints } from './render/verify-hints.ts';
import { openReport, type ReportWriter, type VerifyForm, WHOLE_REPORT } from './render/verify-report.ts';
import type { HourField } from './render/verify-rows.ts';
import {
  describeDefaultWindow,
  describeLooked,
  describeNothing,
  isNothing,
  type Looked,
} from './render/verify-scope-text.ts';
import type { Session } from './session.ts';
import { exitCodeFor, runVerification } from './verify-run.ts';
import { foldersToVerify } from './verify-scope.ts';
import { type ChosenWindow, chooseWindow } from './verify-window.ts';

export interface TrailVerification {
  readonly typed: TimeWindow & { readonly all: boolean };
  readonly accountIds: readonly string[] | undefined;
  readonly regions: readonly string[] | undefined;
  readonly trailName: string | undefined;
  readonly origin: Origin | undefined;
  readonly publicKeys: readonly PublicKey[] | undefined;
  readonly isDeep: boolean;
  readonly isRepair: boolean;
  readonly form: VerifyForm;
  readonly fields: readonly HourField[] | undefined;
}

/** @returns the exit code */
export async function verifyTrail(
  session: Session,
  place: Workplace,
  asked: TrailVerification,
): Promise<number> {
  const { host, where } = session;
  const { accountIds, regions, trailName, origin, isRepair, form } = asked;
  const { trailBucket: bucket, retention } = place.deployment;
  const folders = foldersToVerify(place.deployment, { local: where.local, accountIds });
  const looked: Looked = { bucket, folders, regions, trailName };
  const chosen = await orInterrupted(choose(session, place, asked.typed, looked), host.interrupt);
  if (chosen === undefined) return reportNothing(session, looked, asked);
  const { window, isDefault } = chosen;
  if (isDefault) await session.remark(describeDefaultWindow(window, where.local));
  const request: VerifyRequest = {
    ...looked,
    window,
    now: host.now,
    // Of a copy nobody knows when it was made.
    isLive: chosen.isLive && origin === undefined,
    deep: asked.isDeep,
    origin,
    // A data directory deletes nothing.
    retention: where.local ? {} : retention,
  };
  const writer = openWriter(session, request, asked);
  const stores = place.verifyStores({ publicKeys: asked.publicKeys });
  const collected = await runVerification({
    session,
    place,
    look: (part, context) => verify(part, { ...stores, ...context }),
    request,
    repair: isRepair,
    writer,
  });
  const isEmpty = isNothing(collected);
  // A program reads an empty list as well; a person reads why it is empty.
  if (!isEmpty || form !== 'text') await writer.end(collected);
  if (isEmpty) {
    await session.complain(describeNothing(looked, window));
    return EXIT.failed;
  }
  await session.remark(...describeHints(collected, { isRepair, hasOrigin: origin !== undefined }));
  return exitCodeFor(collected);
}

/** There is nothing that could tell a time. */
async function reportNothing(session: Session, looked: Looked, asked: TrailVerification): Promise<number> {
  if (asked.form !== 'text') {
    const { bucket, trailName } = looked;
    const window = emptyWindow(asked.typed, session.host.now);
    const writer = openWriter(session, { bucket, trailName, window, isLive: false }, asked);
    await writer.end(new ReportCollector().collected());
  }
  await session.complain(describeNothing(looked, undefined));
  return EXIT.failed;
}

function choose(
  { host, where }: Session,
  { listing, logFiles: ledger }: Workplace,
  typed: TrailVerification['typed'],
  { folders, regions }: Looked,
): Promise<ChosenWindow | undefined> {
  return chooseWindow(typed, {
    now: host.now,
    local: where.local,
    listing,
    ledger,
    accountIds: folders.accountIds,
    regions,
    async listRegionFolders() {
      const all = await findRegionFolders(listing, folders);
      return all.filter((folder) => regions?.includes(folder.split('/').at(-2) ?? '') ?? true);
    },
  });
}

/** As far as somebody said which. */
function emptyWindow({ since, until }: TimeWindow, now: Date): VerifyWindow {
  const end = until === undefined ? now : new Date(until);
  return { from: since === undefined ? end : new Date(since), until: end };
}

function openWriter(
  session: Session,
  request: Pick<VerifyRequest, 'bucket' | 'window' | 'isLive' | 'trailName'>,
  asked: TrailVerification,
): ReportWriter {
  const { bucket, window, isLive, trailName } = request;
  const { form, fields, isDeep } = asked;
  return openReport(session, {
    form,
    shape: WHOLE_REPORT,
    fields,
    window,
    title: ({ totals }) => describeLooked({ bucket }, window, totals),
    claims: (collected) => describeClaims(collected, { isDeep, isLive }),
    members: { bucket, trail: trailName, deep: isDeep, live: isLive },
    trailName,
  });
}
