import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogFileError } from '../../lib/cloudtrail/log-file-error.ts';
import { createRecordSplitter, type SplitterOptions } from '../../lib/cloudtrail/record-splitter.ts';

type Part = readonly [index: number, byteOffset: number, content: string | { readonly sizeBytes: number }];

/** Splits chunks to the end. Parts are turned to text only afterwards: their bytes have to stay valid. */
function split(chunks: Iterable<Uint8Array>, options?: SplitterOptions): Part[] {
  const splitter = createRecordSplitter(options);
  const parts = [];
  for (const chunk of chunks) parts.push(...splitter.push(chunk));
  splitter.end();
  expect(splitter.recordCount).toBe(parts.length);
  return parts.map((part) => [
    part.index,
    part.byteOffset,
    part.kind === 'record' ? Buffer.from(part.bytes).toString() : { sizeBytes: part.sizeBytes },
  ]);
}

function* cutInto(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  let from = 0;
  for (let turn = 0; from < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.slice(from, from + size);
    from += size;
  }
}

function errorOf(action: () => unknown): LogFileError {
  try {
    action();
  } catch (error) {
    if (error instanceof LogFileError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

interface Fixture {
  readonly title: string;
  readonly file: string;
  readonly parts: readonly Part[];
  readonly options?: SplitterOptions;
}

const ACCEPTED: readonly Fixture[] = [
  {
    title: 'records as CloudTrail writes them',
    file: '{"Records":[{"eventName":"PutObject"},{"eventName":"GetObject","readOnly":true}]}',
    parts: [
      [0, 12, '{"eventName":"PutObject"}'],
      [1, 38, '{"eventName":"GetObject","readOnly":true}'],
    ],
  },
  { title: 'no records', file: '{"Records":[]}', parts: [] },
  { title: 'no records but white space', file: '{"Records":[ \n]}', parts: [] },
  {
    title: 'white space of every kind in every place, without touching what is inside records',
    file: ' \t\r\n{ "Records" :\n[\r\n\t{ "a" : 1 } ,\n 2 \t]\r} \n',
    parts: [
      [0, 22, '{ "a" : 1 }'],
      [1, 37, '2'],
    ],
  },
  {
    title: 'members before and after Records',
    file: '{"a":{"b":[1,{}]},"c":"]}","d":-1.5e+3,"e":null,"Records":[{"n":1}],"f":[[]],"g":true,"h":{}}',
    parts: [[0, 59, '{"n":1}']],
  },
  {
    title: 'a Records inside another member, inside a string and inside a record, none of which is the one',
    file: '{"x":{"Records":[1]},"y":"\\"Records\\":[2]","Records":[{"Records":[3]}]}',
    parts: [[0, 54, '{"Records":[3]}']],
  },
  {
    title: 'keys that resemble Records',
    file: '{"records":[1],"Records ":[2],"Record":[3],"":[4],"Records":[5],"RecordsRecordsRecordsRecordsRecordsRecords":[6]}',
    parts: [[0, 61, '5']],
  },
  {
    title: 'Records written with escapes',
    file: '{"\\u0052\\u0065\\u0063\\u006f\\u0072\\u0064\\u0073":[{"n":1}],"Rec\\u006Frds":[{"n":2}]}',
    parts: [
      [0, 47, '{"n":1}'],
      [1, 72, '{"n":2}'],
    ],
  },
  {
    title: 'a key that is no JSON string for another member',
    file: '{"\\q":[1],"Records":[2]}',
    parts: [[0, 21, '2']],
  },
  {
    title: 'a second Records, whose positions go on',
    file: '{"Records":[{"n":1}],"other":0,"Records":[{"n":2},{"n":3}]}',
    parts: [
      [0, 12, '{"n":1}'],
      [1, 42, '{"n":2}'],
      [2, 50, '{"n":3}'],
    ],
  },
  {
    title: 'strings full of what would matter outside them',
    file: '{"Records":[{"a":"}]{[,:"},{"\\"}":"\\\\"},{"b":"\\\\\\""},{"c":"\\\\\\\\"}]}',
    parts: [
      [0, 12, '{"a":"}]{[,:"}'],
      [1, 27, '{"\\"}":"\\\\"}'],
      [2, 40, '{"b":"\\\\\\""}'],
      [3, 53, '{"c":"\\\\\\\\"}'],
    ],
  },
  {
    title: 'text of two, three and four bytes, counted in bytes',
    file: '{"é":"€","Records":[{"name":"Zoë 😀"},{"n":1}]}',
    parts: [
      [0, 23, '{"name":"Zoë 😀"}'],
      [1, 44, '{"n":1}'],
    ],
  },
  {
    title: 'elements that are no objects, for the reader of records to reject',
    file: '{"Records":[null,true ,false, -1.5E+7,"s",[],[{}] ,0]}',
    parts: [
      [0, 12, 'null'],
      [1, 17, 'true'],
      [2, 23, 'false'],
      [3, 30, '-1.5E+7'],
      [4, 38, '"s"'],
      [5, 42, '[]'],
      [6, 45, '[{}]'],
      [7, 51, '0'],
    ],
  },
  {
    title: 'records that are no JSON inside but balanced',
    file: '{"Records":[{"a":},{,},{"a":1]]}',
    parts: [
      [0, 12, '{"a":}'],
      [1, 19, '{,}'],
      [2, 23, '{"a":1]'],
    ],
  },
  {
    title: 'a UTF-8 byte order mark, which counts in offsets',
    file: '\ufeff{"Records":[{"n":1}]}',
    parts: [[0, 15, '{"n":1}']],
  },
  {
    title: 'a bare array where it is accepted',
    file: ' [{"eventId":"1"} , {"Records":[]},3]\n',
    options: { acceptBareArray: true },
    parts: [
      [0, 2, '{"eventId":"1"}'],
      [1, 20, '{"Records":[]}'],
      [2, 35, '3'],
    ],
  },
  { title: 'an empty bare array', file: '[]', options: { acceptBareArray: true }, parts: [] },
  {
    title: 'an object where a bare array is accepted too',
    file: '{"Records":[{"n":1}]}',
    options: { acceptBareArray: true },
    parts: [[0, 12, '{"n":1}']],
  },
  {
    title: 'a record over the limit, named with its size between others that keep their positions',
    file: '{"Records":[{"n":1},{"a":"12345"},{"n":3}]}',
    options: { maxRecordBytes: 12 },
    parts: [
      [0, 12, '{"n":1}'],
      [1, 20, { sizeBytes: 13 }],
      [2, 34, '{"n":3}'],
    ],
  },
  {
    title: 'a record as long as the limit',
    file: '{"Records":[{"a":"12345"}]}',
    options: { maxRecordBytes: 13 },
    parts: [[0, 12, '{"a":"12345"}']],
  },
];

describe.each(ACCEPTED)('createRecordSplitter: $title', ({ file, parts, options }) => {
  const bytes = Buffer.from(file);

  it('hands out each record with its position, offset and bytes', () => {
    expect(split([bytes], options)).toEqual(parts);
  });

  it('does the same wherever the file is cut in two, and in single bytes', () => {
    for (let at = 0; at <= bytes.length; at++) {
      expect(split([bytes.subarray(0, at), bytes.subarray(at)], options), `cut at ${at}`).toEqual(parts);
    }
    expect(split(cutInto(bytes, [1]), options)).toEqual(parts);
  });

  it('finds every shorter file truncated', () => {
    const whole = Buffer.byteLength(file.trimEnd());
    for (let length = 0; length < whole; length++) {
      const error = errorOf(() => split([bytes.subarray(0, length)], options));
      expect([error.code, error.byteOffset], `of length ${length}`).toEqual(['truncated-json', length]);
    }
  });
});

describe('createRecordSplitter: files that are no log files', () => {
  it.each([
    ['a string', '"Records"', 'not-a-log-file', 0],
    ['a number', ' 12', 'not-a-log-file', 1],
    ['a bare array where none is accepted', '[{"n":1}]', 'not-a-log-file', 0],
    ['text', '<html>', 'not-a-log-file', 0],
    ['NULs', '\0\0\0\0', 'not-a-log-file', 0],
    ['an object without Records', '{"digestS3Object":"x"}', 'no-records', undefined],
    ['an empty object', '{}', 'no-records', undefined],
    ['Records that is an object', '{"Records":{"a":[]}}', 'no-records', 11],
    ['Records that is null', '{"Records": null}', 'no-records', 12],
    ['a second Records that is no array', '{"Records":[],"Records":"x"}', 'no-records', 24],
    ['a key without quotes', '{Records:[]}', 'malformed-json', 1],
    ['a missing colon', '{"Records"[]}', 'malformed-json', 10],
    ['two colons', '{"a"::1,"Records":[]}', 'malformed-json', 5],
    ['a comma before the first member', '{,"Records":[]}', 'malformed-json', 1],
    ['a comma after the last member', '{"Records":[],}', 'malformed-json', 14],
    ['a missing comma between members', '{"a":1"Records":[]}', 'malformed-json', 6],
    ['a member without value', '{"a":,"Records":[]}', 'malformed-json', 5],
    ['a comma before the first record', '{"Records":[,{}]}', 'malformed-json', 12],
    ['a comma after the last record', '{"Records":[{},]}', 'malformed-json', 15],
    ['two commas between records', '{"Records":[{},,{}]}', 'malformed-json', 15],
    ['a missing comma between records', '{"Records":[{} {}]}', 'malformed-json', 15],
    ['a missing comma between a number and a record', '{"Records":[1{}]}', 'malformed-json', 13],
    ['letters between records', '{"Records":[{},x{}]}', 'malformed-json', 15],
    ['a NUL between records', '{"Records":[{}\0,{}]}', 'malformed-json', 14],
    ['white space that JSON does not know', '{"Records":[{}\u00a0]}', 'malformed-json', 14],
    ['the wrong bracket after the records', '{"Records":[{}}', 'malformed-json', 14],
    ['the wrong bracket after the members', '{"Records":[]]', 'malformed-json', 13],
    ['a byte after the document', '{"Records":[]} x', 'malformed-json', 15],
    ['a NUL after the document', '{"Records":[]}\0', 'malformed-json', 14],
    ['a second document', '{"Records":[]}\n{"Records":[{}]}', 'malformed-json', 15],
    ['a byte order mark in the middle', '{"Records":[]\ufeff}', 'malformed-json', 13],
    ['two byte order marks', '\ufeff\ufeff{"Records":[]}', 'not-a-log-file', 3],
  ])('rejects %s', (_title, file, code, byteOffset) => {
    const bytes = Buffer.from(file);
    for (const chunks of [[bytes], [...cutInto(bytes, [1])]]) {
      const error = errorOf(() => split(chunks));
      expect([error.code, error.byteOffset]).toEqual([code, byteOffset]);
    }
  });

  it.each([
    ['part of a byte order mark', [0xef, 0xbb, 0x7b], 2],
    ['a byte order mark with a space in it', [0xef, 0x20, 0xbb, 0xbf, 0x7b], 1],
    ['UTF-16, little-endian', [0xff, 0xfe, 0x7b, 0x00], 0],
    ['UTF-16, big-endian', [0xfe, 0xff, 0x00, 0x7b], 0],
    ['gzip', [0x1f, 0x8b, 0x08, 0x00], 0],
  ])('rejects %s', (_title, bytes, byteOffset) => {
    const error = errorOf(() => split([Uint8Array.from(bytes)]));
    expect([error.code, error.byteOffset]).toEqual(['not-a-log-file', byteOffset]);
  });

  it('rejects a bare array that does not end', () => {
    expect(errorOf(() => split([Buffer.from('[1,')], { acceptBareArray: true })).code).toBe('truncated-json');
  });

  it('says what was expected, where, and what was found', () => {
    expect(errorOf(() => split([Buffer.from('{"Records":[{"n":1};{"n":2}]}')])).message).toBe(
      'Expected "," or "]" at byte 19 of the inflated file after 1 record, found ";".',
    );
    expect(errorOf(() => split([Buffer.from('\0')])).message).toBe(
      'This is no log file: it begins with the byte 0x00 where "{" belongs.',
    );
    expect(errorOf(() => split([Buffer.from('{"Records":[{"n":1},{"n')])).message).toBe(
      'The inflated file ends at byte 23, inside a record, after 1 record.',
    );
    expect(errorOf(() => split([Buffer.from('{}', 'utf16le').fill(0xff, 0, 1)])).message).toContain('UTF-16');
  });
});

describe('createRecordSplitter: how it is driven', () => {
  it('hands out a record before the chunk behind it is looked at', () => {
    const splitter = createRecordSplitter();
    const parts = splitter.push(Buffer.from('{"Records":[1,2,!'))[Symbol.iterator]();
    expect(parts.next().value).toMatchObject({ index: 0, byteOffset: 12 });
    expect(parts.next().value).toMatchObject({ index: 1, byteOffset: 14 });
    expect(splitter.recordCount).toBe(2);
    expect(() => parts.next()).toThrow(LogFileError);
  });

  it('refuses more bytes, and the end, while records of the last chunk were not read', () => {
    const splitter = createRecordSplitter();
    const parts = splitter.push(Buffer.from('{"Records":[1,2]}'));
    expect(() => splitter.push(Buffer.from(' '))).toThrow('previous chunk');
    for (const _part of parts) break;
    expect(() => splitter.end()).toThrow('previous chunk');
  });

  it('takes chunks of no bytes', () => {
    const empty = new Uint8Array(0);
    const file = ['{"Records":["a\\', '"b"]}'].map((text) => Buffer.from(text));
    expect(split([empty, ...file.flatMap((chunk) => [chunk, empty])])).toEqual([[0, 12, '"a\\"b"']]);
  });

  it('hands out views of the chunk, without copying, where a record lies inside it', () => {
    const chunk = new Uint8Array(Buffer.from('{"Records":[{"n":1}]}'));
    const [part] = createRecordSplitter().push(chunk);
    expect(part?.kind === 'record' && part.bytes.buffer).toBe(chunk.buffer);
  });

  it('follows nesting a hundred thousand deep', () => {
    const deep = `${'[{"a":'.repeat(50_000)}0${'}]'.repeat(50_000)}`;
    const file = Buffer.from(`{"x":${deep},"Records":[${deep},1]}`);
    expect(split(cutInto(file, [1021]))).toEqual([
      [0, 400_018, deep],
      [1, 800_020, '1'],
    ]);
  });

  it('limits records to 16 MiB unless told otherwise', () => {
    const megabyte = Buffer.alloc(1024 * 1024, 'a');
    const chunks = [Buffer.from('{"Records":["'), ...Array(16).fill(megabyte), Buffer.from('"]}')];
    expect(split(chunks)).toEqual([[0, 12, { sizeBytes: 16_777_218 }]]);
  });
});

describe('createRecordSplitter: memory', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');

  function liveBytes(): number {
    // Twice: array buffers found dead by the first are counted as freed by the second.
    collectGarbage();
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  }

  const block = Buffer.from(
    `${JSON.stringify({ eventName: 'PutObject', padding: 'x'.repeat(1300) })},`.repeat(50),
  );

  /** Pushes 100 MB of copies of a block; returns the records handed out and the most memory held on the way. */
  function push100Megabytes(beginning: string, repeated: Buffer, maxRecordBytes?: number) {
    const splitter = createRecordSplitter(maxRecordBytes === undefined ? {} : { maxRecordBytes });
    const before = liveBytes();
    let most = 0;
    for (const _part of splitter.push(Buffer.from(beginning)));
    for (let turn = 0, pushed = 0; pushed < 100e6; turn++, pushed += repeated.length) {
      for (const _part of splitter.push(Buffer.from(repeated)));
      if (turn % 500 === 499) most = Math.max(most, liveBytes() - before);
    }
    return { records: splitter.recordCount, heldBytes: most };
  }

  it('holds less than a megabyte of a file of many records', () => {
    const { records, heldBytes } = push100Megabytes('{"Records":[', block);
    expect(records).toBe(50 * Math.ceil(100e6 / block.length));
    expect(heldBytes).toBeLessThan(1e6);
  });

  it('holds less than a megabyte of a member that is not Records, of an endless key and of white space', () => {
    expect(push100Megabytes('{"other":[', block).heldBytes).toBeLessThan(1e6);
    expect(push100Megabytes('{"', Buffer.alloc(65_536, 'k')).heldBytes).toBeLessThan(1e6);
    expect(push100Megabytes('{"Records":[', Buffer.alloc(65_536, ' ')).heldBytes).toBeLessThan(1e6);
  });

  it('holds no more than the limit of a record that is larger', () => {
    const { records, heldBytes } = push100Megabytes('{"Records":["', Buffer.alloc(65_536, 'a'), 500_000);
    expect(records).toBe(0);
    expect(heldBytes).toBeLessThan(1e6);
  });
});

describe('createRecordSplitter: any document', () => {
  const whiteSpace = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 3 });
  const awkward = fc.string({
    unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '\n', '\0', 'a', 'é', '€', '😀', '\u2028'),
    maxLength: 12,
  });
  const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      awkward,
      fc.constantFrom(null, true, false, 0, -1.5, 1e21),
      fc.constantFrom('x'.repeat(3000), '"'.repeat(700), '\\'.repeat(701)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(awkward, fc.constant('Records')), tie('value'), { maxKeys: 4 }),
    ),
  }));
  const valueText = fc
    .tuple(anyValue, fc.nat(2))
    .map(([value, indent]) => JSON.stringify(value, undefined, indent).trim());
  const otherKey = awkward.filter((key) => key !== 'Records').map((key) => JSON.stringify(key));
  const member = fc.oneof(
    fc.record({ key: otherKey, value: valueText }),
    fc.record({ records: fc.array(valueText, { maxLength: 6 }) }),
  );
  const recordsKey = fc.constantFrom('"Records"', '"\\u0052ecords"', '"R\\u0065c\\u006frds"');

  it('gives back the records it was built from, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(member, { minLength: 1, maxLength: 4 }),
        fc.array(whiteSpace, { minLength: 1, maxLength: 9 }),
        recordsKey,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 9 }),
        (members, spaces, key, sizes) => {
          fc.pre(members.some((each) => 'records' in each));
          let text = '';
          let turn = 0;
          const write = (...tokens: string[]) => {
            for (const token of tokens) text += token + (spaces[turn++ % spaces.length] ?? '');
          };
          const expected: Part[] = [];
          write('', '{');
          for (const [position, each] of members.entries()) {
            if (position > 0) write(',');
            if ('key' in each) {
              write(each.key, ':', each.value);
              continue;
            }
            write(key, ':', '[');
            for (const [index, record] of each.records.entries()) {
              if (index > 0) write(',');
              expected.push([expected.length, Buffer.byteLength(text), record]);
              write(record);
            }
            write(']');
          }
          write('}');
          expect(split(cutInto(Buffer.from(text), sizes))).toEqual(expected);
        },
      ),
      { numRuns: 500, seed: 20231127 },
    );
  });
});
