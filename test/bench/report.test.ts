import { describe, expect, it } from 'vitest';
import type { Measure } from '../../bench/common/measure.ts';
import { formatReport, formatSection } from '../../bench/common/report.ts';

const MEASURE: Measure = {
  name: 'split-and-map',
  title: 'Split and map, an event',
  method: '\nThe same bytes.\n',
  measure: async () => ({ goals: [], tables: [] }),
};

const RESULT = {
  measure: MEASURE,
  findings: {
    goals: [
      { goal: 'at most 2 times', measured: '1.5 times', isMet: true },
      { goal: 'one request', measured: '3', isMet: false },
    ],
    tables: [{ head: ['who', 'time'], rows: [['ours', '3 ms']] }],
    remarks: ['The disk was slow.'],
  },
};

describe('a section of the report', () => {
  it('tells how to measure it, the figures, and whether each goal holds', () => {
    expect(formatSection(RESULT)).toBe(`## Split and map, an event

\`npm run bench -- --only split-and-map\`

The same bytes.

| who | time |
| --- | ---: |
| ours | 3 ms |

- at most 2 times: **1.5 times** (holds)
- one request: **3** (**missed**)

The disk was slow.`);
  });
});

describe('the report', () => {
  const page = formatReport([RESULT], {
    machine: 'a machine',
    node: 'v24.0.0',
    commit: 'abc1234',
    day: '2026-03-17',
    corpus: 'the sample trail',
  });

  it('says where it was measured', () => {
    for (const row of ['| machine | a machine |', '| commit | abc1234 |', '| log files | the sample trail |'])
      expect(page.split('\n')).toContain(row);
  });

  it('lists every goal with a link to its section, as GitHub names it', () => {
    const link = '[Split and map, an event](#split-and-map-an-event)';
    expect(page.split('\n')).toContain(`| ${link} | at most 2 times | 1.5 times | holds |`);
    expect(page.split('\n')).toContain(`| ${link} | one request | 3 | **missed** |`);
  });

  it('holds the sections behind the goals', () => {
    expect(page.indexOf('## Goals')).toBeGreaterThan(0);
    expect(page.indexOf(formatSection(RESULT))).toBeGreaterThan(page.indexOf('## Goals'));
  });
});
