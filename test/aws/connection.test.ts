import { describe, expect, it } from 'vitest';
import { clientConfig } from '../../lib/aws/connection.ts';

describe('the configuration of a client', () => {
  it('leaves everything to the SDK where nothing is said', () => {
    expect(clientConfig({}, 's3')).toEqual({});
    expect(clientConfig({ endpoints: { sns: 'http://127.0.0.1:1' } }, 's3')).toEqual({});
  });

  it('hands on region, profile and credentials', () => {
    const connection = {
      region: 'eu-central-1',
      profile: 'audit',
      credentials: { accessKeyId: 'local', secretAccessKey: 'none' },
    };
    expect(clientConfig(connection, 'dynamodb')).toEqual(connection);
  });

  it('takes the endpoint of the service, and addresses the buckets of an S3 with one by path', () => {
    const endpoints = { s3: 'http://127.0.0.1:1', dynamodb: 'http://127.0.0.1:2' };
    expect(clientConfig({ endpoints }, 's3')).toEqual({
      endpoint: 'http://127.0.0.1:1',
      forcePathStyle: true,
    });
    expect(clientConfig({ endpoints }, 'dynamodb')).toEqual({ endpoint: 'http://127.0.0.1:2' });
  });
});
