import { describe, expect, it } from 'vitest';
import { FaultLog } from '../../../lambdas/verify/fault-log.ts';
import { faultOf, keyOf } from './reports.ts';

function openLog() {
  const lines: { readonly message: string; readonly fields: object }[] = [];
  const take = (message: string, fields: object) => {
    lines.push({ message, fields });
  };
  return { lines, faults: new FaultLog({ info: take, warn: take }) };
}

describe('the log of faults', () => {
  it('names each with what was found', () => {
    const { lines, faults } = openLog();
    faults.add([faultOf('log-file-hash', keyOf('a'))]);
    faults.end();
    expect(lines).toEqual([
      {
        message: 'Fault found',
        fields: {
          accountId: '111122223333',
          region: 'eu-west-1',
          code: 'log-file-hash',
          state: 'altered',
          hour: '2026-03-17T08',
          key: keyOf('a'),
          reason: 'It is log-file-hash.',
        },
      },
    ]);
  });

  it('names fifty and counts the rest, over all regions', () => {
    const { lines, faults } = openLog();
    const thirty = Array.from({ length: 30 }, (_, number) => faultOf('not-in-index', keyOf(String(number))));
    faults.add(thirty);
    faults.add(thirty);
    faults.add(thirty);
    faults.end();
    expect(lines).toHaveLength(51);
    expect(lines[50]).toEqual({ message: 'Further faults are not named', fields: { faults: 40 } });
  });
});
