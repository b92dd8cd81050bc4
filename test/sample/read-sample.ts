/** Reads sample trails the way a test looks at them: files inflated, records as parsed, nothing of the generator used. */

import { gunzipSync } from 'node:zlib';
import {
  generateSampleTrail,
  type SampleLogFile,
  type SampleTrailOptions,
} from '../../lib/sample/sample-trail.ts';

export interface Identity {
  readonly type?: string;
  readonly principalId?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  readonly invokedBy?: string;
  readonly inScopeOf?: { readonly credentialsIssuedTo: string };
  readonly sessionContext?: {
    readonly sessionIssuer?: { readonly arn: string };
    readonly webIdFederationData?: { readonly federatedProvider?: string };
    readonly attributes: { readonly creationDate: string; readonly mfaAuthenticated: string };
    readonly sourceIdentity?: string;
    readonly ec2RoleDelivery?: string;
  };
}

export interface RawRecord {
  readonly eventVersion: string;
  readonly eventID?: string;
  readonly eventId?: string;
  readonly eventTime?: string;
  readonly eventSource?: string;
  readonly eventName?: string;
  readonly awsRegion: string;
  readonly sourceIPAddress?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly eventType: string;
  readonly eventCategory?: string;
  readonly recipientAccountId?: string;
  readonly accountId?: string;
  readonly sharedEventID?: string;
  readonly managementEvent?: boolean;
  readonly userIdentity?: Identity;
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly responseElements?: {
    readonly credentials?: { readonly accessKeyId: string; readonly expiration?: string };
    readonly accessKey?: { readonly accessKeyId: string };
    readonly ConsoleLogin?: string;
  } | null;
  readonly additionalEventData?: { readonly MFAUsed?: string };
  readonly addendum?: { readonly reason: string };
  readonly insightDetails?: { readonly state: string; readonly eventName: string };
  readonly timeWindow?: { readonly windowStart: string; readonly windowEnd: string };
  readonly summary?: {
    readonly primaryDimension: { readonly statistics: readonly { name: string; value: number }[] };
  };
}

export interface ReadFile extends SampleLogFile {
  readonly text: string;
  readonly accountId: string;
  readonly folder: string;
  readonly region: string;
  readonly records: readonly RawRecord[];
}

/** Key grammar spelt out once more, strictly: what the generator writes and nothing looser. */
const KEY =
  /^AWSLogs\/o-exampleorgid\/(\d{12})\/(CloudTrail(?:-Insight|-NetworkActivity|-Aggregated)?)\/([a-z]+-[a-z]+-\d)\/(\d{4}\/\d\d\/\d\d)\/\1_\2_\3_\d{8}T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/;

export function readSample(options: SampleTrailOptions): ReadFile[] {
  return [...generateSampleTrail(options)].map(readFile);
}

function readFile(file: SampleLogFile): ReadFile {
  const text = gunzipSync(file.body).toString('utf8');
  const parsed: { Records: RawRecord[] } = JSON.parse(text);
  const [, accountId, folder, region] = KEY.exec(file.key) ?? [];
  if (accountId === undefined || folder === undefined || region === undefined)
    throw new Error(`odd key ${file.key}`);
  return { ...file, text, accountId, folder, region, records: parsed.Records };
}

/** Every event once, in order of time. */
export function distinctRecords(files: readonly ReadFile[]): RawRecord[] {
  const byId = new Map(files.flatMap(({ records }) => records).map((record) => [idOf(record), record]));
  return [...byId.values()].sort(
    (one, other) => Number(timeOf(one) > timeOf(other)) - Number(timeOf(one) < timeOf(other)),
  );
}

export function idOf(record: RawRecord): string {
  return record.eventID ?? record.eventId ?? 'no id';
}

export function timeOf(record: RawRecord): string {
  return record.eventTime ?? record.timeWindow?.windowStart ?? 'no time';
}
