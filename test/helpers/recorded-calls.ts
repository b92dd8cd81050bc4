/**
 * What a request on the wire asks of AWS, in the words of IAM: action, resource, and what conditions ask about.
 *
 * Most actions are called as the API's operation is; those of S3 are not, and its requests do not name the operation.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/api-permissions-reference.html
 */
import type { IncomingHttpHeaders } from 'node:http';

export interface AwsRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface AwsCall {
  /** `s3:GetObject` */
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the service with the request's values. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export interface CallPlace {
  readonly region: string;
  readonly accountId: string;
}

/** @throws Error for a request that nobody has thought about yet. */
export function readCalls(request: AwsRequest, place: CallPlace): AwsCall[] {
  const [, , , service] =
    /Credential=([^,]+)/.exec(String(request.headers.authorization))?.[1]?.split('/') ?? [];
  switch (service) {
    case 's3':
      return [readS3Call(request)];
    case 'dynamodb':
      return readDynamoDbCalls(request, place);
    case 'sqs':
      return [readSqsCall(request, place)];
    case 'cloudtrail':
      return [readCloudTrailCall(request)];
    case 'sns':
    case 'cloudformation':
      return [readFormCall(service, request, place)];
    default:
      throw new Error(`No call of ${service} is expected: ${request.method} ${request.url}`);
  }
}

/** By method, kind of target and the parameter that makes it another operation. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  'GET bucket list-type': 's3:ListBucket',
  'GET object': 's3:GetObject',
  'HEAD object': 's3:GetObject',
  'PUT object': 's3:PutObject',
  'POST object uploads': 's3:PutObject',
  'PUT object uploadId': 's3:PutObject',
  'POST object uploadId': 's3:PutObject',
  'DELETE object uploadId': 's3:AbortMultipartUpload',
};

const DETAILS: ReadonlySet<string> = new Set([
  'continuation-token',
  'delimiter',
  'encoding-type',
  'max-keys',
  'partNumber',
  'prefix',
  'start-after',
  'x-id',
]);

function readS3Call({ method, url }: AwsRequest): AwsCall {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [, bucket = '', ...key] = decodeURIComponent(pathname).split('/');
  const path = key.join('/');
  const operation = [...searchParams.keys()].filter((name) => !DETAILS.has(name));
  const name = [method, path === '' ? 'bucket' : 'object', ...operation].join(' ');
  const action = S3_ACTIONS[name];
  if (action === undefined) throw new Error(`No action is known for S3's ${name}.`);
  const prefix = searchParams.get('prefix');
  return {
    action,
    resource: `arn:aws:s3:::${bucket}${path === '' ? '' : `/${path}`}`,
    context: prefix === null ? {} : { 's3:prefix': prefix },
  };
}

function readDynamoDbCalls({ headers, body }: AwsRequest, { region, accountId }: CallPlace): AwsCall[] {
  const action = `dynamodb:${String(headers['x-amz-target']).split('.')[1]}`;
  const { TableName, IndexName, RequestItems = {}, Item, Key } = JSON.parse(body.toString());
  const tables: string[] = TableName === undefined ? Object.keys(RequestItems) : [TableName];
  const index = IndexName === undefined ? '' : `/index/${IndexName}`;
  return tables.map((table) => ({
    action,
    resource: `arn:aws:dynamodb:${region}:${accountId}:table/${table}${index}`,
    context: sectionsOf([{ Item, Key }, ...putsOf(RequestItems[table])]),
  }));
}

interface NamedItem {
  readonly Item?: { readonly section?: { readonly S: string } };
  readonly Key?: { readonly section?: { readonly S: string } };
}

/** Of a batch that writes. */
function putsOf(requests: unknown): readonly NamedItem[] {
  if (!Array.isArray(requests)) return [];
  return requests.map(({ PutRequest, DeleteRequest }) => PutRequest ?? DeleteRequest);
}

/** Of the table of which policies let in some sections only. */
function sectionsOf(items: readonly NamedItem[]): AwsCall['context'] {
  const sections = new Set(items.flatMap(({ Item, Key }) => (Item ?? Key)?.section?.S ?? []));
  return sections.size === 0 ? {} : { 'dynamodb:LeadingKeys': [...sections] };
}

/** Its actions know no resources, or are not called. */
function readCloudTrailCall({ headers }: AwsRequest): AwsCall {
  return {
    action: `cloudtrail:${String(headers['x-amz-target']).split('.').at(-1)}`,
    resource: '*',
    context: {},
  };
}

/** IAM names what is done to many messages at once as it names it for one. */
function readSqsCall({ headers, body }: AwsRequest, { region, accountId }: CallPlace): AwsCall {
  const operation = String(headers['x-amz-target']).split('.')[1] ?? '';
  const { QueueUrl, SourceArn } = JSON.parse(body.toString());
  const queue = String(QueueUrl).split('/').at(-1);
  return {
    action: `sqs:${operation.replace(/Batch$/, '')}`,
    // Moves of dead letters name the queue by its ARN.
    resource: SourceArn ?? `arn:aws:sqs:${region}:${accountId}:${queue}`,
    context: {},
  };
}

/** The services that take their parameters as a form. */
function readFormCall(service: string, { body }: AwsRequest, { region, accountId }: CallPlace): AwsCall {
  const form = new URLSearchParams(body.toString());
  const stack = `arn:aws:cloudformation:${region}:${accountId}:stack/${form.get('StackName')}/some-id`;
  return {
    action: `${service}:${form.get('Action')}`,
    resource: service === 'sns' ? String(form.get('TopicArn')) : stack,
    context: {},
  };
}
