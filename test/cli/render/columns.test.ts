import { describe, expect, it } from 'vitest';
import { type Candidate, placeColumns } from '../../../lib/cli/render/columns.ts';
import { cutEnd } from '../../../lib/cli/render/shorten.ts';

function candidate(field: string, natural: number, least: number | undefined): Candidate {
  return {
    column: { field, header: field, text: () => '', least, shorten: cutEnd, align: 'start' },
    natural,
  };
}

const essential = ({ column, natural }: Candidate): Candidate => ({
  column: { ...column, essential: true },
  natural,
});

const place = (candidates: readonly Candidate[], width: number) =>
  placeColumns(candidates, { width, gap: 2 }).map((column) => [column.field, column.width]);

describe('columns', () => {
  const all = [candidate('id', 36, undefined), candidate('name', 20, 8), candidate('who', 30, 10)];

  it('have their natural widths where there is room', () => {
    expect(place(all, 90)).toEqual([
      ['id', 36],
      ['name', 20],
      ['who', 30],
    ]);
    expect(place(all, Number.POSITIVE_INFINITY)).toEqual(place(all, 90));
  });

  it('shrink, the least important first', () => {
    expect(place(all, 72)).toEqual([
      ['id', 36],
      ['name', 20],
      ['who', 12],
    ]);
    expect(place(all, 60)).toEqual([
      ['id', 36],
      ['name', 10],
      ['who', 10],
    ]);
  });

  it('give way where their least width does not fit', () => {
    expect(place(all, 57)).toEqual([
      ['id', 36],
      ['name', 19],
    ]);
  });

  it('need no more than their natural width', () => {
    expect(place([candidate('a', 3, 8), candidate('b', 4, 8)], 9)).toEqual([
      ['a', 3],
      ['b', 4],
    ]);
  });

  it('are left out when they have nothing to show', () => {
    expect(place([candidate('a', 0, undefined), candidate('b', 4, undefined)], 80)).toEqual([['b', 4]]);
  });
});

describe('columns that are read in comfort', () => {
  const comfortable = {
    ...candidate('name', 30, 8),
    column: { ...candidate('name', 30, 8).column, comfortable: 20 },
  };

  it('let no other in before they are, unless it is essential', () => {
    const other = candidate('region', 9, undefined);
    expect(place([comfortable, other], 30)).toEqual([['name', 30]]);
    expect(place([comfortable, other], 31)).toEqual([
      ['name', 20],
      ['region', 9],
    ]);
    expect(place([comfortable, essential(other)], 25)).toEqual([
      ['name', 14],
      ['region', 9],
    ]);
  });

  it('are comfortable before any is whole', () => {
    const second = {
      ...candidate('who', 40, 8),
      column: { ...candidate('who', 40, 8).column, comfortable: 20 },
    };
    expect(place([essential(comfortable), essential(second)], 45)).toEqual([
      ['name', 23],
      ['who', 20],
    ]);
  });
});
