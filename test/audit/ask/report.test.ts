import { beforeEach, describe, expect, it } from 'vitest';
import { UnsupportedFilterError } from '../../../lib/audit/ask/findings/unsupported-filter.ts';
import type { Question } from '../../../lib/audit/ask/question.ts';
import { type Outcome, type ReportRequest, reportOn } from '../../../lib/audit/ask/report.ts';
import { AuditWorld } from '../audit-world.ts';
import { eventsQuestion, findingsQuestion } from './questions.ts';

let world: AuditWorld;

beforeEach(() => {
  world = new AuditWorld();
  world.store('d1', { eventName: 'DeleteBucket', eventTime: '2026-03-17T09:00:01Z' });
  world.store('d2', { eventName: 'DeleteBucket', eventTime: '2026-03-17T09:00:02Z' });
});

async function outcomesOf(questions: readonly Question[], request: Partial<ReportRequest> = {}) {
  const outcomes: Outcome[] = [];
  for await (const outcome of reportOn({ window: {}, limit: 50, ...request, questions }, world.context())) {
    outcomes.push(outcome);
  }
  return outcomes;
}

function rowsOf(outcome: Outcome | undefined) {
  return outcome?.status === 'answered' ? outcome.answer.rows : undefined;
}

describe('a report', () => {
  it('asks the worst questions first', async () => {
    const questions = [
      eventsQuestion({ id: 'a', severity: 'info' }),
      findingsQuestion({ id: 'b', severity: 'critical' }),
      eventsQuestion({ id: 'c', severity: 'critical', select: () => [{ eventName: ['CreateBucket'] }] }),
    ];
    const outcomes = await outcomesOf(questions);
    expect(outcomes.map(({ question }) => question.id)).toEqual(['b', 'c', 'a']);
    expect(outcomes.map((outcome) => rowsOf(outcome)?.length)).toEqual([2, 0, 2]);
  });

  it('counts no further than its limit, and says so', async () => {
    const [one] = await outcomesOf([eventsQuestion()], { limit: 1 });
    expect(rowsOf(one)).toEqual([expect.objectContaining({ eventID: 'd2' })]);
    expect(one).toMatchObject({ isCut: true });
    expect(await outcomesOf([eventsQuestion()], { limit: 3 })).toMatchObject([{ isCut: false }]);
    expect(await outcomesOf([eventsQuestion()], { limit: undefined })).toMatchObject([{ isCut: false }]);
  });

  it('goes on after a question that fails', async () => {
    const broken = findingsQuestion({
      severity: 'critical',
      // biome-ignore lint/correctness/useYield: it fails before it has anything to give
      async *find() {
        throw new Error('The table is gone.');
      },
    });
    const outcomes = await outcomesOf([broken, eventsQuestion()]);
    expect(outcomes).toMatchObject([
      { status: 'failed', error: new Error('The table is gone.') },
      { status: 'answered' },
    ]);
  });

  it('says what a sweep would take instead of sweeping', async () => {
    world.count('2026-03-17T09', 3_000_000);
    const sweep = eventsQuestion({ select: () => [{ resource: ['reports'] }] });
    expect(await outcomesOf([sweep])).toMatchObject([
      { status: 'too-large', estimate: { events: 3_000_000 } },
    ]);
    expect(await outcomesOf([sweep], { sweepLimit: 4_000_000 })).toMatchObject([{ status: 'answered' }]);
  });

  it('leaves out what has to be told something, unless it is', async () => {
    const byKey = eventsQuestion({
      parameters: [{ name: 'key', about: 'a key' }],
      select: ({ key = '' }) => [{ accessKeyId: [key] }],
    });
    const byNothing = findingsQuestion();
    expect(await outcomesOf([byKey, byNothing])).toMatchObject([
      { status: 'left-out', missing: [{ name: 'key' }] },
      { status: 'answered' },
    ]);
    const told = await outcomesOf([byKey, byNothing], { args: { key: 'AKIA1' } });
    expect(told.map(({ status }) => status)).toEqual(['answered', 'answered']);
  });

  it('names questions that its filters cannot narrow', async () => {
    const error = new UnsupportedFilterError('first-seen', ['awsRegion'], 'it cannot.');
    const question = findingsQuestion({
      // biome-ignore lint/correctness/useYield: it refuses
      async *find() {
        throw error;
      },
    });
    expect(await outcomesOf([question])).toMatchObject([{ status: 'not-narrowed', error }]);
  });

  it('narrows all questions', async () => {
    world.store('d3', { eventName: 'DeleteBucket', awsRegion: 'eu-west-1' });
    const [outcome] = await outcomesOf([eventsQuestion()], { filters: { awsRegion: ['eu-west-1'] } });
    expect(rowsOf(outcome)).toEqual([expect.objectContaining({ eventID: 'd3' })]);
  });
});
