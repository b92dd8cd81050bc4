import { describe, expect, it } from 'vitest';
import { rowShapeOf } from '../../../lib/cli/render/answer-rows.ts';
import { openTable } from '../../../lib/cli/render/table.ts';
import { eventsQuestion, findingsQuestion } from '../../audit/ask/questions.ts';
import { render } from './render.ts';

describe('findings in a table', () => {
  const question = findingsQuestion({ columns: ['principal', 'calls', 'lastSeen', 'note', 'eventID'] });
  const rows = [
    {
      principal: 'arn:aws:iam::111122223333:user/mary',
      calls: 1234,
      lastSeen: '2026-03-17T09:00:00Z',
      note: 'x'.repeat(60),
      eventID: 'e-1',
    },
    { principal: 'john', calls: 5, lastSeen: '2026-03-16', note: 'y', eventID: 'e-2' },
  ];

  const tableOf = (width: number, zone: string) => {
    const { columnsOf, usualColumns, priority } = rowShapeOf(question, zone, rows[0]);
    const options = { columns: columnsOf(usualColumns), priority, byName: false, width, color: false };
    return render((out) => openTable(out, options), rows);
  };

  it('have their numbers at the right and their times as people read them', async () => {
    expect(
      await tableOf(80, 'UTC'),
    ).toBe(`principal calls lastSeen            note                                 eventID
user/mary  1234 2026-03-17 09:00:00 xxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxx e-1
john          5 2026-03-16          y                                    e-2
`);
    expect(await tableOf(200, 'Europe/Berlin')).toContain('2026-03-17 10:00:00+1 ');
  });

  it('keep what they are about and the event before anything else', () => {
    expect(rowShapeOf(question, 'UTC').priority).toEqual([
      'principal',
      'eventID',
      'calls',
      'lastSeen',
      'note',
    ]);
  });
});

describe('events in a table', () => {
  it('have the columns of their question, and give way in the order of every listing', () => {
    const question = eventsQuestion({ columns: ['eventTime', 'mfa', 'principal', 'eventID'] });
    const { usualColumns, priority } = rowShapeOf(question, 'UTC');
    expect(usualColumns).toEqual(['eventTime', 'mfa', 'principal', 'eventID']);
    expect(priority).toEqual(['eventID', 'eventTime', 'principal', 'mfa']);
  });
});
