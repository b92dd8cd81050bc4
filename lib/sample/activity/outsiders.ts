/**
 * Everybody else: visitors of the shop fetching pictures without credentials, a monitoring vendor with a role in each
 * account, and the machine room's programs with long-term keys.
 */

import { objectCall } from '../data-events.ts';
import { beDenied } from '../denials.ts';
import { buildLastingId } from '../identifiers.ts';
import { asAnonymous, asIamUser, type Client } from '../identity.ts';
import { ASSET_BUCKET, BACKUP_BUCKET, defineRole, PRODUCTION, VENDOR, WORKPLACES } from '../organization.ts';
import { AGENTS, BACKUP_AGENT, MACHINE_ROOM } from '../people.ts';
import { toApiCall } from '../reading/page.ts';
import { PAGES } from '../reading/pages.ts';
import type { Caller } from '../record.ts';
import { assumeFromOutside } from '../security-tokens.ts';
import { perform, type Stage, useSession, wait } from '../stage.ts';

const BROWSERS = [AGENTS.chrome, AGENTS.edge, AGENTS.firefox] as const;

export function visitShop(stage: Stage): void {
  const { random } = stage;
  const address = `203.0.113.${random.between(150, 250)}`;
  const visitor = asAnonymous(PRODUCTION, { address, agent: `[${random.pick(BROWSERS)}]` });
  for (let pictures = random.between(1, 4); pictures > 0; pictures -= 1) {
    const key = `covers/${random.between(1000, 9999)}/large.webp`;
    const place = { accountId: PRODUCTION, region: 'us-east-1' } as const;
    const call = objectCall(stage, { name: 'GetObject', bucket: ASSET_BUCKET, key, place });
    const error = random.chance(40) ? { code: 'AccessDenied', message: 'Access Denied' } : undefined;
    perform(stage, visitor, { ...call, error });
  }
}

const VENDOR_CLIENT: Client = { address: '198.51.100.9', agent: AGENTS.go };
const VENDOR_PRINCIPAL = `${buildLastingId('AROA', 'vendor crawler')}:crawler`;
const VENDOR_CALLER: Caller = {
  identity: { principalId: VENDOR_PRINCIPAL },
  accountId: VENDOR,
  arn: `arn:aws:sts::${VENDOR}:assumed-role/crawler/crawler`,
  ...VENDOR_CLIENT,
};

export function collectMetrics(stage: Stage): void {
  const { random } = stage;
  const place = random.pick(WORKPLACES);
  const caller = useSession(stage, `vendor in ${place.accountId}`, 3000, () =>
    assumeFromOutside(stage, VENDOR_CALLER, {
      role: defineRole(place.accountId, 'monitoring-vendor'),
      sessionName: 'vendor-integration',
      region: place.region,
      externalId: 'a81fbb0f7d1e4c03',
    }),
  );
  for (let calls = random.between(3, 10); calls > 0; calls -= 1) {
    const page = random.pick(PAGES);
    const call = toApiCall(page, page.calls[0], place);
    // The vendor asks in every account for everything it has ever supported.
    if (random.chance(120)) beDenied(stage, caller, call);
    else perform(stage, caller, call);
    wait(stage, 0, 1);
  }
}

/** The machine room copies backups with a key that never expires. */
export function uploadFromMachineRoom(stage: Stage): void {
  const { random } = stage;
  const caller = asIamUser(BACKUP_AGENT, MACHINE_ROOM);
  const place = { accountId: PRODUCTION, region: 'us-west-2' } as const;
  for (let parts = random.between(1, 6); parts > 0; parts -= 1) {
    const key = `volumes/${random.between(1, 64)}/${random.between(100_000, 999_999)}.gz`;
    perform(stage, caller, objectCall(stage, { name: 'PutObject', bucket: BACKUP_BUCKET, key, place }));
    wait(stage, 0, 4);
  }
}
