/**
 * What machines do every day, once each by appointment, so that the smallest trail has them too: a function, an instance, a
 * recorder, a release, a pod, a vendor, a nightly export of enough objects for CloudTrail to summarise.
 */

import { readSecret, useFunctionSession } from '../activity/functions.ts';
import { reportIn, useInstanceSession } from '../activity/instances.ts';
import { collectMetrics } from '../activity/outsiders.ts';
import { release, runPod } from '../activity/pipelines.ts';
import { deliverLogs, recordConfiguration } from '../activity/services.ts';
import { invokeCall, itemCall, objectCall } from '../data-events.ts';
import { asIamUser, asService } from '../identity.ts';
import { BACKUP_BUCKET, FUNCTIONS, INSTANCES, PRODUCTION } from '../organization.ts';
import { BACKUP_AGENT, MACHINE_ROOM } from '../people.ts';
import { perform, type Stage, wait } from '../stage.ts';
import { clock, type Story } from './tell.ts';

/** Above the threshold of a summary: see summaries.ts. */
const EXPORTED_OBJECTS = 24;

export const MACHINES: readonly Story[] = [
  { startsAt: clock('00:01'), tell: deliverLogs },
  { startsAt: clock('00:12'), tell: takeAnOrder },
  { startsAt: clock('00:31'), tell: startInstance },
  { startsAt: clock('02:10'), tell: exportNightly },
  {
    startsAt: clock('05:05'),
    tell: (stage) => recordConfiguration(stage, { accountId: PRODUCTION, region: 'eu-west-1' }, 6),
  },
  { startsAt: clock('05:30'), tell: collectMetrics },
  { startsAt: clock('07:20'), tell: runPod },
  { startsAt: clock('14:30'), tell: release },
];

function takeAnOrder(stage: Stage): void {
  const fn = FUNCTIONS[0];
  perform(stage, asService('sqs.amazonaws.com', fn.accountId), invokeCall(stage, fn));
  const caller = useFunctionSession(stage, fn);
  readSecret(stage, caller, fn);
  perform(stage, caller, itemCall('PutItem', 'orders', 'C-100042', fn));
}

function startInstance(stage: Stage): void {
  const instance = INSTANCES[0];
  reportIn(stage, useInstanceSession(stage, instance), instance);
}

function exportNightly(stage: Stage): void {
  const caller = asIamUser(BACKUP_AGENT, MACHINE_ROOM);
  const place = { accountId: PRODUCTION, region: 'us-west-2' } as const;
  for (let part = 1; part <= EXPORTED_OBJECTS; part += 1) {
    const key = `orders/full/part-${String(part).padStart(4, '0')}.gz`;
    perform(stage, caller, objectCall(stage, { name: 'PutObject', bucket: BACKUP_BUCKET, key, place }));
    wait(stage, 3, 6);
  }
}
