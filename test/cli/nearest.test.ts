import { describe, expect, it } from 'vitest';
import { didYouMean } from '../../lib/cli/nearest.ts';

const FIELDS = ['eventTime', 'eventID', 'eventName', 'principal', 'sourceIPAddress'];

describe('the nearest name', () => {
  it.each([
    ['eventId', 'eventID'],
    ['evenName', 'eventName'],
    ['PRINCIPLE', 'principal'],
    ['time', 'eventTime'],
    ['source', 'sourceIPAddress'],
  ])('of %s is %s', (asked, name) => {
    expect(didYouMean(asked, FIELDS)).toBe(` Did you mean ${name}?`);
  });

  it.each(['userAgent', 'x', ''])('of %j is none', (asked) => {
    expect(didYouMean(asked, FIELDS)).toBe('');
  });
});
