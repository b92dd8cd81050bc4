/** What was found, as Markdown: docs/performance.md from a whole run, the same on a terminal from a part of one. */
import type { FiguresTable, Findings, Goal, Measure } from './measure.ts';

export interface Measured {
  readonly measure: Measure;
  readonly findings: Findings;
}

export interface Circumstances {
  readonly machine: string;
  readonly node: string;
  readonly commit: string;
  readonly day: string;
  readonly corpus: string;
}

export function formatReport(results: readonly Measured[], circumstances: Circumstances): string {
  return [
    '# Performance',
    '',
    '<!-- Written by `npm run bench`. Do not edit. -->',
    '',
    'What traildex costs, measured beside what one would do instead: in one run, in turns, as ratios, because machines',
    'differ and are shared. Absolute times are context. `npm run bench` measures all of it and writes this page;',
    '`npm run bench -- --only NAME` measures a part, `npm run bench -- PATH` with your own log files, and neither writes.',
    '',
    ...formatTable({
      head: ['', ''],
      rows: [
        ['machine', circumstances.machine],
        ['Node.js', circumstances.node],
        ['commit', circumstances.commit],
        ['day', circumstances.day],
        ['log files', circumstances.corpus],
      ],
    }),
    '',
    '## Goals',
    '',
    ...formatTable({
      head: ['', 'goal', 'measured', ''],
      rows: results.flatMap(({ measure, findings }) =>
        findings.goals.map((goal) => [
          `[${measure.title}](#${anchorOf(measure.title)})`,
          goal.goal,
          goal.measured,
          verdictOf(goal),
        ]),
      ),
    }),
    ...results.flatMap((result) => ['', formatSection(result)]),
    '',
  ].join('\n');
}

/** @param judges whether goals are held against what was measured, with as many events as they are of */
export function formatSection({ measure, findings }: Measured, judges = true): string {
  return [
    `## ${measure.title}`,
    '',
    `\`npm run bench -- --only ${measure.name}\``,
    '',
    measure.method.trim(),
    ...findings.tables.flatMap((table) => ['', ...formatTable(table)]),
    '',
    ...findings.goals.map(
      (goal) =>
        `- ${goal.goal}: **${goal.measured}** (${judges ? verdictOf(goal) : 'not judged with so few'})`,
    ),
    ...(findings.remarks ?? []).flatMap((remark) => ['', remark]),
  ].join('\n');
}

function formatTable({ head, rows }: FiguresTable): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, column) => (column === 0 ? '---' : '---:')).slice(0, head.length)),
    ...rows.map(line),
  ];
}

function verdictOf({ isMet }: Goal): string {
  return isMet ? 'holds' : '**missed**';
}

/** As GitHub makes anchors of headings. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}
