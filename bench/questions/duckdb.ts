/**
 * DuckDB over gzip log files, as somebody asks it who knows it: with the columns it needs named, so that it neither
 * guesses types nor reads what nobody asks for.
 */
import { DuckDBInstance } from '@duckdb/node-api';

export interface FileQuestion {
  /** Holds the log files, nothing else. */
  readonly folder: string;
  readonly eventName: string;
  readonly limit: number;
}

export async function openDuckDb(): Promise<{ ask(question: FileQuestion): Promise<number> }> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  return {
    async ask({ folder, eventName, limit }) {
      const reader = await connection.runAndReadAll(
        `SELECT r.* FROM (
           SELECT unnest(Records) AS r FROM read_json(
             '${folder}/*.json.gz',
             columns = {Records: 'STRUCT(eventID VARCHAR, eventTime VARCHAR, eventSource VARCHAR, eventName VARCHAR,
               awsRegion VARCHAR, sourceIPAddress VARCHAR, errorCode VARCHAR, recipientAccountId VARCHAR,
               userIdentity STRUCT(arn VARCHAR, "type" VARCHAR))[]'},
             maximum_object_size = 268435456)
         ) WHERE r.eventName = '${eventName}' ORDER BY r.eventTime DESC LIMIT ${limit}`,
      );
      return reader.currentRowCount;
    },
  };
}
