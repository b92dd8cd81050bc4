/** command.json of an evidence folder: what was asked, of which index, when, and what came of it. */
import type { Deployment } from '../../aws/deployment.ts';
import type { Session } from '../session.ts';

export function writeCommandFile(
  { where, argv, version, host }: Session,
  { trailBucket, eventsTable, logFilesTable }: Deployment,
  counts: Readonly<Record<string, number>>,
): string {
  const place = where.local
    ? { dataDirectory: where.dataDir }
    : { stack: where.stack, region: where.region, profile: where.profile };
  const facts = {
    command: ['traildex', ...argv],
    version,
    startedAt: host.now.toISOString(),
    place: { ...place, trailBucket, eventsTable, logFilesTable },
    ...counts,
  };
  return `${JSON.stringify(facts, undefined, 2)}\n`;
}
