import { describe, expect, it } from 'vitest';
import type { ListedObject } from '../../../lib/audit/ports.ts';
import type { LedgerEntry } from '../../../lib/event-index/ledger.ts';
import { joinLedger } from '../../../lib/operations/backfill/join-ledger.ts';

function world(objectKeys: readonly string[], entryKeys: readonly string[]) {
  const steps: string[] = [];
  async function* objects(): AsyncGenerator<ListedObject> {
    for (const key of objectKeys) {
      steps.push(`object ${key}`);
      yield { key, eTag: key, sizeBytes: 1, storedAt: new Date(0) };
    }
  }
  async function* entries(): AsyncGenerator<LedgerEntry> {
    try {
      for (const key of entryKeys) {
        steps.push(`entry ${key}`);
        yield { key, deliveryDay: '2026-03-17', status: 'indexed', updatedAt: '', rulesVersion: 1 };
      }
    } finally {
      steps.push('ledger closed');
    }
  }
  return { steps, joined: joinLedger(objects(), entries()) };
}

async function pairs(objectKeys: readonly string[], entryKeys: readonly string[]) {
  const { joined } = world(objectKeys, entryKeys);
  const found: [string, string | undefined][] = [];
  for await (const { object, entry } of joined) found.push([object.key, entry?.key]);
  return found;
}

describe('bucket and ledger, side by side', () => {
  it.each<[string, string[], string[], [string, string | undefined][]]>([
    [
      'the same in both',
      ['a', 'b'],
      ['a', 'b'],
      [
        ['a', 'a'],
        ['b', 'b'],
      ],
    ],
    [
      'objects without entries',
      ['a', 'b', 'c'],
      ['b'],
      [
        ['a', undefined],
        ['b', 'b'],
        ['c', undefined],
      ],
    ],
    ['entries without objects', ['c'], ['a', 'b', 'c', 'd'], [['c', 'c']]],
    ['an empty ledger', ['a'], [], [['a', undefined]]],
    ['an empty folder', [], ['a'], []],
  ])('pairs %s', async (_, objects, entries, expected) => {
    expect(await pairs(objects, entries)).toEqual(expected);
  });

  it('goes by the order of bytes, not of UTF-16 code units', async () => {
    const keys = ['A', 'a', '\uff5e', '\u{1f600}'];
    expect(await pairs(keys, keys)).toEqual(keys.map((key) => [key, key]));
    expect(await pairs(['\u{1f600}'], ['\uff5e', '\u{1f600}'])).toEqual([['\u{1f600}', '\u{1f600}']]);
  });

  it('takes from both only what it needs next', async () => {
    const { steps, joined } = world(['a', 'b', 'c'], ['a', 'b', 'c']);
    await joined.next();
    expect(steps).toEqual(['object a', 'entry a']);
    await joined.next();
    expect(steps).toEqual(['object a', 'entry a', 'object b', 'entry b']);
  });

  it('does not open the ledger for an empty folder, and closes it when nobody reads on', async () => {
    const empty = world([], ['a']);
    await empty.joined.next();
    expect(empty.steps).not.toContain('entry a');
    const left = world(['a', 'b'], ['a', 'b']);
    await left.joined.next();
    await left.joined.return(undefined);
    expect(left.steps).toEqual(['object a', 'entry a', 'ledger closed']);
  });
});
