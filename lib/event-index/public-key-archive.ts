/**
 * The archive of public keys in the LogFiles table: what digests were signed with can be checked for as long as the index
 * is kept, however long CloudTrail hands its keys out.
 *
 * A section is the region that signs, an entry a fingerprint. The fingerprint is made from the bytes, so an item can
 * never be about another key; who handed the key out is only said. An item is written once and never changed.
 */
import { fingerprintOf, type PublicKey } from '../cloudtrail/public-key.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { binaryIn, textIn } from './item-reading.ts';

/** `local` is the key of a data directory: what it signed proves nothing about AWS. */
export type ArchivedSigner = 'cloudtrail' | 'local';

export interface ArchivedKey {
  readonly region: string;
  readonly key: PublicKey;
  readonly signer: ArchivedSigner;
  /** ISO 8601 */
  readonly archivedAt: string;
}

/** Also begins every section of the archive: rights to write are given by it. */
export const PUBLIC_KEYS_SECTION = 'public-keys#';

export function publicKeyKey(region: string, fingerprint: string): Item {
  return { section: { S: `${PUBLIC_KEYS_SECTION}${region}` }, entry: { S: fingerprint } };
}

export function toPublicKeyItem({ region, key, signer, archivedAt }: ArchivedKey): Item {
  const { der, validFrom, validUntil } = key;
  const item: Record<string, AttributeValue> = {
    ...publicKeyKey(region, fingerprintOf(der)),
    der: { B: der },
    signer: { S: signer },
    archivedAt: { S: archivedAt },
  };
  if (validFrom !== undefined) item.validFrom = { S: validFrom };
  if (validUntil !== undefined) item.validUntil = { S: validUntil };
  return item;
}

/** A signer that is not known here is not taken for CloudTrail. */
export function fromPublicKeyItem(item: Item): ArchivedKey {
  return {
    region: (textIn(item, 'section') ?? '').slice(PUBLIC_KEYS_SECTION.length),
    key: {
      fingerprint: textIn(item, 'entry') ?? '',
      der: binaryIn(item, 'der'),
      validFrom: textIn(item, 'validFrom'),
      validUntil: textIn(item, 'validUntil'),
    },
    signer: textIn(item, 'signer') === 'cloudtrail' ? 'cloudtrail' : 'local',
    archivedAt: textIn(item, 'archivedAt') ?? '',
  };
}
