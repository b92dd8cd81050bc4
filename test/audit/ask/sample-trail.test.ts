/**
 * Every question whose answer is events, asked of an index that holds the sample trail and one record that each must find:
 * the answer is what a plain test of all records gives.
 */
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../../lib/audit/ask/ask.ts';
import { EVENT_QUESTIONS } from '../../../lib/audit/ask/event-questions.ts';
import type { EventsQuestion } from '../../../lib/audit/ask/question.ts';
import type { JsonObject } from '../../../lib/cloudtrail/json.ts';
import { generateSampleTrail } from '../../../lib/sample/sample-trail.ts';
import { AuditWorld } from '../audit-world.ts';
import { isAnswer } from './events/matching.ts';
import { SPECIMENS } from './events/specimens.ts';

const ARGUMENTS: Readonly<Record<string, string>> = {
  key: 'AKIAEXAMPLEMALLORY00',
  ip: '198.51.100.0/24',
  user: '*a*',
  resource: '*web*',
};

const records = new Map<string, JsonObject>();
let world: AuditWorld;

beforeAll(() => {
  for (const { body } of generateSampleTrail({ seed: 1, eventCount: 1_000 })) {
    const { Records = [] } = JSON.parse(gunzipSync(body).toString()) as { Records?: JsonObject[] };
    for (const record of Records) records.set(String(record.eventID), record);
  }
  for (const { record } of Object.values(SPECIMENS)) records.set(String(record.eventID), record);
  world = new AuditWorld();
  for (const [eventID, record] of records) {
    if (typeof record.eventTime === 'string') world.store(eventID, record);
    else records.delete(eventID);
  }
});

function argumentsOf(question: EventsQuestion): Readonly<Record<string, string>> {
  return Object.fromEntries(question.parameters.map(({ name }) => [name, ARGUMENTS[name] ?? '']));
}

describe('on the sample trail', () => {
  it.each(EVENT_QUESTIONS.map((question) => [question.id, question] as const))(
    '%s finds what it must, and nothing else',
    async (_, question) => {
      const args = argumentsOf(question);
      const expected = [...records.values()].filter((record) => isAnswer(question, record, args));
      const found: string[] = [];
      const answer = ask(
        question,
        { args, window: {}, sweepLimit: Number.POSITIVE_INFINITY },
        world.context(),
      );
      for await (const { eventID } of answer.rows) found.push(String(eventID));
      expect(expected.length).toBeGreaterThan(0);
      expect(found.sort()).toEqual(expected.map(({ eventID }) => String(eventID)).sort());
      expect([answer.isIncomplete(), answer.unchecked().events]).toEqual([false, 0]);
    },
  );
});
