import { describe, expect, it } from 'vitest';
import { filesToAnnounce } from '../../../lambdas/verify/files-to-announce.ts';
import { FAULTS, type FaultCode } from '../../../lib/audit/verify/report.ts';
import { faultOf, keyOf } from './reports.ts';

const NOW = new Date('2026-03-17T12:00:00.000Z');
const KEY = keyOf('a');

describe('a repair announces', () => {
  it('what is in the bucket and unknown to the index', () => {
    expect(
      filesToAnnounce([faultOf('not-in-index', KEY), faultOf('not-in-index', keyOf('b'))], [], NOW),
    ).toEqual([KEY, keyOf('b')]);
  });

  it.each([
    ['2026-03-17T06:00:00.001Z', []],
    ['2026-03-17T06:00:00.000Z', [KEY]],
    ['not a time', [KEY]],
  ])('what was tried last at %s', (updatedAt, announced) => {
    expect(filesToAnnounce([faultOf('index-pending', KEY)], [{ key: KEY, updatedAt }], NOW)).toEqual(
      announced,
    );
  });

  it('what was pending, and of which the ledger says nothing any more', () => {
    expect(filesToAnnounce([faultOf('index-pending', KEY)], [], NOW)).toEqual([KEY]);
  });

  const others = (Object.keys(FAULTS) as FaultCode[]).filter(
    (code) => code !== 'not-in-index' && code !== 'index-pending',
  );

  it.each(others)('nothing that only a person can decide about: %s', (code) => {
    expect(filesToAnnounce([faultOf(code, KEY)], [], NOW)).toEqual([]);
  });

  it('each file once, and none without a key', () => {
    const faults = [
      faultOf('not-in-index', KEY),
      faultOf('index-pending', KEY),
      faultOf('not-in-index', undefined),
    ];
    expect(filesToAnnounce(faults, [], NOW)).toEqual([KEY]);
  });
});
