/**
 * Messages that somebody forged, over a bucket that has an object under every key: what the function opens is its own
 * choice alone. A plain regular expression says for each configuration which keys it may choose.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IngestContext, ingestMessage, MessageUnfinishedError } from '../../../lambdas/ingest/ingest.ts';
import type { LogFileBody } from '../../../lambdas/ingest/ports.ts';
import { NotificationError } from '../../../lib/cloudtrail/delivery-notification.ts';
import { bodiesAround } from './forged-bodies.ts';
import {
  envelope,
  FOREIGN_ACCOUNT,
  FOREIGN_BUCKETS,
  FOREIGN_KEYS,
  GOOD_KEY,
  OWN_ACCOUNT,
  s3Event,
  UNREADABLE,
} from './forged-messages.ts';
import { BUCKET, keyOf, notification, record, World } from './world.ts';

type Configuration = Pick<
  IngestContext,
  'keyPrefix' | 'organizationId' | 'accountIds' | 'maxKeysPerNotification'
>;
const ONE_ACCOUNT: Configuration = {
  keyPrefix: '',
  organizationId: '',
  accountIds: [OWN_ACCOUNT],
  maxKeysPerNotification: 100,
};
const ORGANISATION: Configuration = {
  keyPrefix: 'audit/all',
  organizationId: 'o-ours1234567',
  accountIds: undefined,
  maxKeysPerNotification: 100,
};

const FROM_FOLDER = String.raw`CloudTrail(?!-Digest/)(?:-[A-Za-z0-9-]+)?/[a-z0-9-]+/\d{4}/\d\d/\d\d/[^/\p{Cc}]+\.(?:json|gz)$`;
const TRAILS = [
  {
    name: 'one account',
    configuration: ONE_ACCOUNT,
    own: [GOOD_KEY, keyOf('two'), keyOf('i', 'CloudTrail-Insight')],
    admitted: new RegExp(`^AWSLogs/111122223333/${FROM_FOLDER}`, 'u'),
  },
  {
    name: 'an organisation',
    configuration: ORGANISATION,
    own: [
      `audit/all/${GOOD_KEY}`,
      `audit/all/${GOOD_KEY.replace(OWN_ACCOUNT, `o-ours1234567/${FOREIGN_ACCOUNT}`)}`,
    ],
    admitted: new RegExp(String.raw`^audit/all/AWSLogs/(?:o-ours1234567/)?\d{12}/${FROM_FOLDER}`, 'u'),
  },
] as const;

interface LogLine {
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One function over the bucket; its messages share an invocation. */
function open(configuration: Configuration) {
  const world = new World();
  const opened: string[] = [];
  const lines: LogLine[] = [];
  const log = (message: string, fields: LogLine['fields']) => void lines.push({ message, fields });
  const context: IngestContext = {
    ...world.context(),
    ...configuration,
    log: { info: log, warn: log },
    bucket: {
      open: async (key) => {
        opened.push(key);
        return fileOf(key);
      },
    },
  };
  return { world, context, opened, lines, receive: (body: string) => ingestMessage(body, context) };
}

/** Whatever is asked for exists, with one event that tells by its id what was asked for. */
function fileOf(key: string): LogFileBody {
  const body = gzipSync(JSON.stringify({ Records: [record(idOf(key))] }));
  return {
    eTag: 'the-only-one',
    sizeBytes: body.byteLength,
    notAsDelivered: false,
    originalName: undefined,
    chunks: (async function* () {
      yield body;
    })(),
    discard: () => {},
  };
}

function idOf(key: string): string {
  return createHash('sha1').update(key).digest('hex');
}

function expectBounded(lines: readonly LogLine[]): void {
  for (const { message, fields } of lines) {
    for (const text of [message, ...Object.values(fields)].filter((value) => typeof value === 'string')) {
      expect(text).toMatch(/^[\x20-\x7e\u2026]{0,1300}$/);
    }
  }
}

describe.each(TRAILS)('a key of the trail of $name', ({ configuration, own, admitted }) => {
  it.each(own)('is opened: %s', async (key) => {
    const { receive, opened, world } = open(configuration);
    await receive(notification(key));
    expect(opened).toEqual([key]);
    expect(world.eventIDs()).toEqual([idOf(key)]);
    expect(key).toMatch(admitted);
  });
});

describe('what is not the trail’s', () => {
  it.each(FOREIGN_BUCKETS)('is not opened: bucket %j', async (s3Bucket) => {
    const { receive, opened, lines, world } = open(ONE_ACCOUNT);
    await receive(JSON.stringify({ s3Bucket, s3ObjectKey: [GOOD_KEY] }));
    expect(opened).toEqual([]);
    expect(world.tally.foreign).toBe(1);
    expect(lines).toHaveLength(1);
    expectBounded(lines);
  });

  it.each(FOREIGN_KEYS)('is not opened: %s', async (_, key) => {
    const { receive, opened, lines, world } = open(ONE_ACCOUNT);
    await receive(notification(key, GOOD_KEY));
    expect(opened).toEqual([GOOD_KEY]);
    expect(world.tally.foreign).toBe(1);
    expect(world.tally.digests).toBe(0);
    expect(lines).toHaveLength(1);
    expectBounded(lines);
  });

  it.each(FOREIGN_KEYS.filter(([, key]) => key.isWellFormed()))(
    'is not opened, told as S3 tells: %s',
    async (_, key) => {
      const { receive, opened, world } = open(ONE_ACCOUNT);
      await receive(s3Event(encodeURIComponent(key)));
      expect(opened).toEqual([]);
      expect(world.tally.foreign).toBe(1);
    },
  );

  it('is not opened: another organisation, no prefix, half a prefix', async () => {
    const { receive, opened, world } = open(ORGANISATION);
    await receive(
      notification(
        `audit/all/${GOOD_KEY.replace('AWSLogs/', 'AWSLogs/o-theirs1234567/')}`,
        GOOD_KEY,
        `audit/${GOOD_KEY}`,
      ),
    );
    expect(opened).toEqual([]);
    expect(world.tally.foreign).toBe(3);
  });

  it('does not keep from being read what looks like it when the two are joined', async () => {
    const { receive, context, opened } = open(ONE_ACCOUNT);
    const rest = GOOD_KEY.slice('AWSLogs/'.length);
    await receive(JSON.stringify({ s3Bucket: `${BUCKET}/AWSLogs`, s3ObjectKey: [rest] }));
    await ingestMessage(notification(GOOD_KEY), context);
    expect(opened).toEqual([GOOD_KEY]);
  });
});

