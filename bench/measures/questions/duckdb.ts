/**
 * DuckDB over gzip log files, as somebody asks it who knows it: with the columns that it needs named, so that it neither
 * guesses types nor reads what nobody asks for. Copies are left out, as the index leaves them out.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import type { Competitor } from './competitor.ts';

const LARGEST_FILE_BYTES = 1024 ** 3;

const SUMMARY = `STRUCT(eventID VARCHAR, eventTime VARCHAR, eventSource VARCHAR, eventName VARCHAR, awsRegion VARCHAR,
  sourceIPAddress VARCHAR, errorCode VARCHAR, recipientAccountId VARCHAR, userIdentity STRUCT(arn VARCHAR, "type" VARCHAR))`;

const QUESTION = `SELECT DISTINCT r.* FROM (
    SELECT unnest(Records) AS r FROM read_json(
      $files, columns = {Records: '${SUMMARY}[]'}, maximum_object_size = ${LARGEST_FILE_BYTES})
  ) WHERE r.eventName = $eventName ORDER BY r.eventTime DESC, r.eventID DESC LIMIT $limit`;

export async function openDuckDb(): Promise<Competitor & { close(): void }> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  return {
    name: 'DuckDB',
    async ask({ folder, eventName, limit }) {
      const reader = await connection.runAndReadAll(QUESTION, {
        files: `${folder}/*.json.gz`,
        eventName,
        limit,
      });
      return reader.getRowObjects().map(({ eventID }) => String(eventID));
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
