import { describe, expect, it } from 'vitest';
import {
  catalogueEntriesOf,
  catalogueSignature,
  catalogueValue,
  deliveryEntriesOf,
  OVERFLOW,
  splitUser,
  toCatalogueItem,
} from '../../lib/event-index/catalogue.ts';
import { trailEvent } from '../helpers/trail-event.ts';

const MARY = 'arn:aws:iam::111122223333:user/mary';

const linesOf = (event: Parameters<typeof trailEvent>[0]) =>
  catalogueEntriesOf(trailEvent(event)).map(
    ({ dimension, period, value }) => `${dimension}#${period} ${value}`,
  );

describe('catalogueEntriesOf', () => {
  it('puts every value under its day and its year, and these under theirs', () => {
    const entries = linesOf({
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      recipientAccountId: '111122223333',
      awsRegion: 'eu-west-1',
      errorCode: 'AccessDenied',
    });
    expect(entries).toEqual([
      'year#all 2026',
      'day#2026 2026-03-17',
      'source#2026-03-17 s3.amazonaws.com',
      'source#2026 s3.amazonaws.com',
      'name#2026-03-17 GetObject',
      'name#2026 GetObject',
      `principal#2026-03-17 ${MARY}`,
      `principal#2026 ${MARY}`,
      'account#2026-03-17 111122223333',
      'account#2026 111122223333',
      'region#2026-03-17 eu-west-1',
      'region#2026 eu-west-1',
      'error#2026-03-17 AccessDenied',
      'error#2026 AccessDenied',
    ]);
  });

  it('lists what has no value under -, so that a sweep finds it, and failed calls without a code', () => {
    const entries = linesOf({ failed: true });
    expect(entries).toContain('source#2026-03-17 -');
    expect(entries).toContain('name#2026-03-17 -');
    expect(entries).toContain('error#2026-03-17 -');
  });

  it('lists no error code of a call that did not fail: an Insight is about one', () => {
    expect(
      linesOf({ errorCode: 'AccessDenied', failed: false }).filter((line) => line.startsWith('error')),
    ).toEqual([]);
  });

  it('lists users and source identities with who acted under them', () => {
    const entries = linesOf({ userName: 'deploy', sourceIdentity: 'alice' });
    expect(entries).toContain(`user#2026-03-17 deploy\t${MARY}`);
    expect(entries).toContain(`source-identity#2026 alice\t${MARY}`);
  });
});

describe('splitUser', () => {
  it('gives back the name and the principal as keys, whatever characters the name held', () => {
    const [entry] = catalogueEntriesOf(trailEvent({ userName: `a\tb${'c'.repeat(200)}` })).filter(
      ({ dimension }) => dimension === 'user',
    );
    const { user, principal } = splitUser(entry?.value ?? '');
    expect(user).toMatch(/^a\ufffdbc{74}~[0-9a-f]{16}$/);
    expect(principal).toBe(MARY);
  });
});

describe('catalogue items', () => {
  it('hold the section and the value', () => {
    const item = toCatalogueItem({ dimension: 'source', period: '2026', value: 's3.amazonaws.com' });
    expect(item).toEqual({ section: { S: 'source#2026' }, entry: { S: 's3.amazonaws.com' } });
    expect(catalogueValue(item)).toBe('s3.amazonaws.com');
  });

  it('say first that a section is not complete', () => {
    expect(['-', '!', '0', 'a', OVERFLOW].sort()[0]).toBe(OVERFLOW);
  });

  it('find the days of the ledger', () => {
    expect(deliveryEntriesOf('2026-03-17').map(toCatalogueItem)).toEqual([
      { section: { S: 'delivery-year#all' }, entry: { S: '2026' } },
      { section: { S: 'delivery-day#2026' }, entry: { S: '2026-03-17' } },
    ]);
  });
});

const SIGNED = [
  'eventSource',
  'eventName',
  'principal',
  'recipientAccountId',
  'awsRegion',
  'userName',
  'sourceIdentity',
  'errorCode',
] as const;

describe('catalogueSignature', () => {
  it('is never that of an event with other entries', () => {
    const texts = [undefined, 'a', 'a-'];
    const entriesBySignature = new Map<string, string>();
    const combinations = texts.length ** SIGNED.length;
    for (let number = 0; number < 2 * combinations; number++) {
      const chosen = SIGNED.map(
        (name, place) => [name, texts[Math.floor(number / texts.length ** place) % texts.length]] as const,
      );
      const given = Object.fromEntries(chosen.filter(([, value]) => value !== undefined));
      const event = trailEvent({ principal: 'p', ...given, failed: number >= combinations });
      const signature = catalogueSignature(event);
      const entries = JSON.stringify(catalogueEntriesOf(event));
      if ((entriesBySignature.get(signature) ?? entries) !== entries)
        expect.fail(`One signature for two: ${signature}`);
      entriesBySignature.set(signature, entries);
    }
    expect(entriesBySignature.size).toBeGreaterThan(1_000);
  });

  it('tells a failure without a code from one whose code is any text', () => {
    const nameless = catalogueSignature(trailEvent({ failed: true }));
    for (const errorCode of ['undefined', '-', '0:', '!']) {
      expect(catalogueSignature(trailEvent({ failed: true, errorCode }))).not.toBe(nameless);
    }
  });

  it('tells days apart, and where one name ends and the next begins', () => {
    const signature = (event: Parameters<typeof trailEvent>[0]) => catalogueSignature(trailEvent(event));
    expect(signature({ eventTime: '2026-03-18T09:00:00Z' })).not.toBe(signature({}));
    expect(signature({ eventTime: '2026-03-17T23:59:59Z' })).toBe(signature({}));
    expect(signature({ eventSource: 'a1:b' })).not.toBe(signature({ eventSource: 'a', eventName: 'b' }));
  });
});
