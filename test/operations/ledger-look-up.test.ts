import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';
import { createLedgerLookUp } from '../../lib/operations/ledger-look-up.ts';

const DAY = '2026-03-17';

function entryOf(key: string): LedgerEntry {
  return { key, deliveryDay: DAY, status: 'indexed', updatedAt: '2026-03-17T12:00:00.000Z', rulesVersion: 1 };
}

describe('looking up single entries', () => {
  it('joins the questions of a moment into requests of at most 100 distinct keys and answers each', async () => {
    const requests: number[] = [];
    const lookUp = createLedgerLookUp({
      async readEntries(files) {
        requests.push(new Set(files.map(({ key }) => key)).size);
        expect(files).toHaveLength(requests.at(-1) ?? 0);
        return files.filter(({ key }) => !key.endsWith('0')).map(({ key }) => entryOf(key));
      },
    });
    const keys = [...Array.from({ length: 150 }, (_, at) => `key-${at}`), 'key-1'];
    const entries = await Promise.all(keys.map((key) => lookUp({ deliveryDay: DAY, key })));
    expect(requests).toEqual([100, 51]);
    expect(entries.map((entry) => entry?.key)).toEqual(
      keys.map((key) => (key.endsWith('0') ? undefined : key)),
    );
    expect(await lookUp({ deliveryDay: DAY, key: 'later' })).toEqual(entryOf('later'));
  });

  it('fails those who asked, and answers the next', async () => {
    let isDown = true;
    const lookUp = createLedgerLookUp({
      async readEntries(files) {
        if (isDown) throw new Error('down');
        return files.map(({ key }) => entryOf(key));
      },
    });
    await expect(lookUp({ deliveryDay: DAY, key: 'a' })).rejects.toThrow('down');
    isDown = false;
    expect(await lookUp({ deliveryDay: DAY, key: 'a' })).toEqual(entryOf('a'));
  });
});
