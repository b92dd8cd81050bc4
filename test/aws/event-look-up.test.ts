import { describe, expect, it } from 'vitest';
import { openEventLookUp } from '../../lib/aws/event-look-up.ts';
import type { Item } from '../../lib/event-index/attribute-value.ts';
import { textIn } from '../../lib/event-index/item-reading.ts';
import { type DynamoDbAnswer, type DynamoDbCall, startFaultyDynamoDb } from '../helpers/fault-server.ts';

interface Key {
  readonly eventID: { readonly S: string };
  readonly recordHash: { readonly B: string };
}

interface Asked {
  readonly keys: readonly Key[];
  readonly isConsistent: boolean;
}

function askedIn({ input }: DynamoDbCall): Asked {
  const { Keys, ConsistentRead } = (
    input as { RequestItems: { Events: { Keys: Key[]; ConsistentRead: boolean } } }
  ).RequestItems.Events;
  return { keys: Keys, isConsistent: ConsistentRead };
}

/** A table that has what `has` says, and says so for as many keys of a request as it has room. */
async function tableWith(has: (eventID: string, asked: Asked) => boolean, room = () => 100) {
  const { client, calls } = await startFaultyDynamoDb((call): DynamoDbAnswer => {
    const asked = askedIn(call);
    const taken = room();
    const found = asked.keys.slice(0, taken).filter(({ eventID }) => has(eventID.S, asked));
    const rest = asked.keys.slice(taken);
    return {
      output: {
        Responses: { Events: found },
        UnprocessedKeys: rest.length === 0 ? {} : { Events: { Keys: rest } },
      },
    };
  });
  const requests = () =>
    calls.map((call) => {
      const { keys, isConsistent } = askedIn(call);
      return { events: keys.map(({ eventID }) => eventID.S), isConsistent };
    });
  return { ...openEventLookUp(client, 'Events'), calls, requests };
}

const event = (eventID: string, recordHash = '00112233445566778899aabbccddeeff') => ({ eventID, recordHash });

const idsOf = (items: readonly Item[]) => items.map((item) => textIn(item, 'eventID'));

describe('events that are looked up', () => {
  it('are read by their keys, consistently, without those that are not there', async () => {
    const { findItems, calls } = await tableWith((eventID) => eventID !== 'gone');
    expect(idsOf(await findItems([event('a'), event('gone'), event('b')]))).toEqual(['a', 'b']);
    expect(calls).toEqual([
      {
        operation: 'BatchGetItem',
        input: {
          RequestItems: {
            Events: {
              ConsistentRead: true,
              Keys: ['a', 'gone', 'b'].map((eventID) => ({
                eventID: { S: eventID },
                recordHash: { B: 'ABEiM0RVZneImaq7zN3u/w==' },
              })),
            },
          },
        },
      },
    ]);
  });

  it('are asked for a hundred in a request, each once', async () => {
    const { findItems, requests } = await tableWith(() => true);
    const events = Array.from({ length: 250 }, (_, number) => event(`e${number}`));
    expect(await findItems([...events, ...events])).toHaveLength(250);
    expect(requests().map(({ events: asked }) => asked.length)).toEqual([100, 100, 50]);
  });

  it('are asked for again where the table had no room', async () => {
    const { findItems, requests } = await tableWith(
      (eventID) => eventID !== 'gone',
      () => 2,
    );
    const asked = [event('a'), event('b'), event('gone'), event('c')];
    expect(idsOf(await findItems(asked))).toEqual(['a', 'b', 'c']);
    expect(requests().map(({ events }) => events)).toEqual([
      ['a', 'b', 'gone', 'c'],
      ['gone', 'c'],
    ]);
  });

  it('are waited for as long as the table gives some', async () => {
    const { findItems, requests } = await tableWith(
      () => true,
      () => 1,
    );
    const events = Array.from({ length: 10 }, (_, number) => event(`e${number}`));
    expect(await findItems(events)).toHaveLength(10);
    expect(requests()).toHaveLength(10);
  });

  it('are none where nothing is asked', async () => {
    const { findItems, calls } = await tableWith(() => false);
    expect(await findItems([])).toEqual([]);
    expect(calls).toEqual([]);
  });
});
