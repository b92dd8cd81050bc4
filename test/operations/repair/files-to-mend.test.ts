import { describe, expect, it } from 'vitest';
import { FAULTS, type Fault, type FaultCode } from '../../../lib/audit/verify/report.ts';
import { filesToMend, isMendable } from '../../../lib/operations/repair/files-to-mend.ts';

const FOLDER = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17';
const KEY = `${FOLDER}/a.json.gz`;

function fault(code: FaultCode, key: string | undefined = KEY): Fault {
  const place = { accountId: '111122223333', region: 'eu-west-1', hour: '2026-03-17T09' };
  return { ...place, code, state: FAULTS[code], key, message: 'Something.' };
}

describe('files to mend', () => {
  it.each([
    ['not-in-index', false],
    ['index-pending', false],
    ['index-rejected', false],
    ['index-other-bytes', true],
    ['index-records', true],
    ['index-events', true],
  ] as const)('of %s: the ledger has it as indexed: %s', (code, isIndexed) => {
    expect(filesToMend([fault(code)])).toEqual([{ key: KEY, deliveryDay: '2026-03-17', isIndexed }]);
  });

  it('are none of what is wrong in the bucket', () => {
    const codes = Object.keys(FAULTS) as FaultCode[];
    const others = codes.filter((code) => FAULTS[code] !== 'not-indexed');
    expect(others.length).toBe(codes.length - 6);
    expect(filesToMend(others.map((code) => fault(code)))).toEqual([]);
    expect(others.filter((code) => isMendable({ code }))).toEqual([]);
  });

  it('are named once, marked if any of their faults asks for it', () => {
    const other = `${FOLDER}/b.json.gz`;
    const faults = [fault('index-events'), fault('not-in-index', other), fault('index-pending')];
    expect(filesToMend(faults)).toEqual([
      { key: KEY, deliveryDay: '2026-03-17', isIndexed: true },
      { key: other, deliveryDay: '2026-03-17', isIndexed: false },
    ]);
  });

  it('are none without a key of a log file', () => {
    expect(filesToMend([fault('not-in-index', 'notes.txt')])).toEqual([]);
    expect(filesToMend([{ ...fault('not-in-index'), key: undefined }])).toEqual([]);
  });
});
