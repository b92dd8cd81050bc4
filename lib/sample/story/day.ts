/**
 * All stories of the day, in the order in which they are kept when a trail is too small to hold them all: the five service
 * calls come first, then the credentials they used, then what an auditor would miss most.
 */

import type { Random } from '../random.ts';
import type { SampleRecord } from '../record.ts';
import { placeServiceCall, SERVICE_CALLS } from '../service-calls.ts';
import { createStage } from '../stage.ts';
import { INSIGHTS } from './insights.ts';
import { INVENTORY } from './inventory.ts';
import { LEAKED_KEY } from './leaked-key.ts';
import { MACHINES } from './machines.ts';
import { NETWORK_ACTIVITY } from './network-activity.ts';
import { PROBING } from './probing.ts';
import { RARE_IDENTITIES } from './rare-identities.ts';
import { ROLE_CHAIN } from './role-chain.ts';
import { SERVICE_CALL_SESSIONS } from './service-call-sessions.ts';
import { SIGN_INS } from './sign-ins.ts';
import type { Story } from './tell.ts';

const STORIES: readonly Story[] = [
  ...SERVICE_CALL_SESSIONS,
  ...RARE_IDENTITIES,
  ...ROLE_CHAIN,
  ...LEAKED_KEY,
  ...SIGN_INS,
  ...INSIGHTS,
  ...NETWORK_ACTIVITY,
  ...MACHINES,
  ...PROBING,
  ...INVENTORY,
];

/** The records of all stories told on the day that begins at `start`, at most `limit` of them; no particular order. */
export function tellStories(random: Random, start: number, end: number, limit: number): SampleRecord[] {
  const stage = createStage(random, start, end);
  for (const call of SERVICE_CALLS) stage.records.push(placeServiceCall(call, start));
  for (const { startsAt, tell } of STORIES) {
    // The list is not in order of time, so a story must not use a session that another one opened later in the day.
    stage.sessions.clear();
    stage.at = start + startsAt;
    tell(stage);
    if (stage.records.length >= limit) break;
  }
  return stage.records.slice(0, limit);
}
