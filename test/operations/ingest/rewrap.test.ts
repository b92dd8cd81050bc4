import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecordSplitter } from '../../../lib/cloudtrail/record-splitter.ts';
import { findRecords, UnknownFormError, wrapRecords } from '../../../lib/operations/ingest/rewrap.ts';

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
    expect(recordsIn(`[${ONE},{"not": json}]`)).toEqual([ONE, '{"not": json}']);
  });

  it.each([
    ['an empty file', ''],
    ['white space', ' \n'],
    ['text', 'time,event\n'],
    ['a record that is cut off', '{"eventID":"tw'],
    ['lines that are all broken', '{"eventID":"tw\n{"eventID":"on'],
    ['records spread over lines, the last one cut off', '{\n"eventID":\n"one"\n}\n{\n"eventID":'],
    ['an array that is cut off', `[${ONE},`],
    ['an array without its commas', `[${ONE} ${TWO}]`],
    ['numbers', '1 2 3 '],
    ['a text that is no record', '"hello"'],
    ['another encoding', Buffer.from(ONE, 'utf16le').toString('latin1')],
  ])('refuses %s', (_, document) => {
    expect(() => recordsIn(document)).toThrow(UnknownFormError);
  });
});

describe('a document with broken lines', () => {
  it.each([
    ['the last one is cut off', `${ONE}\n${TWO}\n{"eventID":"tw`, [ONE, TWO, '"{\\"eventID\\":\\"tw"']],
    ['the first one lacks its beginning', `":"two"}\r\n${ONE}`, ['"\\":\\"two\\"}"', ONE]],
    ['one has too few brackets', `${ONE}\n{"a":{\n${TWO}`, [ONE, '"{\\"a\\":{"', TWO]],
    ['one has too many brackets', `${ONE}\n{"a":1}}\n${TWO}`, [ONE, '"{\\"a\\":1}}"', TWO]],
    ['one is balanced and no JSON', `${ONE}\n{"not": json}\n${TWO}`, [ONE, '"{\\"not\\": json}"', TWO]],
    [
      'two are cut off inside a text',
      `{"a":"x\n${ONE}\n{"b":"y\n`,
      ['"{\\"a\\":\\"x"', ONE, '"{\\"b\\":\\"y"'],
    ],
    ['two balance over the record between', `{"a":"\n${ONE}\n"}`, ['"{\\"a\\":\\""', ONE, '"\\"}"']],
    ['text comes after records', `${ONE}\n\n the end \n`, [ONE, '"the end"']],
    ['JSON that is no record stays JSON', `7\n${ONE}\n"text"`, ['7', ONE, '"text"']],
    ['the mark of its encoding stands before the first', `\ufeff${ONE}\n{`, [ONE, '"{"']],
    ['several records are on one line', `{\n${ONE}${TWO}\n[${TWO}]`, ['"{"', ONE, TWO, TWO]],
    ['a log file is on one line', `{\n{"Records":[${ONE},${TWO}]}`, ['"{"', ONE, TWO]],
  ])('costs only these: %s', (_, document, records) => {
    expect(recordsIn(document)).toEqual(records);
  });

  it('keeps the first 1,000 characters of a broken line', () => {
    expect(recordsIn(`${ONE}\n{${'é'.repeat(5_000)}`)).toEqual([ONE, `"{${'é'.repeat(999)}"`]);
    expect(recordsIn(`${ONE}\n{${'€'.repeat(999)}\n`)).toEqual([ONE, `"{${'€'.repeat(999)}"`]);
    expect(recordsIn(`${ONE}\n{x${'𝄞'.repeat(499)}`)).toEqual([ONE, `"{x${'𝄞'.repeat(499)}"`]);
    const longer = recordsIn(`${ONE}\n{${'𝄞'.repeat(600)}`);
    expect(longer).toEqual([ONE, `"{${'𝄞'.repeat(499)}\\ud834"`]);
  });

  it('keeps its readable lines byte for byte, whatever broken lines stand between them', () => {
    const record = fc
      .dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 })
      .map((members) => ({ text: JSON.stringify({ eventTime: 't', ...members }), isWhole: true }));
    const cut = fc
      .tuple(record, fc.nat())
      // At least its brace, and without its last.
      .map(([{ text }, at]) => ({ text: text.slice(0, 1 + (at % (text.length - 1))), isWhole: false }));
    const noise = fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', 'a', ' ') });
    // Begins with what JSON has outside of texts nowhere, so that it cannot complete a line that was cut before it.
    const broken = fc.oneof(
      cut,
      noise.map((text) => ({ text: `a${text}`, isWhole: false })),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(record, broken), { maxLength: 8 }), record, (lines, last) => {
        const all = [...lines, last];
        const found = recordsIn(all.map(({ text }) => text).join('\n'));
        expect(found).toHaveLength(all.length);
        for (const [at, { text, isWhole }] of all.entries()) {
          if (isWhole) expect(found[at]).toBe(Buffer.from(text).toString());
          else expect(typeof JSON.parse(found[at] ?? '')).toBe('string');
        }
      }),
      { numRuns: 500, seed: 1_245_467_255 },
    );
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
