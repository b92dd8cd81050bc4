import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddressRange } from '../../lib/event-index/address-range.ts';

describe('parseAddressRange', () => {
  it.each([
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.114.0', false],
    ['203.0.113.7/24', '203.0.113.200', true],
    ['10.0.0.0/8', '10.255.0.1', true],
    ['172.16.0.0/12', '172.31.255.255', true],
    ['172.16.0.0/12', '172.32.0.0', false],
    ['203.0.113.7/32', '203.0.113.7', true],
    ['203.0.113.7/32', '203.0.113.70', false],
    ['0.0.0.0/0', '198.51.100.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:db8::/32', '2001:db8:1::7', true],
    ['2001:DB8::/32', '2001:0DB8:0:0:0:0:0:1', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['::/0', '203.0.113.7', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['10.0.0.0/8', 'ec2.amazonaws.com', false],
    ['10.0.0.0/8', 'AWS Internal', false],
    ['10.0.0.0/8', '', false],
  ])('%s holds %s: %s', (range, address, holds) => {
    expect(parseAddressRange(range)?.contains(address)).toBe(holds);
  });

  it.each([
    '',
    '10.0.0.0',
    '10.0.0/8',
    '10.0.0.0/33',
    '10.0.0.0/',
    '2001:db8::/129',
    'x/8',
    '10.0.0.0/8 ',
    '*/8',
  ])('takes %j for no range', (text) => {
    expect(parseAddressRange(text)).toBeUndefined();
  });

  it.each([
    ['10.0.0.0/8', '10.'],
    ['10.1.2.3/8', '10.'],
    ['172.16.0.0/12', '172.'],
    ['203.0.113.0/25', '203.0.113.'],
    ['203.0.113.7/32', '203.0.113.7'],
    ['0.0.0.0/7', ''],
    ['2001:db8::/32', ''],
  ])('%s begins with %j', (range, beginning) => {
    expect(parseAddressRange(range)?.beginning).toBe(beginning);
  });

  it('holds only addresses that begin as it says', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const address = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
    fc.assert(
      fc.property(address, fc.integer({ min: 0, max: 32 }), byte, (network, bits, last) => {
        const range = parseAddressRange(`${network}/${bits}`);
        const near = network.replace(/\d+$/, String(last));
        for (const inside of [network, near].filter((one) => range?.contains(one))) {
          expect(inside.startsWith(range?.beginning ?? '?')).toBe(true);
        }
        expect(range?.contains(network)).toBe(true);
      }),
    );
  });
});
