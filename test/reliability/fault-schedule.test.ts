import { describe, expect, it } from 'vitest';
import type { Decide, Fault, FrontRequest } from '../helpers/fault-front.ts';
import { createFaultSchedule, objectKeyOf } from './fault-schedule.ts';

const SEED = 7;

function request(operation: string, number: number, key = 'AWSLogs/some.json.gz'): FrontRequest {
  const service = operation === 'GetObject' ? 's3' : 'dynamodb';
  const url = operation === 'GetObject' ? `/bucket/${key}?x-id=GetObject` : '/';
  return { service, operation, number, method: 'POST', url, headers: {}, body: Buffer.alloc(0) };
}

function faultsOf(decide: Decide, operation: string, numbers: readonly number[]): (Fault | undefined)[] {
  const faults = new Map(numbers.map((number) => [number, decide(request(operation, number))]));
  return numbers.toSorted((a, b) => a - b).map((number) => faults.get(number));
}

const NUMBERS = Array.from({ length: 20_000 }, (_, number) => number);

describe('a fault schedule', () => {
  it('gives the n-th request of an operation the same fault, whatever came before it', () => {
    const forwards = faultsOf(createFaultSchedule({ seed: SEED }), 'BatchWriteItem', NUMBERS);
    const backwards = faultsOf(createFaultSchedule({ seed: SEED }), 'BatchWriteItem', NUMBERS.toReversed());
    expect(backwards).toEqual(forwards);
  });

  it('differs between seeds', () => {
    const one = faultsOf(createFaultSchedule({ seed: 1 }), 'GetItem', NUMBERS);
    expect(faultsOf(createFaultSchedule({ seed: 2 }), 'GetItem', NUMBERS)).not.toEqual(one);
  });

  it.each([
    ['BatchWriteItem', ['disconnect', 'partial', 'refuse', 'repeat', 'silence', 'slow', 'truncate']],
    ['GetItem', ['disconnect', 'refuse', 'repeat', 'silence', 'slow', 'truncate']],
    ['GetObject', ['disconnect', 'refuse', 'repeat', 'silence', 'slow', 'truncate']],
    ['ChangeMessageVisibilityBatch', ['disconnect', 'refuse', 'repeat', 'silence', 'slow']],
    ['ReceiveMessage', []],
  ])('does to %s: %j', (operation, kinds) => {
    const faults = faultsOf(createFaultSchedule({ seed: SEED }), operation, NUMBERS);
    const met = new Set(faults.flatMap((fault) => (fault === undefined ? [] : [fault.kind])));
    expect([...met].sort()).toEqual(kinds);
  });

  it('throttles by table and by index, for stretches of requests', () => {
    const faults = faultsOf(createFaultSchedule({ seed: SEED }), 'BatchWriteItem', NUMBERS);
    const codes = faults.map((fault) => (fault?.kind === 'refuse' ? fault.code : '.'));
    const longest = Math.max(
      ...(codes
        .join(' ')
        .match(/(?:ProvisionedThroughputExceededException ?){2,}/g)
        ?.map((run) => run.split(' ').length) ?? [0]),
    );
    expect(longest).toBeGreaterThan(5);
    const messages = faults.flatMap((fault) => (fault?.kind === 'refuse' ? [fault.message ?? ''] : []));
    expect(messages.some((message) => message.includes('by-event-source'))).toBe(true);
  });

  it('closes some objects for their first few tries', () => {
    const decide = createFaultSchedule({ seed: SEED });
    const openAfter = Array.from({ length: 2_000 }, (_, index) => {
      const tries = Array.from({ length: 6 }, () => decide(request('GetObject', -1, `key-${index}`)));
      return tries.filter((fault) => fault?.kind === 'refuse' && fault.status !== 503).length;
    });
    const closed = openAfter.filter((tries) => tries > 0);
    expect(closed.length).toBeGreaterThan(10);
    expect(closed.length).toBeLessThan(60);
    expect(new Set(closed)).toEqual(new Set([1, 2, 3, 4]));
  });

  it('denies what is closed for good to every try', () => {
    const decide = createFaultSchedule({ seed: SEED, isClosedForGood: (key) => key === 'closed' });
    for (let number = 0; number < 100; number++)
      expect(decide(request('GetObject', number, 'closed'))).toMatchObject({
        kind: 'refuse',
        code: 'AccessDenied',
      });
  });
});

it('reads the key of an object from the path', () => {
  expect(objectKeyOf({ url: '/bucket/AWSLogs/a%20b.json.gz?x-id=GetObject' })).toBe('AWSLogs/a b.json.gz');
});
