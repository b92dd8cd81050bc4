import { describe, expect, it } from 'vitest';
import { furtherTry, resumePointIn } from '../../../lambdas/ingest/further-try.ts';
import { type LedgerEntry, RULES_VERSION } from '../../../lib/event-index/ledger.ts';

const BEGUN: LedgerEntry = {
  key: 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/a.json.gz',
  deliveryDay: '2026-03-17',
  status: 'pending',
  updatedAt: '2026-03-17T12:00:00.000Z',
  rulesVersion: RULES_VERSION,
};
const OPENED: LedgerEntry = { ...BEGUN, eTag: 'e1', sizeBytes: 10 };
const PENDING: LedgerEntry = {
  ...OPENED,
  attempts: 3,
  resumeFrom: 70,
  updatedAt: '2026-03-17T10:00:00.000Z',
};
const INDEXED: LedgerEntry = {
  ...OPENED,
  status: 'indexed',
  updatedAt: '2026-03-16T12:00:00.000Z',
  rulesVersion: RULES_VERSION - 1,
  records: 90,
};

describe('the entry of a file that has to be tried again', () => {
  it('is pending with the cause and where to go on', () => {
    const tried = { reason: 'throttled', reached: { eTag: 'e1', resumeFrom: 25 } };
    expect(furtherTry(OPENED, undefined, tried)).toEqual({
      ...OPENED,
      attempts: 1,
      reason: 'throttled',
      resumeFrom: 25,
    });
  });

  it('counts the tries and keeps the progress of one that opened the object', () => {
    expect(furtherTry(BEGUN, PENDING, { reason: 'denied', reached: undefined })).toEqual({
      ...BEGUN,
      attempts: 4,
      reason: 'denied',
      eTag: 'e1',
      sizeBytes: 10,
      resumeFrom: 70,
    });
  });

  it('goes on saying that the file is indexed, with the progress of the new object beside it', () => {
    const tried = { reason: 'throttled', reached: { eTag: 'e2', resumeFrom: 25 } };
    expect(furtherTry({ ...OPENED, eTag: 'e2' }, INDEXED, tried)).toEqual({
      ...INDEXED,
      attempts: 1,
      reason: 'throttled',
      resumeFrom: 25,
      resumeETag: 'e2',
      resumeRulesVersion: RULES_VERSION,
    });
  });

  it('keeps that progress, too, when the object could not be opened', () => {
    const resuming = { ...INDEXED, resumeETag: 'e2', resumeRulesVersion: RULES_VERSION, resumeFrom: 25 };
    expect(furtherTry(BEGUN, resuming, { reason: 'denied', reached: undefined })).toEqual({
      ...resuming,
      attempts: 1,
      reason: 'denied',
    });
  });
});

describe('where the next try goes on', () => {
  it.each<[string, LedgerEntry | undefined, number]>([
    ['nothing is known', undefined, 0],
    ['this object was begun', PENDING, 70],
    ['another object was begun', { ...PENDING, eTag: 'e0' }, 0],
    ['other rules began it', { ...PENDING, rulesVersion: RULES_VERSION - 1 }, 0],
    ['older rules indexed it', INDEXED, 0],
    [
      'it is being indexed anew',
      { ...INDEXED, resumeETag: 'e1', resumeRulesVersion: RULES_VERSION, resumeFrom: 25 },
      25,
    ],
    [
      'an object that was replaced again was being indexed anew',
      { ...INDEXED, resumeETag: 'e0', resumeRulesVersion: RULES_VERSION, resumeFrom: 25 },
      0,
    ],
    [
      'rules before these were indexing it anew',
      { ...INDEXED, resumeETag: 'e1', resumeRulesVersion: RULES_VERSION - 1, resumeFrom: 25 },
      0,
    ],
    ['it was rejected', { ...PENDING, status: 'rejected' }, 0],
  ])('where %s', (_, previous, expected) => {
    expect(resumePointIn(previous, 'e1')).toBe(expected);
  });
});
