import { describe, expect, it } from 'vitest';
import { chooseWindow, parseVerifyWindow, type WindowOptions } from '../../lib/cli/verify-window.ts';
import { MemoryBucket } from '../audit/verify/world/memory-bucket.ts';
import { World } from './run-cli.ts';

const NOW = new Date('2026-07-20T12:34:56Z');
const ROOT = 'AWSLogs/111122223333';
const LOGS = `${ROOT}/CloudTrail/eu-west-1/`;
const DIGESTS = `${ROOT}/CloudTrail-Digest/eu-west-1/`;

const logFile = (stamp: string) =>
  `${LOGS}${folderOf(stamp)}111122223333_CloudTrail_eu-west-1_${stamp}Z_AbCdEfGhIjKlMnOp.json.gz`;
const digest = (stamp: string, ending = '') =>
  `${DIGESTS}${folderOf(stamp)}111122223333_CloudTrail-Digest_eu-west-1_trail_eu-central-1_${stamp}Z${ending}.json.gz`;

function folderOf(stamp: string): string {
  return `${stamp.slice(0, 4)}/${stamp.slice(4, 6)}/${stamp.slice(6, 8)}/`;
}

/** @param recorded keys that the ledger has, beside those of the bucket */
async function choose(
  options: WindowOptions,
  keys: readonly string[],
  local = true,
  recorded: readonly string[] = [],
  regions?: readonly string[],
) {
  const ledger = new World();
  for (const key of recorded)
    ledger.record({ key, deliveryDay: (/\d{4}\/\d\d\/\d\d/.exec(key)?.[0] ?? '').replaceAll('/', '-') });
  const bucket = new MemoryBucket();
  for (const key of keys) bucket.put(key, new Uint8Array(), {}, NOW);
  let listings = 0;
  const typed = { ...parseVerifyWindow(options, NOW), all: options.all ?? false };
  const chosen = await chooseWindow(typed, {
    now: NOW,
    local,
    listing: bucket,
    ledger: ledger.index,
    accountIds: undefined,
    regions,
    async listRegionFolders() {
      listings++;
      return [LOGS, DIGESTS];
    },
  });
  if (chosen === undefined) return undefined;
  const { window, ...rest } = chosen;
  const text = (time: Date) => `${time.toISOString().slice(0, 19)}Z`;
  return { from: text(window.from), until: text(window.until), ...rest, listings };
}

const DELIVERED = [logFile('20260301T0930'), logFile('20260317T1355'), digest('20260317T141352')];

describe('the window of a deployed trail', () => {
  it('is the last 24 hours by the clock, whatever is there', async () => {
    expect(await choose({}, [], false)).toEqual({
      from: '2026-07-19T12:00:00Z',
      until: '2026-07-20T12:34:56Z',
      isLive: true,
      isDefault: true,
      listings: 0,
    });
  });

  it('begins with the hour of --since, and ends now', async () => {
    expect(await choose({ since: '2026-07-01T10:30' }, [], false)).toMatchObject({
      from: '2026-07-01T10:00:00Z',
      until: '2026-07-20T12:34:56Z',
      isLive: true,
      isDefault: false,
    });
  });

  it('ends with --until, and nothing is due then; never in the future', async () => {
    const typed = { since: '2026-07-01', until: '2026-07-02' };
    expect(await choose(typed, [], false)).toMatchObject({ until: '2026-07-03T00:00:00Z', isLive: false });
    expect(await choose({ since: '1d', until: 'today' }, [], false)).toMatchObject({
      until: '2026-07-20T12:34:56Z',
      isLive: true,
    });
  });

  it('begins with the first day of the ledger with --all, where the bucket has lost it', async () => {
    const recorded = [logFile('20251230T0930'), logFile('20260102T0930'), digest('20260317T141352')];
    expect(await choose({ all: true }, DELIVERED, false, recorded)).toMatchObject({
      from: '2025-12-29T23:00:00Z',
    });
    expect(await choose({ all: true }, [], false, recorded)).toMatchObject({ from: '2025-12-29T23:00:00Z' });
    expect(await choose({ all: true }, DELIVERED, false, recorded.slice(2))).toMatchObject({
      from: '2026-02-28T23:00:00Z',
    });
  });

  it('begins with the hour before the first day of the bucket with --all, or with --until alone', async () => {
    expect(await choose({ all: true }, DELIVERED, false)).toMatchObject({
      from: '2026-02-28T23:00:00Z',
      until: '2026-07-20T12:34:56Z',
      isLive: true,
      listings: 1,
    });
    expect(await choose({ until: '2026-03-02' }, DELIVERED, false)).toMatchObject({
      from: '2026-02-28T23:00:00Z',
      until: '2026-03-03T00:00:00Z',
    });
  });
});

describe('the window of a data directory', () => {
  it('ends with the hour of the newest delivery, and nothing is ever due', async () => {
    expect(await choose({}, DELIVERED)).toMatchObject({
      from: '2026-03-16T14:00:00Z',
      until: '2026-03-17T14:00:00Z',
      isLive: false,
      isDefault: true,
    });
    expect(await choose({ all: true }, DELIVERED)).toMatchObject({
      from: '2026-02-28T23:00:00Z',
      until: '2026-03-17T14:00:00Z',
    });
  });

  it('goes by the hour that a digest is about, not by when it ended', async () => {
    expect(await choose({}, [digest('20260318T001352')])).toMatchObject({ until: '2026-03-18T00:00:00Z' });
  });

  it('is the newest day where names tell no time, or another one', async () => {
    const odd = `${LOGS}2026/03/17/renamed.json.gz`;
    expect(await choose({}, [odd])).toMatchObject({ until: '2026-03-18T00:00:00Z' });
    expect(await choose({}, [digest('20260317T050000', '_backfill')])).toMatchObject({
      until: '2026-03-18T00:00:00Z',
    });
  });

  it('ends with the newest that the ledger knows, where the bucket has lost it', async () => {
    const later = [logFile('20260317T1805'), digest('20260317T191352'), logFile('20260317T0101')];
    expect(await choose({}, DELIVERED, true, later)).toMatchObject({ until: '2026-03-17T19:00:00Z' });
    expect(await choose({}, DELIVERED, true, [logFile('20260402T0030')])).toMatchObject({
      until: '2026-04-02T01:00:00Z',
    });
    expect(await choose({ all: true }, [], true, later)).toMatchObject({
      from: '2026-03-16T23:00:00Z',
      until: '2026-03-17T19:00:00Z',
    });
    expect(await choose({}, DELIVERED, true, later, ['us-east-1'])).toMatchObject({
      until: '2026-03-17T14:00:00Z',
    });
    expect(await choose({}, DELIVERED, true, [logFile('20260316T2359')])).toMatchObject({
      until: '2026-03-17T14:00:00Z',
    });
  });

  it('is none of an empty bucket', async () => {
    expect(await choose({}, [])).toBeUndefined();
    expect(await choose({ all: true }, [])).toBeUndefined();
  });

  it('cannot begin after the newest delivery', async () => {
    await expect(choose({ since: '2026-03-18' }, DELIVERED)).rejects.toThrow(
      '--since 2026-03-18T00:00:00Z is after the end of what there is, 2026-03-17T14:00:00.000Z: nothing to verify.',
    );
  });
});
