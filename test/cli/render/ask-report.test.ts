import { describe, expect, it } from 'vitest';
import { UnsupportedFilterError } from '../../../lib/audit/ask/findings/unsupported-filter.ts';
import type { Outcome } from '../../../lib/audit/ask/report.ts';
import { SweepTooLargeError } from '../../../lib/audit/sweep-estimate.ts';
import { type Output, openOutput } from '../../../lib/cli/output.ts';
import { type ReportLayout, writeReport } from '../../../lib/cli/render/ask-report.ts';
import { writeMarkdownReport } from '../../../lib/cli/render/ask-report-markdown.ts';
import { toReportRow } from '../../../lib/cli/render/ask-report-rows.ts';
import { eventsQuestion, findingsQuestion } from '../../audit/ask/questions.ts';
import { indexedEvent, trailEvent } from '../../helpers/trail-event.ts';
import { KeptText } from '../run-cli.ts';

const LAYOUT: ReportLayout = {
  searched: 'from 2026-03-17T00:00:00Z on',
  zone: 'UTC',
  width: 80,
  color: false,
  program: 'traildex',
  place: ['--data d'],
  notAsked: 0,
};

const NO_CAVEATS = {
  isIncomplete: () => false,
  unchecked: () => ({ events: 0, problem: undefined }),
  remarks: () => [],
  names: () => [],
};

const deletion = (eventID: string) => indexedEvent(trailEvent({ eventID, eventName: 'DeleteBucket' }));

const { estimate } = new SweepTooLargeError({ events: 3_000_000, readUnits: 1, seconds: 1, usd: 1 });

const OUTCOMES: readonly Outcome[] = [
  {
    question: eventsQuestion({ severity: 'critical' }),
    status: 'answered',
    answer: { kind: 'events', rows: ['e-1', 'e-2', 'e-3', 'e-4'].map(deletion) },
    isCut: true,
    caveats: NO_CAVEATS,
  },
  { question: eventsQuestion({ id: 'swept' }), status: 'too-large', estimate },
  {
    question: eventsQuestion({ id: 'broken' }),
    status: 'failed',
    error: new Error('Throttled\u001b[2J by a|b.'),
  },
  {
    question: findingsQuestion({ id: 'first-seen' }),
    status: 'not-narrowed',
    error: new UnsupportedFilterError('first-seen', ['readOnly', 'recipientAccountId'], 'it cannot.'),
  },
  {
    question: findingsQuestion({ id: 'returned' }),
    status: 'answered',
    answer: { kind: 'findings', rows: [] },
    isCut: false,
    caveats: { ...NO_CAVEATS, remarks: () => ['The index begins in March.'] },
  },
  {
    question: eventsQuestion({ id: 'by-key' }),
    status: 'left-out',
    missing: [{ name: 'key', about: 'a key' }],
  },
];

async function written(
  write: (out: Output, outcomes: readonly Outcome[], layout: ReportLayout) => Promise<void>,
  outcomes: readonly Outcome[] = OUTCOMES,
  layout: Partial<ReportLayout> = {},
): Promise<string> {
  const stdout = new KeptText();
  const out = openOutput(stdout);
  await write(out, outcomes, { ...LAYOUT, ...layout });
  await out.flush();
  return stdout.text;
}

describe('the report in a terminal', () => {
  it('has what was found, what has no answer, and the rest in a few lines', async () => {
    expect(await written(writeReport)).toBe(`Searched: from 2026-03-17T00:00:00Z on
6 questions: 1 found something, 1 found nothing, 3 without an answer, 1 left out.

CRITICAL  Which buckets were deleted?  4 events or more
time (UTC)          event        eventID
2026-03-17 09:00:00 DeleteBucket e-1
2026-03-17 09:00:00 DeleteBucket e-2
2026-03-17 09:00:00 DeleteBucket e-3
  All: traildex ask deleted-buckets --data d …
  Next: traildex show --data d e-1

Without an answer:
  swept (high)
    No index serves it, and it would read up to 3,000,000 events: shorten the
    window, or add --sweep.
  broken (high)
    It failed: Throttled\\x1b[2J by a|b.
  first-seen (low)
    first-seen cannot be narrowed by --reads and --writes, --account: it cannot.

Nothing found:
  returned
  returned: The index begins in March.

Left out, because they have to be told something:
  by-key (--key)
`);
  });

  it('says what was not asked any more', async () => {
    expect(await written(writeReport, [], { notAsked: 7 })).toBe(
      'Searched: from 2026-03-17T00:00:00Z on\n' +
        '7 questions: 0 found something, 0 found nothing, 7 not asked, because it was stopped.\n',
    );
  });

  it('does not call clear what could not be decided', async () => {
    const caveats = {
      ...NO_CAVEATS,
      unchecked: () => ({ events: 2, problem: 'Gone.' }),
      isIncomplete: () => true,
    };
    const outcome: Outcome = {
      question: eventsQuestion(),
      status: 'answered',
      answer: { kind: 'events', rows: [] },
      isCut: false,
      caveats,
    };
    const text = await written(writeReport, [outcome]);
    expect(text).toContain('HIGH  Which buckets were deleted?  0 events\n  Rows may be missing');
    expect(text).toContain('  2 events that only the full record could decide on are left out');
    expect(text).not.toContain('Nothing found');
  });
});

describe('the report in Markdown', () => {
  it('has a section for each question that found something, and lists', async () => {
    const text = await written(writeMarkdownReport, OUTCOMES);
    expect(text).toContain(`## Which buckets were deleted?

**critical**, 4 events or more. They are gone.

| eventTime | eventName | eventID |
| --- | --- | --- |
| \`2026-03-17T09:00:00Z\` | \`DeleteBucket\` | \`e-1\` |
`);
    expect(text).toContain('- Next: `traildex show --data d e-1`\n');
    expect(text).toContain('(`broken`): `It failed: Throttled\\x1b[2J by a\\x7cb.`\n');
    expect(text).toContain('- Who calls most? (`returned`) `The index begins in March.`\n');
    expect(text).toContain('- Which buckets were deleted? (`by-key --key`)\n');
  });
});

describe('the report for programs', () => {
  it('says of each question what came of it', () => {
    const rows = OUTCOMES.map((outcome) => toReportRow(outcome, { since: '2026-03-17T00:00:00Z' }));
    expect(rows.map(({ question, status, found, atLeast }) => [question, status, found, atLeast])).toEqual([
      ['deleted-buckets', 'answered', 4, true],
      ['swept', 'too-large', undefined, undefined],
      ['broken', 'failed', undefined, undefined],
      ['first-seen', 'not-narrowed', undefined, undefined],
      ['returned', 'answered', 0, false],
      ['by-key', 'left-out', undefined, undefined],
    ]);
    expect(rows[0]?.rows).toHaveLength(4);
    expect(rows[4]?.remarks).toEqual(['The index begins in March.']);
    expect(rows[5]?.missing).toEqual(['key']);
    expect(rows.every(({ since }) => since === '2026-03-17T00:00:00Z')).toBe(true);
  });
});
