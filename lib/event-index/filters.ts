/**
 * What a question may ask for. Values of one filter are alternatives, different filters must all hold.
 *
 * Three kinds of values: full ones, as the index holds them (short names are completed before, lib/audit/resolve-names.ts);
 * patterns, whose case does not matter and which may hold `*` at either end (text-pattern.ts); and paths into the full
 * record. An event is tested by event-test.ts, what DynamoDB can do of it beforehand is in filter-expression.ts.
 */
import type { CredentialKind } from '../cloudtrail/event.ts';
import type { EventIndexKey } from './tables.ts';

export interface EventFilters {
  /** Full values. */
  readonly eventSource?: readonly string[] | undefined;
  readonly eventName?: readonly string[] | undefined;
  readonly principal?: readonly string[] | undefined;
  /** Full values; only failed calls have one. A failed call without a code has `-`. */
  readonly errorCode?: readonly string[] | undefined;
  readonly userName?: readonly string[] | undefined;
  readonly recipientAccountId?: readonly string[] | undefined;
  readonly awsRegion?: readonly string[] | undefined;
  readonly eventCategory?: readonly string[] | undefined;
  readonly credentialKind?: readonly CredentialKind[] | undefined;
  /** Patterns. The user name, session name or source identity. */
  readonly user?: readonly string[] | undefined;
  readonly accessKeyId?: readonly string[] | undefined;
  /** Patterns or ranges: `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`, `*.amazonaws.com`. */
  readonly sourceIPAddress?: readonly string[] | undefined;
  /** Patterns: an ARN, or any part of one between its `:` and `/`; a bucket finds its objects. */
  readonly resource?: readonly string[] | undefined;
  readonly userAgent?: readonly string[] | undefined;
  /** Only calls that failed; with `succeeded`, none. */
  readonly errors?: boolean | undefined;
  readonly succeeded?: boolean | undefined;
  /** True: only calls that change nothing. False: only those that may. Calls that do not say are neither. */
  readonly readOnly?: boolean | undefined;
  /** Events of which none of these holds. */
  readonly not?: readonly FieldFilter[] | undefined;
  /** What the full record must say: alternatives for one path, all paths together. */
  readonly where?: readonly RecordFilter[] | undefined;
}

/** A field of the summary and a pattern. Sources, names and principals may be short. */
export interface FieldFilter {
  readonly field: SummaryField;
  readonly value: string;
}

/** Names of members joined by dots, `requestParameters.bucketName`, and a pattern; an array holds what an element does. */
export interface RecordFilter {
  readonly path: string;
  readonly value: string;
}

/** Fields of the summary that `not` can name. */
export const SUMMARY_FIELDS = [
  'eventSource',
  'eventName',
  'principal',
  'userName',
  'sourceIdentity',
  'roleArn',
  'identityType',
  'credentialKind',
  'accessKeyId',
  'issuedAccessKeyId',
  'invokedBy',
  'sourceIPAddress',
  'userAgent',
  'recipientAccountId',
  'awsRegion',
  'errorCode',
  'errorMessage',
  'eventType',
  'eventCategory',
  'signInResult',
  'mfa',
  'readOnly',
  'resources',
] as const;

export type SummaryField = (typeof SUMMARY_FIELDS)[number];

/** Filters that an index can answer by key, where the table has it. */
export type KeyFilter = Extract<keyof EventFilters, EventIndexKey>;

/** From the narrowest to the widest as trails go: a key signs for one session, a principal calls more than one service. */
export const KEY_FILTERS: readonly KeyFilter[] = [
  'accessKeyId',
  'userName',
  'errorCode',
  'principal',
  'sourceIPAddress',
  'eventName',
  'eventSource',
];

/** Filters whose values people may shorten. */
export type NameFilter =
  | 'principal'
  | 'user'
  | 'eventName'
  | 'eventSource'
  | 'errorCode'
  | 'recipientAccountId'
  | 'awsRegion';

/** In the order in which they are completed: a user stands for principals. */
export const NAME_FILTERS: readonly NameFilter[] = [
  'principal',
  'user',
  'eventName',
  'eventSource',
  'errorCode',
  'recipientAccountId',
  'awsRegion',
];

/** Filters that take patterns, and which of them mean one value as records spell it. */
const FULL: Readonly<Partial<Record<KeyFilter, RegExp>>> = {
  accessKeyId: /^[A-Z0-9_]+$/,
  sourceIPAddress: /^(?:[0-9a-z.:-]+|AWS Internal)$/,
};

/** The values of a filter where all of them are full, so that they are keys of its index. */
export function fullValuesOf(filters: EventFilters, attribute: KeyFilter): readonly string[] | undefined {
  const values = filters[attribute];
  return values?.every((value) => FULL[attribute]?.test(value) ?? true) ? values : undefined;
}

/** The filters that ask for something: `readOnly: false` does, `errors: false` and an empty `not` do not. */
export function askedFilters(filters: EventFilters): [keyof EventFilters, unknown][] {
  const entries = Object.entries(filters) as [keyof EventFilters, unknown][];
  return entries.filter(([name, wanted]) => {
    if (name === 'errors' || name === 'succeeded') return wanted === true;
    if (name === 'not' || name === 'where') return Array.isArray(wanted) && wanted.length > 0;
    return wanted !== undefined;
  });
}

/** Whether a filter has no alternative left: no event satisfies it. */
export function isUnsatisfiable(filters: EventFilters): boolean {
  const isEmptyList = Object.entries(filters).some(
    ([name, wanted]) => Array.isArray(wanted) && wanted.length === 0 && name !== 'not' && name !== 'where',
  );
  return isEmptyList || (filters.errors === true && filters.succeeded === true);
}
