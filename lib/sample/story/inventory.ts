/**
 * The security team's morning inventory: a tool walks through every service of production with a read-only role, one call
 * each. After it, a trail has heard of all services that the sample knows, however small it is.
 */

import { defineRole, PRODUCTION } from '../organization.ts';
import { AGENTS, MAYA } from '../people.ts';
import { openTerminal } from '../portal.ts';
import { toApiCall } from '../reading/page.ts';
import { PAGES } from '../reading/pages.ts';
import { assumeRole } from '../security-tokens.ts';
import { perform, type Stage, wait } from '../stage.ts';
import { clock, type Story } from './tell.ts';

const PLACE = { accountId: PRODUCTION, region: 'us-east-1' } as const;

export const INVENTORY: readonly Story[] = [{ startsAt: clock('06:15'), tell: takeInventory }];

function takeInventory(stage: Stage): void {
  const person = openTerminal(stage, MAYA, PLACE);
  const auditor = assumeRole(stage, person, {
    role: defineRole(PRODUCTION, 'security-inventory'),
    sessionName: 'inventory',
    region: PLACE.region,
    client: { address: MAYA.terminal.address, agent: AGENTS.boto3 },
  });
  for (const page of PAGES) {
    perform(stage, auditor, toApiCall(page, page.calls[0], PLACE));
    wait(stage, 0, 2);
  }
}
