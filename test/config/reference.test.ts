import { describe, expect, it } from 'vitest';
import { renderReference } from '../../lib/config/reference.ts';
import { EXAMPLE } from '../../lib/config/reference-foreword.ts';
import { complaintsAbout } from './complaints.ts';

const GIB = 1024 ** 3;
const KIB = 1024;
const MILLION = 1_000_000;

/** USD a GB and month, and a thousand moves: list prices of us-east-1. */
const PRICES = {
  STANDARD_IA: { storage: 0.0125, move: 0.01 },
  ONEZONE_IA: { storage: 0.01, move: 0.01 },
  INTELLIGENT_TIERING: { storage: 0.023, move: 0.01 },
  GLACIER_IR: { storage: 0.004, move: 0.02 },
  GLACIER: { storage: 0.0036, move: 0.03 },
  DEEP_ARCHIVE: { storage: 0.00099, move: 0.05 },
} as const;
const STANDARD_STORAGE = 0.023;

/** What S3 bills for an object of 2 KiB: in the class, and beside it in Standard. */
const BILLED_KIB = {
  STANDARD_IA: [128, 0],
  ONEZONE_IA: [128, 0],
  INTELLIGENT_TIERING: [2, 0],
  GLACIER_IR: [128, 0],
  GLACIER: [34, 8],
  DEEP_ARCHIVE: [34, 8],
} as const;

describe('docs/configuration.md', () => {
  it('is what the schemas say', async () => {
    await expect(renderReference()).toMatchFileSnapshot('../../docs/configuration.md');
  });

  it('has an example without mistakes', () => {
    expect(complaintsAbout(EXAMPLE)).toEqual([]);
  });

  it('links to headings that it has', () => {
    const page = renderReference();
    const headings = [...page.matchAll(/^##+ (.*)$/gm)].map(([, heading = '']) =>
      heading.toLowerCase().replaceAll(/[^a-z0-9-]/g, ''),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
  });

  it.each([
    ['STANDARD_IA', '1.53', '10'],
    ['ONEZONE_IA', '1.22', '10'],
    ['INTELLIGENT_TIERING', '0.04', '10'],
    ['GLACIER_IR', '0.49', '20'],
    ['GLACIER', '0.29', '30'],
    ['DEEP_ARCHIVE', '0.21', '50'],
  ] as const)('says what a million small log files cost in %s', (storageClass, monthly, moved) => {
    const { storage, move } = PRICES[storageClass];
    const [inClass, inStandard] = BILLED_KIB[storageClass];
    const storing = (MILLION * KIB * (inClass * storage + inStandard * STANDARD_STORAGE)) / GIB;
    expect(storing.toFixed(2)).toBe(monthly);
    expect(((MILLION / 1_000) * move).toFixed(0)).toBe(moved);
    expect(renderReference()).toContain(`| \`${storageClass}\` | ${monthly} | ${moved} |\n`);
  });
});
