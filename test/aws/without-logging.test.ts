import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { withoutLogging } from '../../lib/aws/without-logging.ts';

const isLogging = (client: DynamoDBClient) =>
  client.middlewareStack.identify().some((name) => name.startsWith('loggerMiddleware'));

describe('a client without logging', () => {
  it('lacks what the SDK calls by that name', () => {
    const client = new DynamoDBClient({ region: 'us-east-1' });
    expect(isLogging(client)).toBe(true);
    expect(isLogging(withoutLogging(client))).toBe(false);
  });
});
