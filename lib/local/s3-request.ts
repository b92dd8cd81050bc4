/**
 * Which S3 requests the emulator may see: an allow-list. Everything else is refused before it gets there.
 *
 * The emulator ignores a sub-resource that it does not know and does what the plain verb says: PutObjectTagging would
 * overwrite the object with the tags, DeleteBucketPolicy would delete the bucket. It also ignores the conditions and
 * copy sources of some headers. A refusal is the answer that a client understands; a wrong "200 OK" is not.
 * Operations and their parameters: Amazon S3 API Reference, "Actions". Pure.
 */
export interface S3Request {
  readonly method: string;
  /** Path and query, as on the wire. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface S3Refusal {
  readonly status: number;
  /** S3's error code. */
  readonly code: string;
  readonly message: string;
}

interface Operation {
  readonly method: string;
  readonly target: 'service' | 'bucket' | 'object';
  /** Query parameters that make it this operation. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const ALLOWED: readonly Operation[] = [
  // SNS, SQS and STS: all their actions are posts to the root.
  { method: 'POST', target: 'service', required: [], optional: [] },
  { method: 'GET', target: 'service', required: [], optional: [] },
  { method: 'PUT', target: 'bucket', required: [], optional: [] },
  { method: 'HEAD', target: 'bucket', required: [], optional: [] },
  {
    method: 'GET',
    target: 'bucket',
    required: ['list-type'],
    optional: ['continuation-token', 'delimiter', 'encoding-type', 'max-keys', 'prefix', 'start-after'],
  },
  { method: 'POST', target: 'bucket', required: ['delete'], optional: [] },
  { method: 'GET', target: 'object', required: [], optional: [] },
  { method: 'HEAD', target: 'object', required: [], optional: [] },
  { method: 'PUT', target: 'object', required: [], optional: [] },
  { method: 'DELETE', target: 'object', required: [], optional: [] },
  { method: 'POST', target: 'object', required: ['uploads'], optional: [] },
  { method: 'PUT', target: 'object', required: ['partNumber', 'uploadId'], optional: [] },
  { method: 'POST', target: 'object', required: ['uploadId'], optional: [] },
  { method: 'DELETE', target: 'object', required: ['uploadId'], optional: [] },
];

/** The SDK's own label of the operation, and a presigned URL's signature. */
const HARMLESS_PARAMETERS: ReadonlySet<string> = new Set([
  'x-id',
  'x-amz-algorithm',
  'x-amz-checksum-mode',
  'x-amz-content-sha256',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-signature',
  'x-amz-signedheaders',
]);

/** Headers that change what a request means, and that the emulator does not read. */
const UNREAD_HEADERS: ReadonlySet<string> = new Set([
  'x-amz-copy-source',
  'x-amz-mfa',
  'x-amz-object-lock-legal-hold',
  'x-amz-object-lock-mode',
  'x-amz-rename-source',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-tagging',
  'x-amz-write-offset-bytes',
]);

/** Read for GET of an object only. */
const CONDITIONS: ReadonlySet<string> = new Set([
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
]);

/** What the emulator's HTTP server takes in one request. */
const LARGEST_BODY_BYTES = 11 * 1024 * 1024;

export interface S3GuardOptions {
  /** The account that owns the buckets. */
  readonly accountId: string;
  /** Names of the buckets that somebody else owns; nobody here knows who. */
  readonly foreignBuckets: ReadonlySet<string>;
}

/** Why the emulator must not see this request, or undefined where it may. */
export function refuseS3Request(request: S3Request, options: S3GuardOptions): S3Refusal | undefined {
  const { accountId, foreignBuckets } = options;
  const { target, bucket, parameters } = readTarget(request.url);
  if (!isLoopback(header(request, 'host'))) {
    return { status: 403, code: 'AccessDenied', message: 'The local environment answers to 127.0.0.1 only.' };
  }
  const candidates = ALLOWED.filter(
    (operation) => operation.method === request.method && operation.target === target,
  );
  if (!candidates.some((operation) => isOperation(operation, parameters))) {
    return notImplemented(nameOperation(request.method, target, parameters));
  }
  if (target === 'service') return undefined;
  const unread = Object.keys(request.headers).find((name) => isUnread(name, request.method, target));
  if (unread !== undefined) {
    return notImplemented(`${nameOperation(request.method, target, parameters)} with the header ${unread}`);
  }
  const owner = header(request, 'x-amz-expected-bucket-owner');
  if (owner !== undefined && owner !== accountId && !foreignBuckets.has(bucket)) {
    return {
      status: 403,
      code: 'AccessDenied',
      message: `The bucket is owned by ${accountId}, not by ${owner}.`,
    };
  }
  if (Number(header(request, 'content-length') ?? 0) > LARGEST_BODY_BYTES) {
    return {
      status: 400,
      code: 'EntityTooLarge',
      message: `The local environment takes at most ${LARGEST_BODY_BYTES} bytes in one request; use a multipart upload.`,
    };
  }
  return undefined;
}

/** The error document of "Error responses", Amazon S3 API Reference. */
export function renderS3Refusal({ code, message }: S3Refusal): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
}

interface Target {
  readonly target: Operation['target'];
  /** Empty where it is the service. */
  readonly bucket: string;
  readonly parameters: readonly string[];
}

function readTarget(url: string): Target {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const parameters = [...new URLSearchParams(query).keys()].filter(
    (name) => !HARMLESS_PARAMETERS.has(name.toLowerCase()),
  );
  if (path === '/') return { target: 'service', bucket: '', parameters };
  const [, bucket = '', ...key] = path.split('/');
  return { target: key.join('/') === '' ? 'bucket' : 'object', bucket, parameters };
}

function isOperation({ required, optional }: Operation, parameters: readonly string[]): boolean {
  return (
    required.every((name) => parameters.includes(name)) &&
    parameters.every((name) => required.includes(name) || optional.includes(name))
  );
}

function isUnread(name: string, method: string, target: Operation['target']): boolean {
  if (UNREAD_HEADERS.has(name)) return true;
  return CONDITIONS.has(name) && !(method === 'GET' && target === 'object');
}

const VERBS: Readonly<Record<string, string>> = {
  GET: 'Get',
  HEAD: 'Head',
  PUT: 'Put',
  POST: 'Post',
  DELETE: 'Delete',
};

/** `PutObjectTagging`: S3 names most operations by verb, target and sub-resource. */
function nameOperation(method: string, target: Operation['target'], parameters: readonly string[]): string {
  const [parameter = ''] = parameters;
  const subResource = parameter
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
  const owner = { service: 'Service', bucket: 'Bucket', object: 'Object' }[target];
  return `${VERBS[method] ?? method}${owner}${subResource}`;
}

function notImplemented(operation: string): S3Refusal {
  return { status: 501, code: 'NotImplemented', message: `The local environment has no ${operation}.` };
}

function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host);
}

function header(request: S3Request, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
