import { describe, expect, it } from 'vitest';
import { ValueCounts } from '../../lib/audit/value-counts.ts';
import { indexedEvent, trailEvent } from '../helpers/trail-event.ts';

describe('ValueCounts', () => {
  const whole = indexedEvent(trailEvent({ userAgent: 'aws-cli/2' }));
  const beginning = { ...whole, clipped: ['userAgent'] };

  it.each([[[whole, beginning]], [[beginning, whole]]])(
    'counts a text as a beginning as soon as it may be one',
    (events) => {
      const counts = new ValueCounts('user-agent');
      for (const event of events) counts.add(event);
      expect(counts.ordered()).toMatchObject([
        { value: { kind: 'beginning', text: 'aws-cli/2' }, events: 2 },
      ]);
    },
  );

  it('says what an event is counted under', () => {
    const counts = new ValueCounts('resource');
    expect(counts.add({ ...whole, resources: ['a', 'b'] })).toEqual(['=a', '=b']);
    expect(counts.add(whole)).toEqual(['missing']);
  });
});
