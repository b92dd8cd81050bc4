import { describe, expect, it } from 'vitest';
import { unitsIn } from '../../bench/measures/write-units/capacity-front.ts';
import { countDelivered } from '../../bench/measures/write-units/delivered.ts';
import { shareOut } from '../../bench/measures/write-units/shares.ts';

const TABLES = { eventsTable: 'events', logFilesTable: 'log-files' };

describe('unitsIn', () => {
  it('reads what a batch consumed, by table and index', () => {
    const answer = {
      ConsumedCapacity: [
        {
          TableName: 'events',
          CapacityUnits: 7,
          Table: { CapacityUnits: 3 },
          GlobalSecondaryIndexes: { 'by-principal': { CapacityUnits: 4 } },
        },
      ],
    };
    expect(unitsIn('BatchWriteItem', Buffer.from(JSON.stringify(answer)))).toEqual([
      { operation: 'BatchWriteItem', table: 'events', index: undefined, units: 3 },
      { operation: 'BatchWriteItem', table: 'events', index: 'by-principal', units: 4 },
    ]);
  });

  it('reads what a single write consumed', () => {
    const answer = { ConsumedCapacity: { TableName: 'log-files', Table: { CapacityUnits: 1 } } };
    expect(unitsIn('UpdateItem', Buffer.from(JSON.stringify(answer)))).toEqual([
      { operation: 'UpdateItem', table: 'log-files', index: undefined, units: 1 },
    ]);
  });

  it('fails where the engine tells nothing: nothing is not zero', () => {
    expect(() => unitsIn('PutItem', Buffer.from('{}'))).toThrow('does not tell');
  });
});

describe('shareOut', () => {
  it('keeps apart the events by index, what is written beside them, and the counters of that', () => {
    const shares = shareOut(
      [
        { operation: 'BatchWriteItem', table: 'events', index: undefined, units: 2 },
        { operation: 'BatchWriteItem', table: 'events', index: 'by-principal', units: 3 },
        { operation: 'PutItem', table: 'events', index: 'by-principal', units: 4 },
        { operation: 'BatchWriteItem', table: 'log-files', index: undefined, units: 5 },
        { operation: 'UpdateItem', table: 'log-files', index: undefined, units: 6 },
      ],
      TABLES,
    );
    expect(shares).toEqual({
      events: 9,
      byIndex: new Map([
        [undefined, 2],
        ['by-principal', 7],
      ]),
      besides: 11,
      counters: 6,
    });
  });

  it('refuses units of a table that it does not know', () => {
    const written = [{ operation: 'PutItem', table: 'others', index: undefined, units: 1 }];
    expect(() => shareOut(written, TABLES)).toThrow('Something was written to others');
  });
});

describe('countDelivered', () => {
  const event = {
    eventTime: '2026-03-17T09:00:00Z',
    eventName: 'AssumeRole',
    eventSource: 'sts.amazonaws.com',
  };

  it('counts events, failed calls and those that issued a credential; what is no event is none of them', () => {
    const records = [
      event,
      { ...event, errorCode: 'AccessDenied' },
      { ...event, responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE000000001' } } },
      'no event',
    ];
    expect(countDelivered([{ key: 'k', body: new Uint8Array(), records }])).toEqual({
      files: 1,
      events: 3,
      failed: 1,
      issuing: 1,
    });
  });
});
