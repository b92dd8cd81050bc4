import { describe, expect, it } from 'vitest';
import type { HourState } from '../../../lib/audit/verify/report.ts';
import { type DrawOptions, PictureCollector } from '../../../lib/cli/render/verify-drawn.ts';

const DAY = { from: new Date('2026-03-17T00:00:00Z'), until: new Date('2026-03-18T00:00:00Z') };
const MONTH = { from: new Date('2026-03-01T00:00:00Z'), until: new Date('2026-03-20T00:00:00Z') };

function draw(
  places: readonly (readonly [region: string, states: readonly HourState[]])[],
  options: Partial<DrawOptions> = {},
): string[] {
  const pictures = new PictureCollector({
    window: DAY,
    width: 80,
    color: false,
    isVerbose: false,
    ...options,
  });
  for (const [region, states] of places) {
    const hours = states.map((state, at) => ({ hour: `2026-03-17T${String(at).padStart(2, '0')}`, state }));
    pictures.add({ accountId: '111122223333', region, hours });
  }
  return pictures.lines();
}

const regions = (count: number, states: readonly HourState[]): [string, readonly HourState[]][] =>
  Array.from({ length: count }, (_, at) => [`region-${String(at).padStart(3, '0')}`, states]);

describe('the pictures', () => {
  it('stand below each other, in the order of the regions, with what their signs mean', () => {
    expect(
      draw([
        ['us-east-1', ['proven', 'missing']],
        ['eu-west-1', ['silent', 'proven']],
      ]),
    ).toEqual([
      '2026-03-17             03-17 06    12    18',
      '111122223333 eu-west-1 ·█',
      '111122223333 us-east-1 █M',
      '',
      '· silent  █ proven  M missing',
    ]);
  });

  it('have a head and a row for each day in a longer span', () => {
    expect(draw([['eu-west-1', ['silent', 'proven', 'proven']]], { window: MONTH })).toEqual([
      '111122223333 eu-west-1  3 hours: 1 silent, 2 proven',
      '           00    06    12    18',
      '2026-03-17 ·██',
      '',
      '· silent  █ proven',
    ]);
  });

  it('are none of regions of which no hour is known', () => {
    expect(draw([['eu-west-1', []]])).toEqual([]);
  });

  it('of many regions are those with a fault, and the rest is counted', () => {
    const places = [...regions(1_000, ['proven']), ...regions(2, ['altered'])];
    expect(draw(places)).toEqual([
      '2026-03-17              03-17 06    12    18',
      '111122223333 region-000 A',
      '111122223333 region-001 A',
      '1,000 regions without a fault: not drawn here, -v draws all.',
      '',
      '█ proven  A altered',
    ]);
  });

  it('of many faulty regions are the first', () => {
    const lines = draw(regions(1_000, ['altered']));
    expect(lines.filter((line) => line.endsWith(' A'))).toHaveLength(120);
    expect(lines).toContain('880 regions with a fault: not drawn here, -v draws all.');
  });

  it('are all of them with -v', () => {
    expect(draw(regions(300, ['proven']), { isVerbose: true })).toHaveLength(303);
  });

  it('of many sound regions are a line', () => {
    expect(draw(regions(300, ['proven']))).toEqual([
      '300 regions without a fault: not drawn here, -v draws all.',
    ]);
  });

  it('tell states apart by colour as well', () => {
    const [, row = ''] = draw([['eu-west-1', ['proven', 'proven', 'altered']]], { color: true });
    expect(row).toBe('111122223333 eu-west-1 \u001b[32m██\u001b[39m\u001b[1m\u001b[31mA\u001b[39m\u001b[22m');
  });

  it('stay within 80 columns with the longest region and two days', () => {
    const window = { from: new Date('2026-03-16T00:00:00Z'), until: new Date('2026-03-18T00:00:00Z') };
    const states: HourState[] = Array.from({ length: 24 }, () => 'proven');
    const lines = draw(
      [
        ['ap-northeast-1', states],
        ['us-gov-east-1', states],
      ],
      { window },
    );
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines[0]).toBe('2026-03-16                  03-16 06    12    18    03-17 06    12    18');
  });

  it('show what steers a terminal instead of sending it', () => {
    expect(draw([['eu\u001b[2J', ['proven']]])[1]).toBe('111122223333 eu\\x1b[2J █');
  });
});
