/**
 * Renders docs/questions.md from the declarations: how to ask, a table of all questions, and all about each. A test holds
 * the committed page against it.
 */
import type { Parameter, Question } from './question.ts';
import { QUESTIONS } from './registry.ts';

const FOREWORD = `# The questions

\`traildex ask\` answers named audit questions. Each is a small declaration in \`lib/audit/ask\`; this page is made of them.

\`\`\`sh
traildex ask                                          # the list
traildex ask trail-tampering --since 30d              # one question
traildex ask access-key-use --key AKIAIOSFODNN7EXAMPLE --since 1y
traildex ask root-use --about                         # all about it
traildex ask --all --since 7d -o markdown             # all of them, the worst first, for a ticket
\`\`\`

- Without times a question is asked of the newest 24 hours of the index. \`--since 100y\` takes everything.
- Filters narrow a question: \`--account\`, \`--event-region\`, \`--principal\` and all others of \`traildex query\`. Questions that
  ask the catalogue (what was first seen, what is unused) cannot be narrowed by all of them and say so.
- What the summary in the index cannot decide is read from the log files. Events whose records cannot be read are left out,
  counted, said on stderr, and make the exit code 1.
- A question gives 50 rows at most; \`--limit 1000\` or \`--limit all\` gives more. In a report it counts 50 at most, so that no
  question costs more than the answer is worth.
- A question that no index serves and that would read more than 250,000 events waits for \`--sweep\`.
- Nothing found is exit code 0, with \`--exit-code\` it is 1.
`;

export function renderReference(questions: readonly Question[] = QUESTIONS): string {
  const rows = questions.map(
    ({ id, severity, title, standard }) =>
      `| [\`${id}\`](#${id}) | ${severity} | ${title} | ${standard ?? ''} |`,
  );
  return [
    FOREWORD,
    ['| question | severity | asks | standard |', '|---|---|---|---|', ...rows, ''].join('\n'),
    ...questions.map((question) => `${renderQuestion(question)}\n`),
  ].join('\n');
}

export function renderQuestion(question: Question): string {
  const { id, title, why, severity, technique, standard, parameters, falsePositives, next } = question;
  const told = parameters.map(({ name, usual }) => ` --${name} ${usual ?? '…'}`).join('');
  return [
    `## ${id}`,
    '',
    `**${title}** ${why}`,
    '',
    `- Severity: ${severity}`,
    ...(technique === undefined
      ? []
      : [`- Technique: [${technique.id} ${technique.name}](${linkTo(technique.id)})`]),
    ...(standard === undefined ? [] : [`- Standard: ${standard}`]),
    `- Ask: \`traildex ask ${id}${told}\``,
    ...parameters.map(renderParameter),
    `- Next: \`traildex ${next}\``,
    ...(falsePositives.length > 0 ? ['', 'Perhaps harmless:', ''] : []),
    ...falsePositives.map((harmless) => `- ${harmless}`),
  ].join('\n');
}

function renderParameter({ name, about, usual }: Parameter): string {
  return `- \`--${name}\`: ${about}${usual === undefined ? '' : ` (usual: ${usual})`}`;
}

/** `T1562.008` is a page below that of `T1562`. */
function linkTo(technique: string): string {
  return `https://attack.mitre.org/techniques/${technique.replace('.', '/')}/`;
}
