import { describe, expect, it } from 'vitest';
import { FINDINGS_QUESTIONS } from '../../../../lib/audit/ask/findings-questions.ts';
import { MARY, SmallIndex } from './small-index.ts';

describe('the questions whose answer is findings', () => {
  it('are these, in this order', () => {
    expect(FINDINGS_QUESTIONS.map(({ id }) => id)).toEqual([
      'key-spread',
      'denied-calls',
      'returned-principals',
      'first-seen-principals',
      'first-seen-accounts',
      'first-seen-regions',
      'first-seen-services',
      'first-seen-apis',
      'unused-principals',
      'failing-calls',
    ]);
  });

  it.each(FINDINGS_QUESTIONS)(
    '$id gives rows of its columns, and a next command of their fields',
    async (question) => {
      const index = new SmallIndex();
      const use = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', errorCode: 'AccessDenied' };
      index.store('old', { eventTime: '2025-01-01T00:00:00Z', ...use, sourceIPAddress: '203.0.113.7' });
      index.store('new', { eventTime: '2025-12-31T23:00:00Z', ...use, sourceIPAddress: '203.0.113.8' });
      const other = { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', awsRegion: 'eu-west-1' };
      const somebody = { principal: `${MARY}2`, recipientAccountId: '444455556666' };
      index.store('other', { eventTime: '2025-12-31T23:00:00Z', ...other, ...somebody });
      // Of key-spread and the two counts the whole index is the window, of the others its last day.
      const since = ['key-spread', 'denied-calls', 'failing-calls'].includes(question.id)
        ? undefined
        : '2025-12-31T00:00:00Z';
      const until = question.id === 'unused-principals' ? undefined : '2026-01-01T00:00:00Z';
      const { rows } = await index.ask(question, { window: { since, until } });
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(Object.keys(row).sort()).toEqual(question.columns.toSorted());
      const named = [...question.next.matchAll(/\{(\w+)\}/g)].map(([, field]) => field);
      expect(question.columns).toEqual(expect.arrayContaining(named));
      expect(named.length).toBeGreaterThan(0);
    },
  );

  it.each(FINDINGS_QUESTIONS)(
    '$id is told in whole sentences, and its parameters have usual values',
    (question) => {
      expect(question.title).toMatch(/^[A-Z].*\?$/);
      for (const sentence of [question.why, ...question.falsePositives])
        expect(sentence).toMatch(/^[A-Z].*\.$/);
      for (const { usual = '', complaint } of question.parameters) expect(complaint?.(usual)).toBeUndefined();
    },
  );
});
