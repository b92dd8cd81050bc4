import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecordSplitter } from '../../lib/cloudtrail/record-splitter.ts';
import { findRecords, UnknownFormError, wrapRecords } from '../../lib/operations/rewrap.ts';

const ONE = '{"eventTime":"2026-03-17T09:10:11Z", "eventID" : "one"}';
const TWO = '{"eventID":"two","text":"} ] \\" é \\ud800"}';

function recordsIn(document: string): string[] {
  return [...findRecords(Buffer.from(document))].map((record) => Buffer.from(record).toString());
}

describe('finding records', () => {
  it.each([
    ['one record', ONE, [ONE]],
    ['JSON lines', `${ONE}\n${TWO}\n`, [ONE, TWO]],
    ['JSON lines with CRLF, empty lines and no end of line', `\r\n${ONE}\r\n\r\n${TWO}`, [ONE, TWO]],
    ['JSON values with tabs or nothing between them', `${ONE}\t${TWO}${ONE}`, [ONE, TWO, ONE]],
    ['records spread over lines', `${ONE.replace(',', ',\n')}\n${TWO}`, [ONE.replace(',', ',\n'), TWO]],
    ['a bare array', ` [${ONE} ,\n${TWO}]\n`, [ONE, TWO]],
    ['an empty array', '[]', []],
    ['several arrays', `[${ONE}]\n[${TWO}]`, [ONE, TWO]],
    ['log files that were joined', `{"Records":[${ONE}]}{"Records":[${TWO},${ONE}]}`, [ONE, TWO, ONE]],
    ['a log file among records', `${ONE}\n{"Records":[${TWO}]}`, [ONE, TWO]],
    ['a byte order mark', `\ufeff${ONE}\n${TWO}`, [ONE, TWO]],
    [
      'a record that mentions Records and Events',
      '{"eventTime":"","a":{"Records":[1],"Events":[2]}}',
      ['{"eventTime":"","a":{"Records":[1],"Events":[2]}}'],
    ],
  ])('takes %s verbatim', (_, document, records) => {
    expect(recordsIn(document)).toEqual(records);
  });

  it('takes the text of CloudTrailEvent from what lookup-events prints', () => {
    const event = (record: string) => ({ EventId: 'x', EventTime: 1773738611, CloudTrailEvent: record });
    const page = (...records: string[]) =>
      JSON.stringify({ Events: records.map(event), NextToken: 'n' }, undefined, 4);
    expect(recordsIn(page(ONE, TWO))).toEqual([ONE, TWO]);
    expect(recordsIn(page())).toEqual([]);
    expect(recordsIn(`${page(ONE)}\n${page(TWO)}`)).toEqual([ONE, TWO]);
    expect(recordsIn(JSON.stringify([event(ONE), event(TWO)]))).toEqual([ONE, TWO]);
    expect(recordsIn(`${JSON.stringify(event(ONE))}\n${JSON.stringify(event(TWO))}`)).toEqual([ONE, TWO]);
  });

  it('takes the texts that a query cuts out of it', () => {
    expect(recordsIn(JSON.stringify([ONE, ` ${TWO}\n`]))).toEqual([ONE, TWO]);
    expect(recordsIn(`${JSON.stringify(ONE)}\n${JSON.stringify(TWO)}`)).toEqual([ONE, TWO]);
  });

  it('keeps what should hold a record and does not, so that it is refused by position', () => {
    expect(recordsIn(`[${ONE},7,null,"no record"]`)).toEqual([ONE, '7', 'null', '"no record"']);
    expect(recordsIn('{"Events":[{"EventId":"a","CloudTrailEvent":"{cut"},{"EventId":"b"}]}')).toEqual([
      '{"EventId":"a","CloudTrailEvent":"{cut"}',
      '{"EventId":"b"}',
    ]);
    expect(recordsIn(`${ONE}\n{"not": json}`)).toEqual([ONE, '{"not": json}']);
  });

  it.each([
    ['an empty file', ''],
    ['white space', ' \n'],
    ['text', 'time,event\n'],
    ['a record that is cut off', `${ONE}\n{"eventID":"tw`],
    ['an array that is cut off', `[${ONE},`],
    ['an array without its commas', `[${ONE} ${TWO}]`],
    ['text after records', `${ONE}\n${TWO}\nthe end`],
    ['numbers', '1 2 3 '],
    ['a text that is no record', '"hello"'],
    ['another encoding', Buffer.from(ONE, 'utf16le').toString('latin1')],
  ])('refuses %s', (_, document) => {
    expect(() => recordsIn(document)).toThrow(UnknownFormError);
  });
});

describe('wrapping records', () => {
  it('puts nothing but punctuation around them', () => {
    const wrapped = Buffer.concat([...wrapRecords([Buffer.from(ONE), Buffer.from(TWO)])]).toString();
    expect(wrapped).toBe(`{"Records":[${ONE},${TWO}]}`);
    expect(Buffer.concat([...wrapRecords([])]).toString()).toBe('{"Records":[]}');
  });

  const anyRecord = fc
    .tuple(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }), fc.constantFrom(undefined, 1, '\t'))
    .map(([members, space]) => JSON.stringify({ eventTime: 't', ...members }, undefined, space));
  const forms: Readonly<Record<string, (records: readonly string[]) => string>> = {
    lines: (records) => records.join('\n'),
    array: (records) => `[${records.join(' ,')}]`,
    'lookup-events': (records) =>
      JSON.stringify({ Events: records.map((text) => ({ CloudTrailEvent: text })) }),
  };

  it.each(Object.entries(forms))(
    'gives back the very texts of any records that came as %s',
    (_, toDocument) => {
      fc.assert(
        fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 6 }), (records) => {
          const wrapped = Buffer.concat([...wrapRecords(findRecords(Buffer.from(toDocument(records))))]);
          const splitter = createRecordSplitter();
          const texts = [...splitter.push(wrapped)].map(
            (part) => part.kind === 'record' && Buffer.from(part.bytes).toString(),
          );
          splitter.end();
          expect(texts).toEqual(records.map((record) => Buffer.from(record).toString()));
        }),
      );
    },
  );
});
