/**
 * One call, written as the record that CloudTrail would log: members in CloudTrail's usual order, compact JSON.
 *
 * Decides what follows from the call itself: event version, host name and TLS details, request ids, whether the record
 * is late. Who calls and what is asked for is decided by the activities. Calls that a service makes have no TLS details,
 * and records of version 1.05 have none of the members that came later.
 * Rules: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */

import type { LogFileFolder } from '../cloudtrail/object-key.ts';
import { formatTime } from './calendar.ts';
import { drawS3RequestId } from './identifiers.ts';
import { GLOBAL_REGION } from './organization.ts';
import type { Random } from './random.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: Json | undefined;
}

/** Whoever makes a call: the identity as records show it, and from where with what. */
export interface Caller {
  readonly identity: JsonObject;
  readonly accountId: string;
  /** As error messages name the caller. */
  readonly arn: string;
  readonly address: string;
  readonly agent: string;
  /** Works in the AWS console, which newer records say. */
  readonly console?: boolean;
  /** A service calls, by itself or for somebody: no TLS connection of the caller's was involved. */
  readonly service?: boolean;
  /** Set once at the start of a role chain, then carried by every session in it. */
  readonly sourceIdentity?: string | undefined;
}

export interface TouchedResource {
  readonly type?: string;
  readonly arn: string;
  readonly accountId?: string;
}

export interface ApiCall {
  /** The event source without `.amazonaws.com`. */
  readonly source: string;
  readonly name: string;
  readonly region: string;
  readonly readOnly?: boolean;
  readonly request?: Json;
  readonly response?: Json;
  readonly error?: { readonly code?: string; readonly message: string } | undefined;
  readonly additional?: JsonObject;
  readonly resources?: readonly TouchedResource[];
  readonly serviceEventDetails?: JsonObject;
  readonly eventType?: string;
  readonly data?: boolean;
  /** The account that gets this copy; the caller's where absent. */
  readonly recipient?: string;
  /** Same for all copies of one call in several accounts. */
  readonly sharedEventID?: string;
  readonly requestID?: string;
  readonly host?: string;
  readonly vpcEndpointId?: string;
  /** Delivered this many windows late, and says so. */
  readonly lateWindows?: number;
}

/** A record on its way into a log file. */
export interface SampleRecord {
  readonly text: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly accountId: string;
  readonly region: string;
  readonly folder: LogFileFolder;
  readonly lateWindows: number;
  /** Of a service without regions: such events turn up in more than one region's files. */
  readonly global?: boolean;
  /** For S3 data events: what the five-minute summaries count. */
  readonly objectCall?: { readonly name: string; readonly bucketArn: string };
}

const CURRENT_VERSION = '1.11';
/** Services adopt new record versions slowly; a real trail always holds several. */
const OLDER_VERSIONS: Readonly<Record<string, string>> = {
  signin: '1.09',
  sns: '1.08',
  health: '1.08',
  support: '1.08',
  'cognito-identity': '1.08',
  codepipeline: '1.08',
  elasticache: '1.08',
  sqs: '1.10',
  athena: '1.10',
  redshift: '1.05',
  es: '1.05',
  workdocs: '1.05',
};
const API_VERSIONS: Readonly<Record<string, string>> = {
  logs: '20140328',
  dynamodb: '2012-08-10',
  cloudfront: '2020_05_31',
  route53: '2013-04-01',
  autoscaling: '2011-01-01',
};
const GLOBAL_SERVICES = new Set([
  'iam',
  'organizations',
  'cloudfront',
  'route53',
  'account',
  'support',
  'health',
]);
/** One call in so many reaches its log file hours late; CloudTrail's own page knows the case and marks it. */
const LATE_ONE_IN = 400;
const LONGEST_DELAY_WINDOWS = 24;

function isGlobalService(source: string): boolean {
  return GLOBAL_SERVICES.has(source);
}

export function buildRecord(call: ApiCall, caller: Caller, at: number, random: Random): SampleRecord {
  const { source, name } = call;
  const version = OLDER_VERSIONS[source] ?? CURRENT_VERSION;
  const old = version === '1.05';
  const region = isGlobalService(source) ? GLOBAL_REGION : call.region;
  const accountId = call.recipient ?? caller.accountId;
  const eventType = call.eventType ?? 'AwsApiCall';
  const lateWindows =
    call.lateWindows ?? (random.below(LATE_ONE_IN) === 0 ? random.between(2, LONGEST_DELAY_WINDOWS) : 0);
  // Members that are undefined are not written: the order of the rest is CloudTrail's.
  const record: JsonObject = {
    eventVersion: version,
    userIdentity: caller.identity,
    eventTime: formatTime(at),
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: caller.address,
    userAgent: caller.agent,
    errorCode: call.error?.code,
    errorMessage: call.error?.message,
    requestParameters: call.request ?? null,
    responseElements: call.response ?? null,
    additionalEventData: call.additional,
    requestID: eventType === 'AwsApiCall' ? (call.requestID ?? drawRequestId(source, random)) : undefined,
    eventID: random.uuid(),
    readOnly: call.readOnly ?? true,
    resources: call.resources?.map(({ type, arn, accountId: owner }) => ({
      accountId: owner,
      type,
      ARN: arn,
    })),
    eventType,
    apiVersion: API_VERSIONS[source],
    managementEvent: old ? undefined : call.data !== true,
    recipientAccountId: accountId,
    sharedEventID: call.sharedEventID,
    serviceEventDetails: call.serviceEventDetails,
    vpcEndpointId: call.vpcEndpointId,
    vpcEndpointAccountId: call.vpcEndpointId === undefined ? undefined : accountId,
    eventCategory: old ? undefined : call.data === true ? 'Data' : 'Management',
    addendum: lateWindows > 0 && !old ? { reason: 'DELIVERY_DELAY' } : undefined,
    tlsDetails:
      old || caller.service === true
        ? undefined
        : describeTls({ source, region, version }, call.host, random),
    sessionCredentialFromConsole:
      caller.console === true && !old && eventType === 'AwsApiCall' ? 'true' : undefined,
  };
  const bucketArn = source === 's3' && call.data === true ? call.resources?.at(-1)?.arn : undefined;
  return {
    text: JSON.stringify(record),
    at,
    accountId,
    region,
    folder: 'CloudTrail',
    lateWindows,
    global: isGlobalService(source),
    ...(bucketArn !== undefined && { objectCall: { name, bucketArn } }),
  };
}

function drawRequestId(source: string, random: Random): string {
  return source === 's3' ? drawS3RequestId(random) : random.uuid();
}

interface Endpoint {
  readonly source: string;
  readonly region: string;
  readonly version: string;
}

function describeTls(
  { source, region, version }: Endpoint,
  host: string | undefined,
  random: Random,
): JsonObject {
  const modern = random.below(10) > 0;
  return {
    tlsVersion: modern ? 'TLSv1.3' : 'TLSv1.2',
    cipherSuite: modern ? 'TLS_AES_128_GCM_SHA256' : 'ECDHE-RSA-AES128-GCM-SHA256',
    clientProvidedHostHeader: host ?? buildHost(source, region),
    keyExchange: version !== CURRENT_VERSION ? undefined : modern ? 'X25519MLKEM768' : 'secp256r1',
  };
}

function buildHost(source: string, region: string): string {
  return source === 'iam' || source === 'cloudfront' || source === 'route53'
    ? `${source}.amazonaws.com`
    : `${source}.${region}.amazonaws.com`;
}
