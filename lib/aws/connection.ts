/** Where AWS is: the usual configuration of the SDK, or the endpoints of an embedded one. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { S3ClientConfig } from '@aws-sdk/client-s3';

/** Empty means: region, credentials and endpoints as the SDK finds them (environment, profile, role). */
export interface AwsConnection {
  readonly region?: string;
  readonly profile?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** One endpoint for every service, or one each where they differ. */
  readonly endpoints?: {
    readonly s3?: string;
    readonly sns?: string;
    readonly sqs?: string;
    readonly dynamodb?: string;
    readonly cloudformation?: string;
    readonly cloudtrail?: string;
  };
}

type Service = keyof NonNullable<AwsConnection['endpoints']>;

/** Constructor options for the SDK client of a service. */
export function clientConfig(
  connection: AwsConnection,
  service: Service,
): S3ClientConfig & DynamoDBClientConfig {
  const endpoint = connection.endpoints?.[service];
  return {
    ...(connection.region === undefined ? {} : { region: connection.region }),
    ...(connection.profile === undefined ? {} : { profile: connection.profile }),
    ...(connection.credentials === undefined ? {} : { credentials: connection.credentials }),
    ...(endpoint === undefined ? {} : { endpoint }),
    // Buckets as paths: an embedded S3 has no host name for each of them.
    ...(endpoint !== undefined && service === 's3' ? { forcePathStyle: true } : {}),
  };
}
