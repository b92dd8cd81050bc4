import { describe, expect, it } from 'vitest';
import { daysNewestFirst } from '../../../lib/audit/delivery-days.ts';
import { type DayFolder, findDayFolders } from '../../../lib/operations/backfill/day-folders.ts';

const EAST = 'AWSLogs/111122223333/CloudTrail/us-east-1/';
const WEST = 'AWSLogs/111122223333/CloudTrail/us-west-2/';

/** A bucket with these folders of days, and what was asked of it. */
async function find(
  there: readonly string[],
  first: string,
  last: string,
  { stop = new AbortController(), stopAfterLists = Number.POSITIVE_INFINITY } = {},
) {
  const listed: string[] = [];
  const absent: string[] = [];
  const listing = {
    listFolders: async (folder: string) => {
      listed.push(folder);
      if (listed.length === stopAfterLists) stop.abort();
      return there.filter((path) => path.startsWith(folder));
    },
    listObjects: () => {
      throw new Error('Objects are not asked for.');
    },
  };
  const days = daysNewestFirst(first, last);
  const found: DayFolder[] = [];
  const wanted = { regions: [EAST, WEST], days };
  const context = { listing, signal: stop.signal, onAbsent: (day: string) => void absent.push(day) };
  for await (const folder of findDayFolders(wanted, context)) found.push(folder);
  return { found, absent, listed, days };
}

describe('the folders of the days that are wanted', () => {
  it('are those that are there, the newest day first, looked up by the month', async () => {
    const there = [`${EAST}2026/03/17/`, `${WEST}2026/03/17/`, `${EAST}2026/02/28/`, `${WEST}2026/03/30/`];
    const { found, absent, listed, days } = await find(there, '2026-02-20', '2026-03-25');
    expect(found).toEqual([
      { day: '2026-03-17', path: `${EAST}2026/03/17/` },
      { day: '2026-03-17', path: `${WEST}2026/03/17/` },
      { day: '2026-02-28', path: `${EAST}2026/02/28/` },
    ]);
    expect(listed).toEqual([`${EAST}2026/03/`, `${WEST}2026/03/`, `${EAST}2026/02/`, `${WEST}2026/02/`]);
    expect(absent.length + found.length).toBe(2 * days.length);
  });

  it('are all of them where few days of a month are asked for', async () => {
    const { found, absent, listed } = await find([], '2026-02-27', '2026-03-03');
    expect(found.map(({ path }) => path)).toEqual([
      `${EAST}2026/03/03/`,
      `${WEST}2026/03/03/`,
      `${EAST}2026/03/02/`,
      `${WEST}2026/03/02/`,
      `${EAST}2026/03/01/`,
      `${WEST}2026/03/01/`,
      `${EAST}2026/02/28/`,
      `${WEST}2026/02/28/`,
      `${EAST}2026/02/27/`,
      `${WEST}2026/02/27/`,
    ]);
    expect(absent).toEqual([]);
    expect(listed).toEqual([]);
  });

  it('are looked for no further when the run is told to stop', async () => {
    const there = [`${EAST}2026/03/17/`];
    const { found, listed } = await find(there, '2025-01-01', '2026-03-25', { stopAfterLists: 1 });
    expect(found).toEqual([]);
    expect(listed).toEqual([`${EAST}2026/03/`]);
  });
});
