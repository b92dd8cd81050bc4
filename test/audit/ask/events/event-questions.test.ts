/** The list as a whole: what is typed, printed and run next must be right for every question. */
import { describe, expect, it } from 'vitest';
import { EVENT_QUESTIONS } from '../../../../lib/audit/ask/event-questions.ts';
import { SEVERITIES } from '../../../../lib/audit/ask/question.ts';
import { isUnsatisfiable } from '../../../../lib/event-index/filters.ts';
import { planQuery } from '../../../../lib/event-index/query-plan.ts';
import { SPECIMENS } from './specimens.ts';

/** Commands that take an event further, and the options that the questions use with them. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  show: [],
  chain: [],
  query: ['--principal', '--around', '--ip', '--name'],
  ask: ['--key'],
};

/** Fields of an event of the index. */
const FIELDS =
  'eventID eventTime eventSource eventName principal userName recipientAccountId awsRegion sourceIPAddress resources errorCode ' +
  'errorMessage mfa signInResult issuedAccessKeyId invokedBy identityType';

it('has unique ids', () => {
  const ids = EVENT_QUESTIONS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('has all 15 questions of the benchmark, numbered as its versions number them', () => {
  const standards = EVENT_QUESTIONS.flatMap(({ standard }) => standard ?? []);
  const numbers = Array.from({ length: 15 }, (_, index) => index + 1);
  expect(standards.toSorted()).toEqual(
    numbers
      .map((number) => `CIS AWS Foundations 4.${number} (v1.4 to v5.0), 5.${number} (v6.0, v7.0)`)
      .toSorted(),
  );
});

describe.each(EVENT_QUESTIONS)('$id', (question) => {
  const args = SPECIMENS[question.id]?.args ?? {};

  it('reads well', () => {
    expect(question.id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(question.title).toMatch(/^[A-Z].{10,80}\?$/);
    expect(question.why).toMatch(/^[A-Z].*\.$/);
    expect(question.falsePositives.length).toBeGreaterThan(0);
    for (const sentence of question.falsePositives) expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(SEVERITIES).toContain(question.severity);
  });

  it('names a technique as ATT&CK does', () => {
    const { technique } = question;
    if (technique === undefined) return;
    expect(technique.id).toMatch(/^T\d{4}(?:\.\d{3})?$/);
    // Sub-techniques are named after their technique.
    expect(technique.name.includes(': ')).toBe(technique.id.includes('.'));
  });

  it('shows fields of events, each once, the id last', () => {
    for (const column of question.columns) expect(FIELDS.split(' ')).toContain(column);
    expect(new Set(question.columns).size).toBe(question.columns.length);
    expect(question.columns[0]).toBe('eventTime');
    expect(question.columns.at(-1)).toBe('eventID');
  });

  it('leads on to a command that there is', () => {
    const [command = '', ...words] = question.next.split(' ');
    expect(Object.keys(COMMANDS)).toContain(command);
    for (const word of words.filter((typed) => typed.startsWith('--')))
      expect(COMMANDS[command]).toContain(word);
    for (const [, field = ''] of question.next.matchAll(/\{(.*?)\}/g))
      expect(FIELDS.split(' ')).toContain(field);
    if (command === 'ask') expect(EVENT_QUESTIONS.map(({ id }) => id)).toContain(words[0]);
  });

  it('asks for what it needs, and takes it as it is given', () => {
    expect(question.parameters.map(({ name }) => name)).toEqual(Object.keys(args));
    for (const { name, complaint } of question.parameters)
      expect(complaint?.(args[name] ?? '')).toBeUndefined();
  });

  it('is answered by an index wherever names can say what is meant', () => {
    const layout = {
      shardCount: 1,
      optionalIndexes: ['by-access-key', 'by-source-ip', 'by-user-name'] as const,
    };
    for (const filters of question.select(args)) {
      expect(isUnsatisfiable(filters)).toBe(false);
      // Of a user the catalogue makes principals, before the plan is made.
      const named =
        filters.user === undefined
          ? filters
          : { ...filters, principal: ['arn:aws:iam::111122223333:user/a'] };
      const swept = ['address-activity', 'resource-changes'].includes(question.id);
      expect(planQuery(named, layout)[0].kind).toBe(swept ? 'sweep' : 'keys');
    }
  });
});