describe('what holds no events', () => {
  it('is not opened: a digest of the trail, which is noted', async () => {
    const { receive, opened, world } = open(ONE_ACCOUNT);
    await receive(notification(keyOf('d', 'CloudTrail-Digest')));
    expect(opened).toEqual([]);
    expect(world.tally).toMatchObject({ digests: 1, foreign: 0 });
  });

  it.each(['AWSLogs/', `AWSLogs/${FOREIGN_ACCOUNT}/CloudTrail/`, '/', `${GOOD_KEY}/`, '../'])(
    'is not opened: the folder marker %s',
    async (key) => {
      const { receive, opened, world } = open(ONE_ACCOUNT);
      await receive(notification(key));
      expect(opened).toEqual([]);
      expect(world.tally).toMatchObject({ ignored: 1, foreign: 0 });
    },
  );

  it.each([
    ['a member of the prototype', `{"__proto__":{"s3Bucket":"${BUCKET}","s3ObjectKey":["${GOOD_KEY}"]}}`],
    ['the constructor', `{"constructor":{"s3Bucket":"${BUCKET}","s3ObjectKey":["${GOOD_KEY}"]}}`],
    ['a list', `[${notification(GOOD_KEY)}]`],
    ['a text', JSON.stringify(notification(GOOD_KEY))],
    ['a number', '1e999'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['no records', '{"Records":[]}'],
    ['records of something else', `{"Records":[${notification(GOOD_KEY)}]}`],
    ['an envelope within Records that nobody sent', `{"Records":[${envelope(notification(GOOD_KEY))}]}`],
    [
      'AWS Config',
      `{"messageType":"ConfigurationHistoryDeliveryCompleted","s3Bucket":"${BUCKET}","s3ObjectKey":"${GOOD_KEY}"}`,
    ],
    ['an object that was removed', s3Event(GOOD_KEY).replace('ObjectCreated:Put', 'ObjectRemoved:Delete')],
    [
      'a link to confirm',
      `{"Type":"SubscriptionConfirmation","SubscribeURL":"http://169.254.169.254/","Message":"m"}`,
    ],
  ])('is counted and done with: %s', async (_, body) => {
    const { receive, opened, world, lines } = open(ONE_ACCOUNT);
    await receive(body);
    expect(opened).toEqual([]);
    expect(world.tally.ignored).toBe(1);
    expectBounded(lines);
  });
});

describe('what cannot be read', () => {
  it.each(UNREADABLE)('goes to the dead-letter queue, and nothing of it is opened: %s', async (_, body) => {
    const { receive, opened, lines } = open(ONE_ACCOUNT);
    const error = await receive(body).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(NotificationError);
    expect((error as Error).message).toMatch(/^[\x20-\x7e\u2026]{1,400}$/);
    expect(opened).toEqual([]);
    expectBounded(lines);
  });

  it('begins above five envelopes and a hundred keys', async () => {
    const keys = Array.from({ length: 100 }, (_, at) => keyOf(`n${at}`));
    const { receive, opened } = open(ONE_ACCOUNT);
    await receive([1, 2, 3, 4, 5].reduce(envelope, notification(...keys, ...keys)));
    expect(opened).toEqual(keys);
  });
});

describe.each(TRAILS)('whatever a message says to the trail of $name', ({ configuration, own, admitted }) => {
  it('opens nothing but log files of the trail, indexes nothing but those, and counts what it refuses', async () => {
    let openedAny = 0;
    let refusedAny = 0;
    await fc.assert(
      fc.asyncProperty(bodiesAround(own), async (body) => {
        const { receive, opened, lines, world } = open(configuration);
        const error = await receive(body).catch((reason: unknown) => reason);
        if (error !== undefined)
          expect([NotificationError, MessageUnfinishedError]).toContain((error as Error).constructor);
        for (const key of opened) {
          expect(key).toMatch(admitted);
          expect(Buffer.byteLength(key)).toBeLessThanOrEqual(512);
        }
        expect(world.eventIDs()).toEqual(opened.map(idOf).sort());
        expectBounded(lines);
        const { indexedFiles, digests, ignored, foreign } = world.tally;
        expect(indexedFiles).toBe(opened.length);
        // A list of no keys announces nothing.
        if (error === undefined && !/\[\s*\]/.test(body))
          expect(indexedFiles + digests + ignored + foreign).toBeGreaterThan(0);
        expect(lines.filter(({ message }) => message.startsWith('Refused'))).toHaveLength(foreign);
        openedAny += opened.length;
        refusedAny += foreign;
      }),
      { numRuns: 3_000 },
    );
    expect(openedAny).toBeGreaterThan(300);
    expect(refusedAny).toBeGreaterThan(300);
  });
});
