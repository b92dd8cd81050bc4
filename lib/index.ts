/**
 * The library: audit questions over an index of CloudTrail, as the command line asks them. Manual: docs/library.md.
 */
export { ArgumentError } from './audit/ask/arguments.ts';
export { type Answer, ask } from './audit/ask/ask.ts';
export { UnsupportedFilterError } from './audit/ask/findings/unsupported-filter.ts';
export type { Question } from './audit/ask/question.ts';
export { QUESTIONS, questionOf } from './audit/ask/registry.ts';
export { type Outcome, reportOn } from './audit/ask/report.ts';
export {
  type ChainOptions,
  type ChainStart,
  type CredentialChain,
  traceChain,
} from './audit/chain.ts';
export { type CostReport, type CostRequest, estimateCost } from './audit/cost/cost.ts';
export { DIMENSIONS, type Dimension } from './audit/dimensions.ts';
export { type FilesRequest, type LedgerTotals, listLogFiles, totalLedger } from './audit/files.ts';
export { type IndexSpan, readIndexSpan } from './audit/index-span.ts';
export { type IntervalLength, type Intervals, suitableLength, utcIntervals } from './audit/intervals.ts';
export { meterReads, type ReadUsage } from './audit/meter.ts';
export { newestDay } from './audit/newest-day.ts';
export type { AuditContext } from './audit/ports.ts';
export { type QueryAnswer, type QueryRequest, query } from './audit/query.ts';
export { type ReadAllRequest, type Reading, readAll } from './audit/read-all.ts';
export { type Resolution, type ResolvedName, resolveNames } from './audit/resolve-names.ts';
export type { UncheckedEvents } from './audit/settle-events.ts';
export { resolvePointer, type ShownRecord, showEvent, showEvents, showIndexedEvents } from './audit/show.ts';
export { type SweepEstimate, SweepTooLargeError } from './audit/sweep-estimate.ts';
export {
  estimateTimeline,
  type TimelineAnswer,
  type TimelineRequest,
  timeline,
} from './audit/timeline.ts';
export { type TopAnswer, type TopRequest, top } from './audit/top.ts';
export type { TrailFolders } from './audit/trail-folders.ts';
export {
  FAULTS,
  type Fault,
  type FaultCode,
  HOUR_STATES,
  type HourReport,
  type HourState,
  type Notice,
  type RegionReport,
  type Signer,
} from './audit/verify/report.ts';
export type { VerifyContext, VerifyProgress, VerifyRequest } from './audit/verify/request.ts';
export { coveragePercent, VerifyTally, type VerifyTotals } from './audit/verify/totals.ts';
export { verify } from './audit/verify/verify.ts';
export type { AwsConnection } from './aws/connection.ts';
export { type Deployment, DeploymentError, findDeployment, toDeployment } from './aws/deployment.ts';
export { connectWorkplace, type Workplace } from './aws/workplace.ts';
export type { CredentialKind, TrailEvent } from './cloudtrail/event.ts';
export { type PublicKey, PublicKeyError, parsePublicKeyList } from './cloudtrail/public-key.ts';
export { CursorError } from './event-index/cursor.ts';
export type { IndexedEvent } from './event-index/event-item.ts';
export type { EventFilters, FieldFilter, RecordFilter } from './event-index/filters.ts';
export type { LedgerEntry, LogFileStatus } from './event-index/ledger.ts';
export type { Order, TimeWindow } from './event-index/query-plan.ts';
export { type IndexLocation, NoDataDirectoryError, openIndex } from './open-index.ts';
