/** What verifications found, hour by hour, as it is stored in the LogFiles table. */
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { CoverageStore } from '../../lambdas/verify/ports.ts';
import type { VerifiedAccounts } from '../../lambdas/verify-plan/ports.ts';
import {
  afterEntriesOf,
  coverageEntriesOf,
  coverageSection,
  type DayCoverage,
  fromCoverageItem,
  toCoverageItem,
} from '../event-index/coverage.ts';
import { fromSdkItem, toSdkItem } from './items.ts';

export interface CoverageReader {
  /** In the order of account and region; of one account where it is named. */
  readDay(day: string, accountId?: string): AsyncIterable<DayCoverage>;
}

export function openCoverageStore(
  client: DynamoDBClient,
  table: string,
): CoverageReader & CoverageStore & VerifiedAccounts {
  /** The account of the first entry of the day after `entry`. */
  async function accountAfter(day: string, entry: string): Promise<string | undefined> {
    const { Items: [first] = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: '#section = :section AND #entry > :entry',
        ExpressionAttributeNames: { '#section': 'section', '#entry': 'entry' },
        ExpressionAttributeValues: { ':section': { S: coverageSection(day) }, ':entry': { S: entry } },
        Limit: 1,
      }),
    );
    return first === undefined ? undefined : fromCoverageItem(fromSdkItem(first)).accountId;
  }

  return {
    // From one account to the next: an item is read for each, however many regions it has.
    async findAccounts(day) {
      const accounts: string[] = [];
      let account = await accountAfter(day, '0');
      while (account !== undefined) {
        accounts.push(account);
        account = await accountAfter(day, afterEntriesOf(account));
      }
      return accounts;
    },

    async *readDay(day, accountId) {
      const ofAccount = accountId === undefined ? '' : ' AND begins_with(#entry, :account)';
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          KeyConditionExpression: `#section = :section${ofAccount}`,
          ExpressionAttributeNames: {
            '#section': 'section',
            ...(accountId === undefined ? {} : { '#entry': 'entry' }),
          },
          ExpressionAttributeValues: {
            ':section': { S: coverageSection(day) },
            ...(accountId === undefined ? {} : { ':account': { S: coverageEntriesOf(accountId) } }),
          },
        },
      );
      for await (const { Items = [] } of pages) {
        for (const item of Items) yield fromCoverageItem(fromSdkItem(item));
      }
    },

    async put(coverage) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: toSdkItem(toCoverageItem(coverage)),
            ConditionExpression: 'attribute_not_exists(verifiedUntil) OR verifiedUntil <= :until',
            ExpressionAttributeValues: { ':until': { S: coverage.verifiedUntil } },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
