/** What questions read, wired to the SDK's clients: both tables and the trail bucket. */
import { type DynamoDBClient, QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type {
  EventReader,
  ItemPage,
  LogFileReader,
  PageRequest,
  StoredObjectReader,
} from '../audit/ports.ts';
import { inflateLogFile, MAX_INFLATED_BYTES } from '../cloudtrail/gunzip.ts';
import type { Item } from '../event-index/attribute-value.ts';
import type { IndexQuery } from '../event-index/query-plan.ts';
import { TIME_SORT_KEY } from '../event-index/tables.ts';
import { fromSdkItem, toItemPage, toSdkItem } from './items.ts';
import { openPatiently, type PatientOptions } from './patient-reading.ts';

export function openEventReader(client: DynamoDBClient, table: string): EventReader {
  return {
    async queryIndex(query, page): Promise<ItemPage> {
      return toItemPage(await client.send(toQueryCommand(table, query, page)));
    },

    async readEvents(eventID): Promise<readonly Item[]> {
      const items: Item[] = [];
      let start: Item | undefined;
      do {
        const { Items = [], LastEvaluatedKey }: QueryCommandOutput = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'eventID = :eventID',
            ExpressionAttributeValues: { ':eventID': { S: eventID } },
            ...(start === undefined ? {} : { ExclusiveStartKey: toSdkItem(start) }),
          }),
        );
        items.push(...Items.map(fromSdkItem));
        start = LastEvaluatedKey && fromSdkItem(LastEvaluatedKey);
      } while (start !== undefined);
      return items;
    },
  };
}

function toQueryCommand(table: string, query: IndexQuery, page: PageRequest): QueryCommand {
  const { filter } = query;
  return new QueryCommand({
    TableName: table,
    IndexName: query.index.name,
    KeyConditionExpression: '#key = :key AND #time BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#key': query.index.partitionKey, '#time': TIME_SORT_KEY, ...filter?.names },
    ExpressionAttributeValues: toSdkItem({
      ':key': { S: query.key },
      ':from': { S: query.from },
      ':to': { S: query.to },
      ...filter?.values,
    }),
    ...(filter === undefined ? {} : { FilterExpression: filter.expression }),
    ScanIndexForward: query.order === 'oldest-first',
    ReturnConsumedCapacity: 'TOTAL',
    ...(page.limit === undefined ? {} : { Limit: page.limit }),
    ...(page.start === undefined ? {} : { ExclusiveStartKey: toSdkItem(page.start) }),
  });
}

export function openLogFileReader(client: S3Client, options: PatientOptions): LogFileReader {
  return {
    async *read(key) {
      const { chunks } = await openPatiently(client, options, key);
      yield* inflateLogFile(chunks, { maxInflatedBytes: MAX_INFLATED_BYTES });
    },
  };
}

export function openStoredObjectReader(client: S3Client, options: PatientOptions): StoredObjectReader {
  return {
    async *readStored(key) {
      const { chunks } = await openPatiently(client, options, key);
      yield* chunks;
    },
  };
}
