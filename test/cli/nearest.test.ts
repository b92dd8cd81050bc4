import { describe, expect, it } from 'vitest';
import { didYouMean, nearestFlag } from '../../lib/cli/nearest.ts';

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

describe('the nearest flag', () => {
  const FLAGS = ['--all', '--cursor', '--source', '--local'];

  it.each([
    ['--sourc', '--source'],
    ['--locl', '--local'],
    ['--alll', '--all'],
    ['--curser', '--cursor'],
    ['--user', undefined],
    ['--full', undefined],
    ['--al', undefined],
    ['--', undefined],
  ])('of %s is %s', (asked, flag) => {
    expect(nearestFlag(asked, FLAGS)).toBe(flag);
  });
});
