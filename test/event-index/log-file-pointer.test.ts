import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromLogFilePointer,
  hashLogFileKey,
  openLogFilePointers,
  toHashPointer,
  toLogFilePointer,
} from '../../lib/event-index/log-file-pointer.ts';

const PLAIN =
  'AWSLogs/111122223333/CloudTrail/us-east-2/2015/08/01/111122223333_CloudTrail_us-east-2_20150801T0210Z_Mu0KsOhtH1ar15ZZ.json.gz';
const OWN = { accountId: '111122223333', region: 'us-east-2' };

describe('log file pointer', () => {
  it.each([
    [
      'keeps only time and unique string where the event says the rest',
      PLAIN,
      OWN,
      '20150801T0210Z_Mu0KsOhtH1ar15ZZ',
    ],
    [
      'names account and region where the event says others',
      PLAIN,
      { accountId: '444455556666', region: undefined },
      '20150801T0210Z_Mu0KsOhtH1ar15ZZ;account=111122223333;region=us-east-2',
    ],
    [
      'names organisation, folder and prefix',
      'logs;a=b/x/AWSLogs/o-abcdefghij/111122223333/CloudTrail-Insight/us-east-2/2015/08/01/111122223333_CloudTrail-Insight_us-east-2_20150801T0210Z_Mu0KsOhtH1ar15ZZ.json.gz',
      OWN,
      '20150801T0210Z_Mu0KsOhtH1ar15ZZ;folder=CloudTrail-Insight;o-abcdefghij;prefix=logs;a=b/x',
    ],
    [
      'keeps a key whose day differs from its name whole',
      PLAIN.replace('/08/01/', '/08/02/'),
      OWN,
      PLAIN.replace('/08/01/', '/08/02/'),
    ],
    ['keeps a key of another form whole', 'some/where/else.json.gz', OWN, 'some/where/else.json.gz'],
    ['marks a whole key that could be taken for a short form', '2015/x.json.gz', OWN, '=2015/x.json.gz'],
  ])('%s', (_, key, context, pointer) => {
    expect(toLogFilePointer(key, context)).toBe(pointer);
    expect(fromLogFilePointer(pointer, context)).toEqual({ kind: 'key', key });
  });

  it('gives back any key exactly, whatever the event says', () => {
    const part = fc.constantFrom(
      '111122223333',
      '444455556666',
      'us-east-2',
      'AWSLogs',
      ';org=x',
      '=',
      '#',
      'a b',
      '',
    );
    const anyKey = fc.oneof(
      fc.array(part, { maxLength: 9 }).map((parts) => parts.join('/')),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '20150801T0210Z_x',
        '20150801T0210Z_x;prefix=y',
        '#2015-08-01#0123456789abcdef0123456789abcdef',
      ),
      part.map((prefix) => `${prefix}/${PLAIN}`),
      fc.constant(PLAIN),
    );
    const context = fc.constantFrom(OWN, { accountId: '444455556666', region: 'eu-west-1' }, {});
    fc.assert(
      fc.property(anyKey, context, (key, event) => {
        expect(fromLogFilePointer(toLogFilePointer(key, event), event)).toEqual({ kind: 'key', key });
      }),
      { numRuns: 500 },
    );
  });

  it('refers to a key by its hash where there is no room for it', () => {
    const pointer = toHashPointer(PLAIN, '2015-08-01');
    expect(pointer).toHaveLength(44);
    expect(fromLogFilePointer(pointer, OWN)).toEqual({
      kind: 'hash',
      day: '2015-08-01',
      hash: hashLogFileKey(PLAIN),
    });
  });
});

describe('the pointers of one log file', () => {
  it.each(['us-east-2', 'undefined', 'null'])(
    'are those of each event by itself, in any order: %s',
    (region) => {
      const key = PLAIN.replaceAll('us-east-2', region);
      const texts = [
        '111122223333',
        '111122223333/x',
        `x/${region}`,
        region,
        'undefined',
        'null',
        '',
        undefined,
      ];
      const context = fc.record({ accountId: fc.constantFrom(...texts), region: fc.constantFrom(...texts) });
      fc.assert(
        fc.property(fc.array(context, { maxLength: 30 }), (contexts) => {
          const pointerTo = openLogFilePointers(key);
          for (const one of contexts) expect(pointerTo(one)).toBe(toLogFilePointer(key, one));
        }),
      );
    },
  );

  it('are told apart where account and region could be taken for one another', () => {
    const key = PLAIN.replaceAll('us-east-2', 'us-east-1').replaceAll('111122223333', '123456789012');
    const pointerTo = openLogFilePointers(key);
    expect(pointerTo({ accountId: '123456789012', region: 'x/us-east-1' })).toBe(
      '20150801T0210Z_Mu0KsOhtH1ar15ZZ;region=us-east-1',
    );
    expect(pointerTo({ accountId: '123456789012/x', region: 'us-east-1' })).toBe(
      '20150801T0210Z_Mu0KsOhtH1ar15ZZ;account=123456789012',
    );
  });

  it('go on being right when there are more than are remembered', () => {
    const pointerTo = openLogFilePointers(PLAIN);
    for (const turn of [1, 2]) {
      for (let account = 0; account < 150; account++) {
        const one = { accountId: String(account), region: 'us-east-2' };
        expect(pointerTo(one), `turn ${turn}`).toBe('20150801T0210Z_Mu0KsOhtH1ar15ZZ;account=111122223333');
      }
    }
  });
});
