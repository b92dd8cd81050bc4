import { beforeEach, describe, expect, it } from 'vitest';
import {
  type SelectionOptions,
  selectionIn,
  typedSelection,
  wholeWindow,
  windowAt,
} from '../../lib/cli/selection.ts';
import type { Session } from '../../lib/cli/session.ts';
import { openSession } from '../../lib/cli/session.ts';
import { OVERFLOW, toCatalogueItem } from '../../lib/event-index/catalogue.ts';
import { KeptText, NOW, World } from './run-cli.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Admin';

let world: World;
let stderr: KeptText;
let session: Session;

beforeEach(() => {
  world = new World();
  stderr = new KeptText();
  session = openSession(
    {
      ...hostOf(stderr),
      now: NOW,
      timeZone: 'Europe/Berlin',
    },
    { command: 'traildex query', argv: ['query'], version: '0.0.0', options: {}, rerun: async () => 0 },
  );
});

function hostOf(text: KeptText): Session['host'] {
  return {
    stdout: new KeptText(),
    stderr: text,
    stdin: [] as never,
    env: {},
    isTTY: false,
    columns: undefined,
    now: NOW,
    timeZone: 'UTC',
    interrupt: new AbortController().signal,
    openWorkplace: () => Promise.reject(new Error('No place is opened here.')),
  };
}

const typed = (options: Partial<SelectionOptions> = {}) => typedSelection(session, { tz: 'UTC', ...options });

describe('typedSelection', () => {
  it('reads times in the zone that was asked for', () => {
    expect(typed({ since: '2026-07-18T10:00', tz: 'local' }).window.since).toBe('2026-07-18T08:00:00Z');
    expect(typed({ around: '2026-07-18T10:00', tz: 'local' })).toMatchObject({
      around: { center: { time: '2026-07-18T08:00:00Z' }, marginMs: 600_000 },
      zone: 'Europe/Berlin',
      window: {},
    });
  });

  it('lets a sweep read everything only where somebody says so', () => {
    expect([typed().sweepLimit, typed({ sweep: true }).sweepLimit]).toEqual([
      undefined,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it.each([{ since: '1d' }, { until: '1d' }])('refuses %j beside --around', (window) => {
    expect(() => typed({ around: 'x', ...window })).toThrow(
      '--around and --since or --until exclude each other',
    );
  });
});

describe('the window', () => {
  beforeEach(() => {
    world.store('a', { eventTime: '2026-07-19T21:33:41Z' });
    world.store('b', { eventTime: '2026-07-01T00:00:00Z' });
  });

  it('is as typed, or around an event', async () => {
    expect(await windowAt(typed(), world.place())).toEqual({ since: undefined, until: undefined });
    expect(await windowAt(typed({ since: '2026-07-19' }), world.place())).toEqual({
      since: '2026-07-19T00:00:00Z',
    });
    expect(await windowAt(typed({ around: 'a+-1m' }), world.place())).toEqual({
      since: '2026-07-19T21:32:41Z',
      until: '2026-07-19T21:34:42Z',
    });
  });

  it('of a question that reads all of it is the newest 24 hours without times, and it says so', async () => {
    expect(await wholeWindow(session, typed(), world.place())).toEqual({ since: '2026-07-18T21:33:41Z' });
    expect(stderr.text).toBe(
      'Without times, this takes the newest 24 hours of the index: since 2026-07-18T21:33:41Z. --since 100y takes everything.\n',
    );
  });

  it.each([{ since: '2026-07-01' }, { until: '2026-07-01' }, { around: '2026-07-01T00:00' }])(
    'of a question that reads all of it is as typed for %j',
    async (options) => {
      expect(await wholeWindow(session, typed(options), world.place())).toEqual(
        await windowAt(typed(options), world.place()),
      );
      expect(stderr.text).toBe('');
    },
  );

  it('of an empty index is everything', async () => {
    expect(await wholeWindow(session, typed(), new World().place())).toEqual({});
    expect(stderr.text).toBe('');
  });
});

describe('selectionIn', () => {
  const select = (options: Partial<SelectionOptions>, window = {}) =>
    selectionIn(session, typed(options), window, world.place());

  it('completes names in the window, says what they mean, and keeps what was typed', async () => {
    world.store('a', { eventTime: '2026-07-19T21:33:41Z', principal: ROLE });
    world.store('b', { eventTime: '2024-07-19T21:33:41Z', principal: ROLE.replace('1111', '9999') });
    const window = { since: '2026-01-01T00:00:00Z' };
    const selection = await select({ principal: ['admin'] }, window);
    expect(selection).toMatchObject({
      filters: { principal: ['admin'] },
      resolved: { principal: [ROLE] },
      window,
    });
    expect(stderr.text).toBe(`--principal admin means ${ROLE}\n`);
  });

  it('says when the list of names is not complete', async () => {
    world.store('a', { eventTime: '2026-07-19T21:33:41Z' });
    world.index.logFiles.put(toCatalogueItem({ dimension: 'source', period: '2026', value: OVERFLOW }));
    await select({ source: ['s3'] });
    expect(stderr.text).toBe(
      '--source s3 means s3.amazonaws.com\n' +
        'The list of names in the index is not complete; a short name may mean more than these.\n',
    );
  });
});
