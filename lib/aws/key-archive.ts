/** The archive of public keys in the LogFiles table, key by key. */
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  type ArchivedKey,
  fromPublicKeyItem,
  publicKeyKey,
  toPublicKeyItem,
} from '../event-index/public-key-archive.ts';
import { fromSdkItem, toSdkItem } from './items.ts';

export interface KeyArchive {
  read(region: string, fingerprint: string): Promise<ArchivedKey | undefined>;
  /** Leaves a key that is there as it is. */
  put(key: ArchivedKey): Promise<void>;
}

export function openKeyArchive(client: DynamoDBClient, table: string): KeyArchive {
  return {
    async read(region, fingerprint) {
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: table, Key: toSdkItem(publicKeyKey(region, fingerprint)) }),
      );
      return item === undefined ? undefined : fromPublicKeyItem(fromSdkItem(item));
    },

    async put(key) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: toSdkItem(toPublicKeyItem(key)),
            ConditionExpression: 'attribute_not_exists(entry)',
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
