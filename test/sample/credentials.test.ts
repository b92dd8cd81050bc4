import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctRecords, type Identity, type RawRecord, readSample } from './read-sample.ts';

/** Access key id to the record that handed it out. */
function findIssuers(records: readonly RawRecord[]): Map<string, RawRecord> {
  const issuers = new Map<string, RawRecord>();
  for (const record of records) {
    const issued = record.responseElements?.credentials?.accessKeyId;
    if (issued === undefined) continue;
    const known = issuers.get(issued);
    // The two copies of a call across accounts share an id; the caller's own copy is the one that leads further back.
    if (known !== undefined) expect(record.sharedEventID).toBe(known.sharedEventID);
    if (known === undefined || known.userIdentity?.type === 'AWSAccount') issuers.set(issued, record);
  }
  return issuers;
}

/** IAM users and root get console credentials that no record hands out: their sign-in has to be there instead. */
function hasSignedIn(records: readonly RawRecord[], { arn, sessionContext }: Identity): boolean {
  return records.some(
    ({ eventName, eventTime, userIdentity, responseElements }) =>
      eventName === 'ConsoleLogin' &&
      responseElements?.ConsoleLogin === 'Success' &&
      userIdentity?.arn === arn &&
      eventTime === sessionContext?.attributes.creationDate,
  );
}

describe('credentials in a sample trail', () => {
  it('are handed out by a record before they are used, at the time the session says', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 500, max: 2500 }), (seed, eventCount) => {
        const records = distinctRecords(readSample({ seed, eventCount }));
        const issuers = findIssuers(records);
        let sessions = 0;
        for (const { userIdentity, eventTime = '' } of records) {
          if (!userIdentity?.accessKeyId?.startsWith('ASIA')) continue;
          sessions += 1;
          const issuer = issuers.get(userIdentity.accessKeyId);
          if (issuer === undefined) {
            expect(['IAMUser', 'Root']).toContain(userIdentity.type);
            expect(hasSignedIn(records, userIdentity)).toBe(true);
          } else {
            expect((issuer.eventTime ?? '') <= eventTime).toBe(true);
            expect(issuer.eventTime).toBe(userIdentity.sessionContext?.attributes.creationDate);
          }
        }
        expect(sessions).toBeGreaterThan(200);
      }),
      { numRuns: 12 },
    );
  });

  it('are not used after they expire', () => {
    const records = distinctRecords(readSample({ seed: 8, eventCount: 30_000, days: 2 }));
    const issuers = findIssuers(records);
    let latestShare = 0;
    for (const { userIdentity, eventTime = '' } of records) {
      const issuer = issuers.get(userIdentity?.accessKeyId ?? '');
      const expiration = issuer?.responseElements?.credentials?.expiration;
      if (issuer?.eventTime === undefined || expiration === undefined) continue;
      const issued = Date.parse(issuer.eventTime);
      const share = (Date.parse(eventTime) - issued) / (Date.parse(`${expiration} UTC`) - issued);
      expect(share).toBeLessThanOrEqual(1);
      latestShare = Math.max(latestShare, share);
    }
    expect(latestShare).toBeGreaterThan(0.8);
  });

  it('are never handed out twice to different sessions', () => {
    const records = distinctRecords(readSample({ seed: 4, eventCount: 20_000 }));
    const sessions = new Map<string, string>();
    for (const { userIdentity } of records) {
      const { accessKeyId = '', arn = '', principalId = '' } = userIdentity ?? {};
      if (accessKeyId === '') continue;
      expect(sessions.get(accessKeyId) ?? `${arn} ${principalId}`).toBe(`${arn} ${principalId}`);
      sessions.set(accessKeyId, `${arn} ${principalId}`);
    }
    expect(sessions.size).toBeGreaterThan(100);
  });

  it('lead from a deleted snapshot through three role sessions in two accounts back to a person', () => {
    const records = distinctRecords(readSample({ seed: 1, eventCount: 500 }));
    const issuers = findIssuers(records);
    const names: (string | undefined)[] = [];
    let step = records.find(({ eventName }) => eventName === 'DeleteDBSnapshot');
    while (step !== undefined) {
      names.push(`${step.eventName} by ${step.userIdentity?.arn ?? step.userIdentity?.userName}`);
      step = issuers.get(step.userIdentity?.accessKeyId ?? '');
    }
    expect(names).toEqual([
      'DeleteDBSnapshot by arn:aws:sts::123456789012:assumed-role/database-maintenance/dba',
      'AssumeRole by arn:aws:sts::123456789012:assumed-role/database-operator/dba',
      'AssumeRole by arn:aws:sts::444455556666:assumed-role/identity-gateway/jonas.weber@tidewater.example',
      'AssumeRoleWithSAML by jonas.weber@tidewater.example',
    ]);
  });

  it('carry the source identity through every session of a chain', () => {
    const records = distinctRecords(readSample({ seed: 1, eventCount: 500 }));
    const carried = records.filter(
      ({ userIdentity }) => userIdentity?.sessionContext?.sourceIdentity !== undefined,
    );
    expect(new Set(carried.map(({ userIdentity }) => userIdentity?.sessionContext?.sourceIdentity))).toEqual(
      new Set(['jonas.weber@tidewater.example']),
    );
    expect(new Set(carried.map(({ userIdentity }) => userIdentity?.arn?.split('/')[1]))).toEqual(
      new Set(['identity-gateway', 'database-operator', 'database-maintenance', 'warehouse-maintenance']),
    );
  });

  it('are logged twice where a role is in another account, the second time without the caller', () => {
    const records = distinctRecords(readSample({ seed: 2, eventCount: 500 }));
    const copies = records.filter(
      ({ eventName, userIdentity }) => eventName === 'AssumeRole' && userIdentity?.type === 'AWSAccount',
    );
    const inside = copies.filter(({ userIdentity }) => userIdentity?.accountId !== '222233334444');
    expect(inside.length).toBeGreaterThanOrEqual(3);
    for (const copy of inside) {
      const caller = records.find((record) => record !== copy && record.sharedEventID === copy.sharedEventID);
      expect(Object.keys(copy.userIdentity ?? {})).toEqual(['type', 'principalId', 'accountId']);
      expect(caller?.userIdentity?.principalId).toBe(copy.userIdentity?.principalId);
      expect(caller?.recipientAccountId).toBe(copy.userIdentity?.accountId);
      expect(caller?.eventID).not.toBe(copy.eventID);
      expect(caller?.responseElements).toEqual(copy.responseElements);
    }
  });
});
