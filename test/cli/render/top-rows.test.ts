import { describe, expect, it } from 'vitest';
import { percent, TOP_FIELDS, topColumns } from '../../../lib/cli/render/top-rows.ts';

describe('percent', () => {
  it.each([
    [0, '0.0%'],
    [0.000_9, '<0.1%'],
    [0.001, '0.1%'],
    [0.123_45, '12.3%'],
    [0.999_9, '>99.9%'],
    [1, '100.0%'],
  ])('%d', (share, text) => {
    expect(percent(share)).toBe(text);
  });
});

describe('topColumns', () => {
  const columns = topColumns(TOP_FIELDS, { dimension: 'user-agent', zone: 'UTC' });

  it('are headed by what is counted', () => {
    expect(columns.map(({ header }) => header)).toEqual([
      'user-agent',
      'valueKind',
      'events',
      'share',
      'failed',
      'first seen (UTC)',
      'last seen (UTC)',
    ]);
  });

  it('write values and numbers for people', () => {
    const row = { value: 'aws-cli', valueKind: 'beginning', events: 12_345, share: 0.5, failed: 1_000 };
    const cells = columns.slice(0, 5).map(({ text }) => text(row, new Set()));
    expect(cells).toEqual(['aws-cli…', 'beginning', '12,345', '50.0%', '1,000']);
  });
});
