/** The oracle on files whose fate is plain to see: a judge that accepts everything would make every case pass. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FuzzCase } from './fuzz-case.ts';
import { expectationOf } from './oracle.ts';

const EVENT = '{"eventTime":"2026-03-17T09:00:00Z","eventID":"a"}';

function caseOf(body: string | Buffer, settings: Partial<FuzzCase> = {}): FuzzCase {
  return {
    family: 'by hand',
    body: typeof body === 'string' ? gzipSync(Buffer.from(body, 'latin1')) : body,
    prefix: '',
    folder: 'CloudTrail',
    now: new Date('2026-03-17T12:00:00Z'),
    maxInflatedBytes: 100_000,
    maxRecordBytes: 10_000,
    retentionDays: undefined,
    shardCount: 1,
    chunkBytes: 1_000,
    ...settings,
  };
}

function fatesOf(fuzzCase: FuzzCase): readonly string[] | string {
  const expected = expectationOf(fuzzCase);
  return expected.status === 'rejected' ? expected.because : expected.records.map(({ fate }) => fate);
}

const NO_DOCUMENT = 'no whole document with Records';

describe('the oracle', () => {
  it.each([
    ['an empty file', '{"Records":[]}', []],
    ['an event', `{"Records":[${EVENT}]}`, ['indexed']],
    ['a byte order mark', `\xef\xbb\xbf{"Records":[${EVENT}]}`, ['indexed']],
    ['two Records', `{"Records":[${EVENT}],"a":1,"Records":[${EVENT}]}`, ['indexed', 'indexed']],
    ['an escaped name', `{"\\u0052ecords":[${EVENT}]}`, ['indexed']],
    ['a record that is no JSON', `{"Records":[{a:1},${EVENT},nul]}`, ['rejected', 'indexed', 'rejected']],
    [
      'records without a time',
      '{"Records":[{},1,"x",[],{"eventTime":"yesterday"}]}',
      Array(5).fill('rejected'),
    ],
    ['a bracket too few', `{"Records":[${EVENT}}`, NO_DOCUMENT],
    ['a comma too many', `{"Records":[${EVENT},]}`, NO_DOCUMENT],
    ['two documents', `{"Records":[${EVENT}]}{"Records":[]}`, NO_DOCUMENT],
    ['no Records', '{"a":{"Records":[]}}', NO_DOCUMENT],
    ['Records that are no array', '{"Records":{}}', NO_DOCUMENT],
    ['a bare array', `[${EVENT}]`, NO_DOCUMENT],
  ])('knows the fate of %s', (_title, text, fates) => {
    expect(fatesOf(caseOf(text))).toEqual(fates);
  });

  it('knows what is one gzip member', () => {
    const member = gzipSync(`{"Records":[${EVENT}]}`);
    const damaged = Buffer.from(member);
    damaged.fill(0, member.length - 8, member.length - 4);
    expect(fatesOf(caseOf(member))).toEqual(['indexed']);
    expect(fatesOf(caseOf(Buffer.from(`{"Records":[${EVENT}]}`)))).toEqual(['indexed']);
    expect(fatesOf(caseOf(Buffer.concat([member, gzipSync('')])))).toBe('more than one gzip member');
    expect(fatesOf(caseOf(Buffer.concat([member, Buffer.alloc(9)])))).toBe('more than one gzip member');
    expect(fatesOf(caseOf(member.subarray(0, -1)))).toBe('no gzip: unexpected end of file');
    expect(fatesOf(caseOf(damaged))).toBe('no gzip: incorrect data check');
  });

  it('keeps to the limits and the retention', () => {
    const file = `{"Records":[${EVENT}]}`;
    expect(fatesOf(caseOf(file, { maxInflatedBytes: 63 }))).toMatch(
      /^no gzip: Cannot create a Buffer larger than 63/,
    );
    expect(fatesOf(caseOf(file, { maxRecordBytes: EVENT.length - 1 }))).toEqual(['rejected']);
    expect(fatesOf(caseOf(file, { retentionDays: 1, now: new Date('2026-03-18T08:59:59Z') }))).toEqual([
      'indexed',
    ]);
    expect(fatesOf(caseOf(file, { retentionDays: 1, now: new Date('2026-03-18T09:00:00Z') }))).toEqual([
      'expired',
    ]);
  });

  it('reads records as JSON.parse does, and hashes their bytes', () => {
    const bytes = '{"eventTime":"20260317T103000+0130","eventID":"\xff\\ud800"}';
    const expected = expectationOf(caseOf(`{"Records":[ ${bytes} ]}`));
    expect(expected).toMatchObject({
      records: [
        {
          fate: 'indexed',
          time: '2026-03-17T09:00:00Z',
          hash: createHash('sha256').update(Buffer.from(bytes, 'latin1')).digest('hex').slice(0, 32),
          value: { eventID: '\ufffd\ud800' },
        },
      ],
    });
  });

  it('takes the window of an aggregated event for its time', () => {
    const record = '{"eventCategory":"Aggregated","timeWindow":{"windowStart":"2026-03-17T09:00:00Z"}}';
    expect(fatesOf(caseOf(`[${record}]`, { folder: 'CloudTrail-Aggregated' }))).toEqual(['indexed']);
    expect(fatesOf(caseOf(`{"Records":[${record.replace('Aggregated', 'Data')}]}`))).toEqual(['rejected']);
  });
});
