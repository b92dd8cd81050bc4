import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fingerprintOf,
  loadPublicKey,
  PublicKeyError,
  parsePublicKeyList,
} from '../../lib/cloudtrail/public-key.ts';
import { PUBLISHED_KEYS } from './published-keys.ts';

const [first, , third] = PUBLISHED_KEYS;
const derOf = ({ Value }: { readonly Value: string }) => Buffer.from(Value, 'base64');
const listOf = (...keys: readonly unknown[]) => JSON.stringify({ PublicKeyList: keys });

describe("CloudTrail's published keys", () => {
  it.each(PUBLISHED_KEYS)('$Fingerprint is the MD5 of its bytes ($form)', (key) => {
    expect(fingerprintOf(derOf(key))).toBe(key.Fingerprint);
  });

  it.each(PUBLISHED_KEYS)('$Fingerprint is read as an RSA key of 2,048 bits ($form)', (key) => {
    const { asymmetricKeyType, asymmetricKeyDetails } = loadPublicKey({
      fingerprint: key.Fingerprint,
      der: derOf(key),
    });
    expect(asymmetricKeyType).toBe('rsa');
    expect(asymmetricKeyDetails).toMatchObject({ modulusLength: 2048, publicExponent: 65537n });
  });
});

describe('a key that is not what its name says', () => {
  it('is refused where the bytes are those of another key', () => {
    const mixedUp = { fingerprint: first.Fingerprint, der: derOf(third) };
    expect(() => loadPublicKey(mixedUp)).toThrow(
      new PublicKeyError(
        'The public key "8eba5db5bea9b640d1c96a77256fe7f2" has other bytes than its name says.',
      ),
    );
  });

  it('is refused where a single bit differs', () => {
    fc.assert(
      fc.property(fc.nat({ max: derOf(first).length * 8 - 1 }), (bit) => {
        const der = derOf(first);
        der.writeUInt8(der.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(() => loadPublicKey({ fingerprint: first.Fingerprint, der })).toThrow(PublicKeyError);
      }),
    );
  });

  it('is refused where the bytes are no key, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (der) => {
        expect(() => loadPublicKey({ fingerprint: fingerprintOf(der), der })).toThrow(PublicKeyError);
      }),
    );
  });

  it('is refused where it is no RSA key', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const der = publicKey.export({ format: 'der', type: 'spki' });
    expect(() => loadPublicKey({ fingerprint: fingerprintOf(der), der })).toThrow(
      /cannot be read as an RSA key\.$/,
    );
  });
});

describe('parsePublicKeyList', () => {
  it('reads what `aws cloudtrail list-public-keys` prints', () => {
    const text = listOf(
      {
        Value: first.Value,
        ValidityStartTime: '2026-03-01T00:00:00+00:00',
        ValidityEndTime: '2026-03-31T00:00:00+00:00',
        Fingerprint: first.Fingerprint,
      },
      { Value: third.Value, Fingerprint: third.Fingerprint.toUpperCase() },
    );
    const [one, other, ...more] = parsePublicKeyList(text);
    expect(one?.fingerprint).toBe(first.Fingerprint);
    expect(Buffer.from(one?.der ?? []).equals(derOf(first))).toBe(true);
    expect(Date.parse(one?.validFrom ?? '')).toBe(Date.parse('2026-03-01T00:00:00Z'));
    expect(Date.parse(one?.validUntil ?? '')).toBe(Date.parse('2026-03-31T00:00:00Z'));
    expect(other).toMatchObject({ fingerprint: third.Fingerprint });
    expect(more).toEqual([]);
  });

  it('makes the fingerprint of a key that has none from its bytes', () => {
    expect(parsePublicKeyList(listOf({ Value: first.Value }))).toMatchObject([
      { fingerprint: first.Fingerprint },
    ]);
  });

  it('reads the sample of the user guide, which begins with a small letter and counts seconds', () => {
    const { Value } = first;
    const text = JSON.stringify({
      publicKeyList: [{ Value, ValidityStartTime: '1436317441.0', ValidityEndTime: '1438909441.0' }],
    });
    expect(parsePublicKeyList(text)).toMatchObject([
      { validFrom: '2015-07-08T01:04:01.000Z', validUntil: '2015-08-07T01:04:01.000Z' },
    ]);
  });

  it.each([
    ['a number of seconds', 1436317441.5, '2015-07-08T01:04:01.500Z'],
    ['a time of another zone', '2015-07-08T03:04:01+02:00', '2015-07-08T01:04:01.000Z'],
    ['words', 'long ago', undefined],
    ['a number without end', '9'.repeat(400), undefined],
    ['null', null, undefined],
  ])('reads the beginning of validity from %s', (_name, ValidityStartTime, validFrom) => {
    const [key] = parsePublicKeyList(listOf({ Value: first.Value, ValidityStartTime }));
    expect(key?.validFrom).toBe(validFrom);
  });

  it('takes an empty list', () => {
    expect(parsePublicKeyList(listOf())).toEqual([]);
  });

  it.each([
    ['text', 'not JSON', 'it is not JSON.'],
    ['nothing', '', 'it is not JSON.'],
    ['a bare array', '[]', 'it has no PublicKeyList'],
    ['another answer', '{"trailList":[]}', 'it has no PublicKeyList'],
    ['a list that is none', '{"PublicKeyList":{}}', 'it has no PublicKeyList'],
    ['null', 'null', 'it has no PublicKeyList'],
    ['an entry that is no key', '{"PublicKeyList":[null]}', 'key 1 of PublicKeyList has no Value.'],
    [
      'a key without bytes',
      listOf({ Value: first.Value }, { Fingerprint: first.Fingerprint }),
      'key 2 of PublicKeyList has no Value.',
    ],
    [
      'bytes of another key',
      listOf({ Value: first.Value, Fingerprint: third.Fingerprint }),
      'key 1 of PublicKeyList is said to have the fingerprint "31e8b5433410dfb61a9dc45cc65b22ff", and its bytes have 8eba5db5bea9b640d1c96a77256fe7f2.',
    ],
    ['bytes that are no key', listOf({ Value: 'AAAA' }), 'cannot be read as an RSA key.'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parsePublicKeyList(text)).toThrow(PublicKeyError);
    expect(() => parsePublicKeyList(text)).toThrow(message);
  });

  it('refuses any other text with its own error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parsePublicKeyList(text)).toThrow(PublicKeyError);
      }),
    );
  });
});
