/**
 * Makes the declared tables where they are missing, and refuses to start over tables that were made otherwise.
 *
 * Changing keys or indexes of a table that holds data is a migration; on a laptop it is cheaper to index again.
 */
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { DeclaredTable } from './declared-table.ts';
import { LocalEnvironmentError } from './local-error.ts';

/** @throws LocalEnvironmentError (`table-changed`) where a table's keys or indexes are not the declared ones. */
export async function deployTables(client: DynamoDBClient, tables: readonly DeclaredTable[]): Promise<void> {
  // One after the other: an engine over one file makes them so anyway.
  for (const table of tables) {
    const existing = await describeTable(client, table.name);
    if (existing === undefined) await createTable(client, table);
    else refuseChange(table, existing);
  }
}

async function describeTable(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function createTable(client: DynamoDBClient, table: DeclaredTable): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: table.name,
      KeySchema: table.keySchema,
      AttributeDefinitions: table.attributes,
      BillingMode: 'PAY_PER_REQUEST',
      ...(table.globalIndexes.length === 0 ? {} : { GlobalSecondaryIndexes: table.globalIndexes }),
      ...(table.localIndexes.length === 0 ? {} : { LocalSecondaryIndexes: table.localIndexes }),
    }),
  );
  await waitUntilTableExists(
    { client, maxWaitTime: 30, minDelay: 0.02, maxDelay: 0.2 },
    { TableName: table.name },
  );
}

function refuseChange(declared: DeclaredTable, existing: TableDescription): void {
  const wanted = summarize(declared.keySchema, [...declared.globalIndexes, ...declared.localIndexes]);
  const found = summarize(existing.KeySchema ?? [], [
    ...(existing.GlobalSecondaryIndexes ?? []),
    ...(existing.LocalSecondaryIndexes ?? []),
  ]);
  if (wanted === found) return;
  throw new LocalEnvironmentError(
    'table-changed',
    `The table ${declared.name} in this data directory has other keys or indexes than the stack now declares.\n` +
      `  there:    ${found}\n  declared: ${wanted}\n` +
      'Use another data directory, or delete this one, and ingest again.',
  );
}

interface Keys {
  readonly AttributeName?: string | undefined;
  readonly KeyType?: string | undefined;
}

interface Index {
  readonly IndexName?: string | undefined;
  readonly KeySchema?: readonly Keys[] | undefined;
  readonly Projection?: { readonly ProjectionType?: string | undefined } | undefined;
}

/** `eventID, recordHash; by-name (eventName, eventTimeID) ALL`, in one order whatever the engine's. */
function summarize(keys: readonly Keys[], indexes: readonly Index[]): string {
  const ofIndex = ({ IndexName, KeySchema = [], Projection }: Index) =>
    `${IndexName} (${summarizeKeys(KeySchema)}) ${Projection?.ProjectionType}`;
  return [summarizeKeys(keys), ...indexes.map(ofIndex).sort()].join('; ');
}

function summarizeKeys(keys: readonly Keys[]): string {
  const name = (type: string) => keys.find(({ KeyType }) => KeyType === type)?.AttributeName;
  return [name('HASH'), name('RANGE')].filter((key) => key !== undefined).join(', ');
}
