/**
 * The library: audit questions over an index of CloudTrail, as the command line asks them.
 *
 *     const deployment = await findDeployment({ region: 'eu-central-1' }, 'Traildex');
 *     const index = connectWorkplace({ region: 'eu-central-1' }, deployment, { now: new Date() });
 *     const answer = query({ filters: { errors: true }, window: {}, order: 'newest-first', limit: 10 }, index);
 *     for await (const event of answer.events) console.log(event.eventTime, event.eventName, event.principal);
 *     await index.close();
 */
export { type FilesRequest, type LedgerTotals, listLogFiles, totalLedger } from './audit/files.ts';
export { type IndexSpan, readIndexSpan } from './audit/index-span.ts';
export type { AuditContext } from './audit/ports.ts';
export { type QueryAnswer, type QueryRequest, query } from './audit/query.ts';
export { type Resolution, type ResolvedName, resolveNames } from './audit/resolve-names.ts';
export { resolvePointer, type ShownRecord, showEvent, showEvents } from './audit/show.ts';
export type { AwsConnection } from './aws/connection.ts';
export { type Deployment, DeploymentError, findDeployment, toDeployment } from './aws/deployment.ts';
export { connectWorkplace, type Workplace } from './aws/workplace.ts';
export type { CredentialKind, TrailEvent } from './cloudtrail/event.ts';
export { CursorError } from './event-index/cursor.ts';
export type { IndexedEvent } from './event-index/event-item.ts';
export type { EventFilters } from './event-index/filters.ts';
export type { LedgerEntry, LogFileStatus } from './event-index/ledger.ts';
export type { Order, TimeWindow } from './event-index/query-plan.ts';
