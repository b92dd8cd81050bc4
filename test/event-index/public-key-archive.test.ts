import { describe, expect, it } from 'vitest';
import { itemSizeBytes, WRITE_UNIT_BYTES } from '../../lib/event-index/attribute-value.ts';
import {
  fromPublicKeyItem,
  publicKeyKey,
  toPublicKeyItem,
} from '../../lib/event-index/public-key-archive.ts';

const DER = Buffer.from('not a key, but bytes');
const FINGERPRINT = '7c00d47daef3d6d02f2ab3fa5c1af403';
const ARCHIVED_AT = '2026-03-17T10:00:00.000Z';

describe('an archived public key', () => {
  it('is one item of its region, named by its fingerprint', () => {
    const key = {
      fingerprint: FINGERPRINT,
      der: DER,
      validFrom: '2026-03-01T00:00:00.000Z',
      validUntil: '2026-03-31T00:00:00.000Z',
    };
    const archived = { region: 'eu-west-1', key, signer: 'cloudtrail', archivedAt: ARCHIVED_AT } as const;
    const item = toPublicKeyItem(archived);
    expect(item).toEqual({
      section: { S: 'public-keys#eu-west-1' },
      entry: { S: FINGERPRINT },
      der: { B: DER },
      signer: { S: 'cloudtrail' },
      archivedAt: { S: ARCHIVED_AT },
      validFrom: { S: '2026-03-01T00:00:00.000Z' },
      validUntil: { S: '2026-03-31T00:00:00.000Z' },
    });
    expect(fromPublicKeyItem(item)).toEqual(archived);
    expect(publicKeyKey('eu-west-1', FINGERPRINT)).toEqual({ section: item.section, entry: item.entry });
  });

  it('is named by its bytes, whatever it is said to be', () => {
    const key = { fingerprint: '00000000000000000000000000000000', der: DER };
    const item = toPublicKeyItem({ region: 'eu-west-1', key, signer: 'local', archivedAt: ARCHIVED_AT });
    expect(item.entry).toEqual({ S: FINGERPRINT });
  });

  it('does not pass for one of CloudTrail where it does not say so', () => {
    const { signer: _, ...item } = toPublicKeyItem({
      region: 'eu-west-1',
      key: { fingerprint: FINGERPRINT, der: DER },
      signer: 'cloudtrail',
      archivedAt: ARCHIVED_AT,
    });
    expect(fromPublicKeyItem(item).signer).toBe('local');
    expect(fromPublicKeyItem({ ...item, signer: { S: 'CloudTrail' } }).signer).toBe('local');
  });

  it('costs one write unit, also of the longest key', () => {
    const key = {
      fingerprint: FINGERPRINT,
      der: Buffer.alloc(550),
      validFrom: ARCHIVED_AT,
      validUntil: ARCHIVED_AT,
    };
    const item = toPublicKeyItem({
      region: 'ap-southeast-2',
      key,
      signer: 'cloudtrail',
      archivedAt: ARCHIVED_AT,
    });
    expect(itemSizeBytes(item)).toBeLessThan(WRITE_UNIT_BYTES);
  });
});
