import { describe, expect, it } from 'vitest';
import { type LedgerEntry, RULES_VERSION } from '../../../lib/event-index/ledger.ts';
import { judge, type Verdict, type VerdictRules } from '../../../lib/operations/backfill/backfill-verdict.ts';
import { keyOf } from './backfill-world.ts';

const RULES: VerdictRules = {
  freshAfter: new Date('2026-03-18T11:00:00Z'),
  pendingAfter: new Date('2026-03-18T06:00:00Z'),
  retryRejected: false,
  reindex: false,
};
const OLD = new Date('2026-03-18T11:00:00Z');
const JUST_NOW = new Date('2026-03-18T11:00:01Z');
const RETRY = { ...RULES, retryRejected: true };
const REINDEX = { ...RULES, reindex: true };

function verdict(
  entry: Partial<LedgerEntry> | undefined,
  { key = keyOf(), storedAt = OLD, rules = RULES, archived = false } = {},
): Verdict {
  const object = { key, eTag: 'present', sizeBytes: 1, storedAt, archived };
  if (entry === undefined) return judge(object, undefined, rules);
  const whole: LedgerEntry = {
    key,
    deliveryDay: '2026-03-17',
    status: 'indexed',
    updatedAt: '2026-03-17T12:00:00.000Z',
    rulesVersion: RULES_VERSION,
    eTag: 'present',
    ...entry,
  };
  return judge(object, whole, rules);
}

describe('an object', () => {
  it.each<[string, Partial<LedgerEntry> | undefined, VerdictRules, Verdict]>([
    ['that the ledger does not know', undefined, RULES, 'missing'],
    ['that is indexed', {}, RULES, 'done'],
    ['that newer rules have indexed', { rulesVersion: RULES_VERSION + 1 }, REINDEX, 'done'],
    ['that older rules have indexed', { rulesVersion: RULES_VERSION - 1 }, RULES, 'done'],
    ['that older rules have indexed, asked for', { rulesVersion: RULES_VERSION - 1 }, REINDEX, 'outdated'],
    ['that took the place of an indexed one', { eTag: 'earlier' }, RULES, 'replaced'],
    ['that was rejected', { status: 'rejected' }, RULES, 'rejected'],
    ['that was rejected, asked for', { status: 'rejected' }, RETRY, 'retried'],
    ['that took the place of a rejected one', { status: 'rejected', eTag: 'earlier' }, RULES, 'replaced'],
    ['with records that were too large', { status: 'indexed', recordLimitBytes: 9 }, RULES, 'done'],
    [
      'with records that were too large, asked for',
      { status: 'indexed', recordLimitBytes: 9 },
      RETRY,
      'reread',
    ],
    ['with records that are no events, asked for', { status: 'indexed', rejected: 2 }, RETRY, 'done'],
    ['that was rejected without an ETag', { status: 'rejected', eTag: undefined }, RULES, 'rejected'],
    [
      'that was tried a short time ago',
      { status: 'pending', updatedAt: '2026-03-18T06:00:00.001Z' },
      RULES,
      'pending',
    ],
    [
      'that was tried long ago and never again',
      { status: 'pending', updatedAt: '2026-03-18T06:00:00.000Z' },
      RULES,
      'stalled',
    ],
  ])('%s', (_, entry, rules, expected) => {
    expect(verdict(entry, { rules })).toBe(expected);
  });

  it('is left alone while its notification may be under way, whatever the ledger says', () => {
    expect(verdict(undefined, { storedAt: JUST_NOW })).toBe('fresh');
    expect(verdict({ eTag: 'earlier' }, { storedAt: JUST_NOW })).toBe('fresh');
  });
});

describe('an object in an archive', () => {
  it.each<[string, Partial<LedgerEntry> | undefined, Verdict]>([
    ['is not announced', undefined, 'archived'],
    ['is not announced where it took the place of another', { eTag: 'earlier' }, 'archived'],
    ['is not announced where older rules have indexed it', { rulesVersion: RULES_VERSION - 1 }, 'archived'],
    ['needs nothing where it is indexed', {}, 'done'],
  ])('%s', (_, entry, expected) => {
    expect(verdict(entry, { archived: true, rules: REINDEX })).toBe(expected);
  });
});

describe('a digest', () => {
  const key = keyOf({ content: 'CloudTrail-Digest' });

  it('is announced until it is recorded, by its key alone', () => {
    expect(verdict(undefined, { key })).toBe('missing');
    expect(verdict({ status: 'recorded', eTag: undefined }, { key })).toBe('done');
    expect(verdict(undefined, { key, archived: true })).toBe('missing');
  });
});

describe('what the ingest function would refuse', () => {
  it.each([
    ['a folder marker', 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/'],
    ['another kind of file', 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/notes.txt'],
    ['a file in a folder of its own', 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/old/a.json.gz'],
    ['a key over 512 bytes', keyOf({ name: 'x'.repeat(500) })],
  ])('is not announced: %s', (_, key) => {
    expect(verdict(undefined, { key })).toBe('foreign');
  });
});
