import { describe, expect, it } from 'vitest';
import { openEventPresence } from '../../lib/aws/event-presence.ts';
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
  return { ...openEventPresence(client, 'Events'), calls, requests };
}

const event = (eventID: string, recordHash = '00112233445566778899aabbccddeeff') => ({ eventID, recordHash });

describe('events that are absent', () => {
  it('are asked for by their keys only, and once more by a consistent read', async () => {
    const { findAbsent, calls, requests } = await tableWith((eventID) => eventID !== 'gone');
    expect(await findAbsent([event('a'), event('gone'), event('b')])).toEqual([event('gone')]);
    expect(requests()).toEqual([
      { events: ['a', 'gone', 'b'], isConsistent: false },
      { events: ['gone'], isConsistent: true },
    ]);
    expect(calls[0]).toEqual({
      operation: 'BatchGetItem',
      input: {
        RequestItems: {
          Events: {
            ProjectionExpression: 'eventID, recordHash',
            ConsistentRead: false,
            Keys: ['a', 'gone', 'b'].map((eventID) => ({
              eventID: { S: eventID },
              recordHash: { B: 'ABEiM0RVZneImaq7zN3u/w==' },
            })),
          },
        },
      },
    });
  });

  it('are not those that were written a moment ago', async () => {
    const { findAbsent } = await tableWith((_, { isConsistent }) => isConsistent);
    expect(await findAbsent([event('new')])).toEqual([]);
  });

  it('are told from copies of another hash', async () => {
    const kept = '0'.repeat(32);
    const { findAbsent } = await tableWith((_, { keys }) => keys.length > 0);
    expect(await findAbsent([event('a', kept)])).toEqual([]);
    const { client } = await startFaultyDynamoDb(() => ({
      output: {
        Responses: {
          Events: [{ eventID: { S: 'a' }, recordHash: { B: Buffer.alloc(16).toString('base64') } }],
        },
      },
    }));
    const lost = '1'.repeat(32);
    const absent = await openEventPresence(client, 'Events').findAbsent([event('a', kept), event('a', lost)]);
    expect(absent).toEqual([event('a', lost)]);
  });

  it('are asked for a hundred in a request, each once', async () => {
    const { findAbsent, requests } = await tableWith(() => true);
    const events = Array.from({ length: 250 }, (_, number) => event(`e${number}`));
    expect(await findAbsent([...events, ...events])).toEqual([]);
    expect(requests().map(({ events: asked }) => asked.length)).toEqual([100, 100, 50]);
  });

  it('are asked for again where the table had no room', async () => {
    const { findAbsent, requests } = await tableWith(
      (eventID) => eventID !== 'gone',
      () => 2,
    );
    expect(await findAbsent([event('a'), event('b'), event('gone'), event('c')])).toEqual([event('gone')]);
    expect(requests().map(({ events }) => events)).toEqual([
      ['a', 'b', 'gone', 'c'],
      ['gone', 'c'],
      ['gone'],
    ]);
  });

  it('are waited for as long as the table gives some', async () => {
    const { findAbsent, requests } = await tableWith(
      () => true,
      () => 1,
    );
    const events = Array.from({ length: 10 }, (_, number) => event(`e${number}`));
    expect(await findAbsent(events)).toEqual([]);
    expect(requests()).toHaveLength(10);
  });

  it('are none where nothing is asked', async () => {
    const { findAbsent, calls } = await tableWith(() => false);
    expect(await findAbsent([])).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('are never assumed: a table that refuses fails', async () => {
    const { client } = await startFaultyDynamoDb(() => ({ exception: 'AccessDeniedException' }));
    await expect(openEventPresence(client, 'Events').findAbsent([event('a')])).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
