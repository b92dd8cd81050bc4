/**
 * Asks CloudTrail for the public keys that a region signs with.
 *
 * Every region has keys of its own, so there is a client for each, made when it is needed; so is the SDK's module, which
 * every command would wait for. A region that refuses, or that there is none of, is a failure in words, never an empty
 * list: nobody may take it for "no such key".
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html
 */
import type {
  CloudTrailClient,
  CloudTrailClientConfig,
  PublicKey as ListedKey,
} from '@aws-sdk/client-cloudtrail';
import { type KeyWindow, PublicKeysError } from '../audit/verify/ports.ts';
import { fingerprintOf, type PublicKey } from '../cloudtrail/public-key.ts';
import { describeError } from '../cloudtrail/unreadable.ts';

export interface PublishedKeys {
  /** @throws {PublicKeysError} */
  list(region: string, window: KeyWindow): Promise<readonly PublicKey[]>;
  close(): void;
}

export function openPublishedKeys(config: CloudTrailClientConfig): PublishedKeys {
  const clients = new Map<string, CloudTrailClient>();
  const clientOf = async (region: string) => {
    const { CloudTrailClient } = await import('@aws-sdk/client-cloudtrail');
    const client = clients.get(region) ?? new CloudTrailClient({ ...config, region });
    clients.set(region, client);
    return client;
  };
  return {
    async list(region, window) {
      try {
        return await listAll(await clientOf(region), window);
      } catch (error) {
        const reason = describeError(error).replace(/\.$/, '');
        throw new PublicKeysError(
          `CloudTrail in ${region} did not say which public keys it signs with (ListPublicKeys): ${reason}.`,
          { cause: error },
        );
      }
    },

    close() {
      for (const client of clients.values()) client.destroy();
    },
  };
}

async function listAll(client: CloudTrailClient, { from, until }: KeyWindow): Promise<readonly PublicKey[]> {
  const { ListPublicKeysCommand } = await import('@aws-sdk/client-cloudtrail');
  const keys: PublicKey[] = [];
  // Reserved for future use, says the documentation; a key that is left out would be a fault that is none.
  let next: string | undefined;
  do {
    const { PublicKeyList = [], NextToken } = await client.send(
      new ListPublicKeysCommand({
        StartTime: from,
        EndTime: until,
        ...(next === undefined ? {} : { NextToken: next }),
      }),
    );
    keys.push(...PublicKeyList.flatMap(toPublicKey));
    next = NextToken;
  } while (next !== undefined);
  return keys;
}

function toPublicKey({ Value, ValidityStartTime, ValidityEndTime }: ListedKey): readonly PublicKey[] {
  if (Value === undefined) return [];
  return [
    {
      fingerprint: fingerprintOf(Value),
      der: Value,
      validFrom: ValidityStartTime?.toISOString(),
      validUntil: ValidityEndTime?.toISOString(),
    },
  ];
}
