/**
 * The flags that say which events are meant, as filters of the index.
 *
 * Repeating a flag means "or", different flags mean "and". Names may be short; they are completed later, against what the
 * index holds. `*` at either end of a value stands for any text; elsewhere it is an ordinary character, because role and
 * session names of a record may hold one. Accounts and regions have to be whole: what would quietly match nothing is
 * refused.
 */
import { isIP } from 'node:net';
import { type Command, InvalidArgumentError } from 'commander';
import type { CredentialKind } from '../cloudtrail/event.ts';
import { parseAddressRange } from '../event-index/address-range.ts';
import {
  type EventFilters,
  type FieldFilter,
  type RecordFilter,
  SUMMARY_FIELDS,
  type SummaryField,
} from '../event-index/filters.ts';
import { UsageError } from './errors.ts';
import { account, collect, oneOf, region, text } from './flag-values.ts';
import { didYouMean } from './nearest.ts';
import { shellWord } from './shell-word.ts';

export interface FilterOptions {
  readonly source?: readonly string[];
  readonly name?: readonly string[];
  readonly principal?: readonly string[];
  readonly user?: readonly string[];
  readonly accessKey?: readonly string[];
  readonly ip?: readonly string[];
  readonly resource?: readonly string[];
  readonly userAgent?: readonly string[];
  readonly account?: readonly string[];
  readonly eventRegion?: readonly string[];
  readonly kind?: readonly CredentialKind[];
  readonly category?: readonly string[];
  readonly errors?: boolean;
  readonly error?: readonly string[];
  readonly succeeded?: boolean;
  readonly writes?: boolean;
  readonly reads?: boolean;
  readonly not?: readonly FieldFilter[];
  readonly where?: readonly RecordFilter[];
}

type ListFilter = {
  [Name in keyof EventFilters]-?: NonNullable<EventFilters[Name]> extends readonly string[] ? Name : never;
}[keyof EventFilters];

/** `userName` has no flag: what `--user` means includes it. */
export const FLAG_OF: Readonly<Record<Exclude<ListFilter, 'userName'>, string>> = {
  eventSource: '--source',
  eventName: '--name',
  principal: '--principal',
  user: '--user',
  accessKeyId: '--access-key',
  sourceIPAddress: '--ip',
  resource: '--resource',
  userAgent: '--user-agent',
  recipientAccountId: '--account',
  awsRegion: '--event-region',
  credentialKind: '--kind',
  eventCategory: '--category',
  errorCode: '--error',
};

const KINDS: readonly CredentialKind[] = [
  'root',
  'iam-user',
  'role',
  'federated',
  'service',
  'account',
  'anonymous',
  'unknown',
];

const CATEGORIES: readonly string[] = ['Management', 'Data', 'NetworkActivity', 'Insight', 'Aggregated'];

const GROUP = 'Which events (repeat a flag for "or"; * at either end of a value):';

export function addFilterOptions(command: Command): Command {
  return command
    .optionsGroup(GROUP)
    .option('--source <service>', 'event source: s3, iam.amazonaws.com', collect(text))
    .option('--name <event>', 'event name: AssumeRole, "Delete*"', collect(text))
    .option('--principal <who>', 'ARN, role/Admin, user/alice, ec2.amazonaws.com', collect(text))
    .option('--user <name>', 'user name, session name or source identity: alice', collect(text))
    .option('--access-key <id>', 'access key id that signed the call', collect(accessKey))
    .option('--ip <address>', 'where the call came from: 203.0.113.7, 10.0.0.0/8', collect(address))
    .option('--resource <what>', 'ARN, bucket, instance, role, key id acted on', collect(text))
    .option('--user-agent <text>', 'client that made the call: "aws-cli*"', collect(text))
    .option('--account <id>', 'account that the event is in', collect(account))
    .option('--event-region <region>', 'AWS region of the event', collect(region))
    .option('--kind <kind>', KINDS.join(', '), collect(oneOf(KINDS)))
    .option('--category <category>', CATEGORIES.join(', '), collect(oneOf(CATEGORIES)))
    .option('--errors', 'only calls that failed')
    .option('--error <code>', 'only calls that failed with this: AccessDenied, "*Denied*"', collect(text))
    .option('--succeeded', 'only calls that did not fail')
    .option('--writes', 'only calls that may change something')
    .option('--reads', 'only calls that change nothing')
    .option('--not <field=value>', 'leave out: source=s3, userAgent="*Terraform*"', collect(exclusion))
    .option(
      '--where <path=value>',
      'what the full record says: requestParameters.bucketName=x',
      collect(recordFilter),
    );
}

