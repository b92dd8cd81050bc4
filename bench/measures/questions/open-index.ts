/** An empty index on the embedded DynamoDB, with the tables of the synthesized template. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { putBatchOnce } from '../../../lib/aws/batch-write.ts';
import { clientConfig } from '../../../lib/aws/connection.ts';
import { toDeployment } from '../../../lib/aws/deployment.ts';
import { connectWorkplace, type Workplace } from '../../../lib/aws/workplace.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { openLocalEnvironment } from '../../../lib/local/environment.ts';

export interface BenchIndex {
  readonly engine: string;
  readonly place: Workplace;
  /** A batch of 25 at most. */
  putEvents(items: readonly Item[]): Promise<void>;
  putCatalogue(items: readonly Item[]): Promise<void>;
  close(): Promise<void>;
}

export async function openIndex(dataDirectory: string, projectRoot: string): Promise<BenchIndex> {
  const environment = await openLocalEnvironment({ dataDirectory, projectRoot, needs: 'tables' });
  const deployment = toDeployment(environment.outputs, 'The stack of the benchmark');
  const place = connectWorkplace(environment.connection, deployment, { now: new Date() });
  const dynamodb = new DynamoDBClient(clientConfig(environment.connection, 'dynamodb'));
  const put = async (table: string, items: readonly Item[]) => {
    let left = items;
    while (left.length > 0) left = await putBatchOnce(dynamodb, table, left);
  };
  return {
    engine: environment.engine,
    place,
    putEvents: (items) => put(deployment.eventsTable, items),
    putCatalogue: (items) => put(deployment.logFilesTable, items),
    async close() {
      dynamodb.destroy();
      await place.close();
      await environment.close();
    },
  };
}
