import { describe, expect, it } from 'vitest';
import { announceMissed } from '../../../lambdas/verify/repair.ts';
import { fromLedgerItem, toLedgerItem } from '../../../lib/event-index/ledger.ts';
import type { LedgerKeyParts } from '../../../lib/operations/ports.ts';
import { faultOf, keyOf, reportOf } from './reports.ts';

const NOW = new Date('2026-03-17T12:00:00.000Z');

interface RepairWorld {
  /** When the files were tried last, by key. */
  readonly triedAt?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

function openWorld({ triedAt = {}, signal = new AbortController().signal }: RepairWorld = {}) {
  const asked: LedgerKeyParts[] = [];
  const announced: (readonly string[])[] = [];
  const paced: number[] = [];
  const context = {
    entries: {
      readEntries: async (files: readonly LedgerKeyParts[]) => {
        asked.push(...files);
        return files.flatMap(({ key, deliveryDay }) => {
          const updatedAt = triedAt[key];
          if (updatedAt === undefined) return [];
          return [
            fromLedgerItem(toLedgerItem({ key, deliveryDay, status: 'pending', updatedAt, rulesVersion: 1 })),
          ];
        });
      },
    },
    topic: {
      announce: async (keys: readonly string[]) => {
        announced.push(keys);
      },
    },
    pace: async (amount: number) => {
      paced.push(amount);
    },
    signal,
    now: NOW,
  };
  return { context, asked, announced, paced };
}

describe('announcing what was missed', () => {
  it('asks the ledger about pending files only, and leaves those alone that were tried lately', async () => {
    const [missing, lately, stalled] = [keyOf('missing'), keyOf('lately'), keyOf('stalled')];
    const { context, asked, announced } = openWorld({
      triedAt: { [lately]: '2026-03-17T11:00:00.000Z', [stalled]: '2026-03-17T01:00:00.000Z' },
    });
    const faults = [
      faultOf('not-in-index', missing),
      faultOf('index-pending', lately),
      faultOf('index-pending', stalled),
      faultOf('index-rejected', keyOf('rejected')),
    ];
    const report = reportOf('eu-west-1', { faults });
    expect(await announceMissed(report, 100, context)).toEqual([missing, stalled]);
    expect(asked).toEqual([
      { key: lately, deliveryDay: '2026-03-17' },
      { key: stalled, deliveryDay: '2026-03-17' },
    ]);
    expect(announced).toEqual([[missing, stalled]]);
  });

  const many = Array.from({ length: 25 }, (_, number) => keyOf(String(number)));
  const report = reportOf('eu-west-1', { faults: many.map((key) => faultOf('not-in-index', key)) });

  it('puts ten files into a message, each at its pace', async () => {
    const { context, announced, paced } = openWorld();
    await announceMissed(report, 100, context);
    expect(announced).toEqual([many.slice(0, 10), many.slice(10, 20), many.slice(20)]);
    expect(paced).toEqual([10, 10, 5]);
  });

  it.each([
    [12, 12],
    [0, 0],
  ])('announces no more than there is room for: %i', async (limit, files) => {
    const { context, announced } = openWorld();
    expect(await announceMissed(report, limit, context)).toEqual(many.slice(0, files));
    expect(announced.flat()).toHaveLength(files);
  });

  it('fails when the time is up, with the rest not announced', async () => {
    const end = new AbortController();
    const { context, announced } = openWorld({ signal: end.signal });
    const pace = async () => {
      if (announced.length === 1) end.abort(new Error('The time is up.'));
    };
    await expect(announceMissed(report, 100, { ...context, pace })).rejects.toThrow('The time is up.');
    expect(announced).toEqual([many.slice(0, 10)]);
  });
});
