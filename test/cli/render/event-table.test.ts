import { describe, expect, it } from 'vitest';
import {
  EVENT_COLUMN_PRIORITY,
  eventColumns,
  shortenPrincipal,
  USUAL_EVENT_COLUMNS,
} from '../../../lib/cli/render/event-columns.ts';
import type { EventField } from '../../../lib/cli/render/event-fields.ts';
import type { Row } from '../../../lib/cli/render/rows.ts';
import { openTable } from '../../../lib/cli/render/table.ts';
import { render } from './render.ts';

const READ: Row<EventField> = {
  eventTime: '2026-07-19T21:33:41Z',
  eventID: '9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  principal: 'arn:aws:iam::111122223333:user/mary',
  recipientAccountId: '111122223333',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  failed: false,
};
const REFUSED: Row<EventField> = {
  ...READ,
  eventTime: '2026-07-19T21:33:40Z',
  eventID: 'b7e2a5d0-0b0f-4a52-9f0d-2a9d3a1c8e11',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'DescribeInstanceAttribute',
  principal: 'arn:aws:iam::111122223333:role/service-role/NightlyInventoryRole',
  failed: true,
  errorCode: 'Client.UnauthorizedOperation',
};

const table = (
  rows: readonly Row<EventField>[],
  width: number,
  options: { color?: boolean; zone?: string } = {},
) =>
  render(
    (out) =>
      openTable(out, {
        columns: eventColumns(USUAL_EVENT_COLUMNS, options.zone ?? 'UTC'),
        priority: EVENT_COLUMN_PRIORITY,
        byName: false,
        width,
        color: options.color ?? false,
        isAlarming: (row) => row.failed === true,
      }),
    rows,
  );

describe('a table of events', () => {
  it('fits 80 columns with the whole event id, and marks failed calls', async () => {
    expect(await table([READ, REFUSED], 80)).toBe(
      [
        'time (UTC)          event         principal eventID',
        '2026-07-19 21:33:41 GetObject     user/mary 9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55',
        '2026-07-19 21:33:40 !Descr…ribute Nigh…Role b7e2a5d0-0b0f-4a52-9f0d-2a9d3a1c8e11',
        '',
      ].join('\n'),
    );
  });

  it('shows more where there is more room', async () => {
    expect(await table([READ, REFUSED], 150)).toBe(
      [
        'time (UTC)           source  event                       principal                account       error             eventID',
        '2026-07-19 21:33:41  s3      GetObject                   user/mary                111122223333                    9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55',
        '2026-07-19 21:33:40  ec2     DescribeInstanceAttribute   NightlyInventoryRole     111122223333  Client.Unauthor…  b7e2a5d0-0b0f-4a52-9f0d-2a9d3a1c8e11',
        '',
      ].join('\n'),
    );
  });

  it('leaves out columns without a value', async () => {
    expect(await table([READ], 200)).toBe(
      [
        'time (UTC)           source  event      principal  account       region     address      eventID',
        '2026-07-19 21:33:41  s3      GetObject  user/mary  111122223333  eu-west-1  203.0.113.7  9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55',
        '',
      ].join('\n'),
    );
  });

  it('never breaks a row and never sends what steers a terminal', async () => {
    const hostile = {
      ...READ,
      eventName: '\u001b[2JGet\nObject',
      principal: '\u202egnissim\u009b',
      eventID: 'a\nb',
    };
    const text = await table([hostile], 200);
    expect(text.split('\n')).toHaveLength(3);
    expect(text).toContain('\\x1b[2JGet\\nObject  \\u202egnissim\\x9b');
    expect(text).toContain('a\\nb');
  });

  it('aligns wide characters', async () => {
    const text = await table([{ ...READ, principal: '東京' }, READ], 80);
    expect(text.split('\n')[1]).toBe(
      '2026-07-19 21:33:41 GetObject 東京      9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55',
    );
  });

  it('never cuts an event id, whatever comes after the widths were set', async () => {
    const longID = 'x'.repeat(64);
    const rows = [
      ...Array.from({ length: 200 }, () => READ),
      { ...READ, eventID: longID, eventName: 'A'.repeat(40) },
    ];
    expect((await table(rows, 80)).trimEnd().split('\n').at(-1)).toBe(
      `2026-07-19 21:33:41 AAAA…AAAA user/mary ${longID}`,
    );
  });

  it('is not cut where no terminal shows it', async () => {
    const rows = [...Array.from({ length: 200 }, () => READ), { ...READ, eventName: 'A'.repeat(40) }];
    expect(await table(rows, Number.POSITIVE_INFINITY)).toContain(`s3      ${'A'.repeat(40)}  user/mary`);
  });

  it('shows times of another zone with their offset', async () => {
    expect(await table([READ], 80, { zone: 'Europe/Berlin' })).toContain('2026-07-19 23:33:41+2 GetObject');
  });

  it('is coloured only where that was decided', async () => {
    const colored = await table([READ, REFUSED], 80, { color: true });
    const [header = '', read = '', refused = ''] = colored.split('\n');
    expect([header.startsWith('\u001b[1m'), header.endsWith('\u001b[22m')]).toEqual([true, true]);
    expect(read).not.toContain('\u001b');
    expect([refused.startsWith('\u001b[31m'), refused.endsWith('\u001b[39m')]).toEqual([true, true]);
  });

  it('holds back no more rows than it measures', async () => {
    let written = 0;
    const out = {
      write: async () => {
        written++;
      },
      flush: async () => {},
    };
    const columns = eventColumns(['eventID'], 'UTC');
    const wide = openTable(out, { columns, priority: ['eventID'], byName: true, width: 80, color: false });
    for (let row = 0; row < 199; row++) await wide.write(READ);
    expect(written).toBe(0);
    await wide.write(READ);
    expect(written).toBe(201);
    await wide.write(READ);
    expect(written).toBe(202);
  });
});

describe('a principal', () => {
  it.each([
    ['role/service-role/NightlyInventoryRole', 40, 'role/service-role/NightlyInventoryRole'],
    ['role/service-role/NightlyInventoryRole', 25, 'NightlyInventoryRole'],
    ['role/service-role/NightlyInventoryRole', 10, 'Night…Role'],
    ['cloudtrail.amazonaws.com', 12, 'cloudtrail'],
    ['assumed-role/AWSReservedSSO_Admin_0123456789abcdef/mary@example.com', 20, 'mary@example.com'],
    ['root', 4, 'root'],
    ['user/', 3, 'u…/'],
  ])('%s in %i columns', (principal, width, shown) => {
    expect(shortenPrincipal(principal, width)).toBe(shown);
  });
});