/** @throws UsageError when flags exclude each other. */
export function filtersOf(options: FilterOptions): EventFilters {
  for (const [one, other] of CONTRADICTIONS) {
    if (options[one] && options[other]) {
      throw new UsageError(`--${one} and --${other} exclude each other: no event is both.`);
    }
  }
  return {
    eventSource: unlessAll(options.source),
    eventName: unlessAll(options.name),
    principal: unlessAll(options.principal),
    user: options.user,
    accessKeyId: options.accessKey,
    sourceIPAddress: options.ip,
    resource: options.resource,
    userAgent: options.userAgent,
    recipientAccountId: options.account,
    awsRegion: options.eventRegion,
    credentialKind: options.kind,
    eventCategory: options.category,
    errorCode: options.error,
    ...(options.errors ? { errors: true } : {}),
    ...(options.succeeded ? { succeeded: true } : {}),
    ...(options.writes || options.reads ? { readOnly: options.reads === true } : {}),
    not: options.not,
    where: options.where,
  };
}

const CONTRADICTIONS = [
  ['errors', 'succeeded'],
  ['error', 'succeeded'],
  ['writes', 'reads'],
] as const;

/** `*` alone means every name, also one that the catalogue lacks: the same as no filter. */
function unlessAll(names: readonly string[] | undefined): readonly string[] | undefined {
  return names?.includes('*') ? undefined : names;
}

/** The flags that mean these filters, ready for a shell. */
export function flagsFor(filters: EventFilters): string[] {
  const lists = Object.entries(FLAG_OF) as [keyof typeof FLAG_OF, string][];
  const listed = lists.flatMap(([filter, flag]) =>
    (filters[filter] ?? []).map((value) => [flag, value] as const),
  );
  const pairs = [
    ...listed,
    ...(filters.not ?? []).map(({ field, value }) => ['--not', `${field}=${value}`] as const),
    ...(filters.where ?? []).map(({ path, value }) => ['--where', `${path}=${value}`] as const),
  ];
  return [
    ...pairs.map(([flag, value]) => `${flag} ${shellWord(value)}`),
    ...(filters.errors ? ['--errors'] : []),
    ...(filters.succeeded ? ['--succeeded'] : []),
    ...(filters.readOnly === undefined ? [] : [filters.readOnly ? '--reads' : '--writes']),
  ];
}

/** Records spell key ids in capitals. */
function accessKey(typed: string): string {
  const id = text(typed).toUpperCase();
  if (/^\w{16,128}$/.test(id) || id.startsWith('*') || id.endsWith('*')) return id;
  throw new InvalidArgumentError(
    'A key id is like AKIAIOSFODNN7EXAMPLE; * at either end stands for the rest.',
  );
}

/** What records have for calls of AWS itself, letter for letter. */
const AWS_INTERNAL = 'AWS Internal';

function address(typed: string): string {
  const value = text(typed);
  if (value.includes('/') && parseAddressRange(value) === undefined) {
    throw new InvalidArgumentError('A range is an address and a number of bits: 203.0.113.0/24.');
  }
  if (/^[0-9a-f.:]*[.:\d][0-9a-f.:]*$/i.test(value) && isIP(value) === 0) {
    throw new InvalidArgumentError('That is no whole address. A range is 10.0.0.0/24, a beginning 10.0.*');
  }
  if (value.toLowerCase() === AWS_INTERNAL.toLowerCase()) return AWS_INTERNAL;
  // Of the spellings of an IPv6 address, records have the shortest, as URLs do.
  return isIP(value) === 6 ? new URL(`http://[${value}]`).hostname.slice(1, -1) : value;
}

/** Fields go by their names in an answer, or by the flag that filters them. */
const FIELD_BY_FLAG: Readonly<Record<string, SummaryField>> = {
  source: 'eventSource',
  name: 'eventName',
  user: 'userName',
  'access-key': 'accessKeyId',
  ip: 'sourceIPAddress',
  resource: 'resources',
  'user-agent': 'userAgent',
  account: 'recipientAccountId',
  'event-region': 'awsRegion',
  region: 'awsRegion',
  kind: 'credentialKind',
  category: 'eventCategory',
  error: 'errorCode',
};

function exclusion(typed: string): FieldFilter {
  const { name, value } = splitPair(typed, 'source=s3');
  const field =
    FIELD_BY_FLAG[name.toLowerCase()] ??
    SUMMARY_FIELDS.find((known) => known.toLowerCase() === name.toLowerCase());
  if (field === undefined) {
    const known = [...SUMMARY_FIELDS, ...Object.keys(FIELD_BY_FLAG)];
    throw new InvalidArgumentError(`There is no field ${name}.${didYouMean(name, known)}`);
  }
  return { field, value };
}

function recordFilter(typed: string): RecordFilter {
  const { name, value } = splitPair(typed, 'requestParameters.bucketName=x');
  if (name.split('.').includes('')) {
    throw new InvalidArgumentError('A path is names joined by dots: requestParameters.bucketName.');
  }
  return { path: name, value };
}

function splitPair(typed: string, example: string): { name: string; value: string } {
  const at = typed.indexOf('=');
  const name = typed.slice(0, at).trim();
  if (at < 1 || name === '') throw new InvalidArgumentError(`It takes a name and a value: ${example}.`);
  return { name, value: typed.slice(at + 1) };
}
