import { describe, expect, it } from 'vitest';
import type { ShownRecord } from '../../lib/audit/show.ts';
import { adviceOn } from '../../lib/cli/record-advice.ts';
import { fromEventItem } from '../../lib/event-index/event-item.ts';

const EVENT = fromEventItem({});
const KEY = "AWSLogs/1/o'clock.json.gz";
const DEPLOYED = { local: false, dataDir: '', stack: 'Traildex' };
const UNKNOWN = { bucket: 'trail', entry: undefined };
const INDEXED = {
  bucket: 'trail',
  entry: {
    key: KEY,
    deliveryDay: '2026-07-19',
    status: 'indexed',
    updatedAt: '2026-07-19T21:36:30.123Z',
    rulesVersion: 1,
    sha256: 'abc',
  },
} as const;

function unreadable(reason: 'archived' | 'gone' | 'failed', storageClass?: string): ShownRecord {
  return {
    event: EVENT,
    logFile: KEY,
    kind: 'unreadable',
    reason,
    storageClass,
    problem: '',
    cause: undefined,
  };
}

describe('advice', () => {
  it.each([
    [
      'DEEP_ARCHIVE',
      'To restore it, for 7 days, which takes up to 12 hours and is charged for:',
      "'Days=7,GlacierJobParameters={Tier=Standard}'",
    ],
    ['INTELLIGENT_TIERING', 'To restore it, which takes hours and is charged for:', "'{}'"],
  ])('on a log file in %s is a command for a shell', (storageClass, sentence, request) => {
    expect(adviceOn(unreadable('archived', storageClass), UNKNOWN, DEPLOYED)).toEqual([
      sentence,
      `  aws s3api restore-object --bucket trail --key 'AWSLogs/1/o'\\''clock.json.gz' --restore-request ${request}`,
    ]);
  });

  it('on a log file that is gone is what the ledger knows, and where else to look', () => {
    expect(adviceOn(unreadable('gone'), INDEXED, DEPLOYED)).toEqual([
      'The ledger: indexed 2026-07-19 21:36:30 UTC with the SHA-256 abc.',
      'If the bucket keeps versions, an earlier one may still be there:',
      "  aws s3api list-object-versions --bucket trail --prefix 'AWSLogs/1/o'\\''clock.json.gz'",
    ]);
  });

  it('names no command that the embedded bucket does not know', () => {
    expect(adviceOn(unreadable('gone'), UNKNOWN, { ...DEPLOYED, local: true })).toEqual([]);
  });

  it('is left out where nothing is to be done', () => {
    expect(adviceOn(unreadable('failed'), INDEXED, DEPLOYED)).toEqual([]);
    const intact: ShownRecord = { event: EVENT, logFile: KEY, kind: 'intact', bytes: new Uint8Array() };
    expect(adviceOn(intact, INDEXED, DEPLOYED)).toEqual([]);
  });
});
