/**
 * The answer as anybody would work it out with the raw records at hand: filter, then sort.
 *
 * Nothing of the index is used here, so that a fault in it cannot hide in both. What a record says of itself is taken
 * from lib/cloudtrail, which has tests of its own.
 */
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { credentialKindOf } from '../../lib/cloudtrail/credential-kind.ts';
import { eventCategoryOf } from '../../lib/cloudtrail/event-category.ts';
import { parseEventTime } from '../../lib/cloudtrail/event-time.ts';
import { insightOf } from '../../lib/cloudtrail/insight.ts';
import { flagOf, memberOf, textIn } from '../../lib/cloudtrail/json.ts';
import { principalOf } from '../../lib/cloudtrail/principal.ts';
import { addResource, resourcesOf } from '../../lib/cloudtrail/resources.ts';
import type { EventFilters, FieldFilter, RecordFilter, SummaryField } from '../../lib/event-index/filters.ts';
import type { RawRecord } from './trails.ts';

export interface Truth {
  readonly record: RawRecord;
  /** The first 16 bytes of the SHA-256 of the record's bytes, as hex: which record it is. */
  readonly hash: string;
  readonly eventTime: string;
  /** What events of one second are sorted by. */
  readonly sortKey: string;
  readonly fields: Readonly<Record<Exclude<SummaryField, 'resources'>, string | undefined>>;
  readonly resources: readonly string[];
  readonly failed: boolean;
}

export interface ReferenceRequest {
  readonly filters: EventFilters;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly order: 'newest-first' | 'oldest-first';
}

export function toTruth(record: RawRecord): Truth {
  const hash = createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 32);
  const eventTime = parseEventTime(String(record.eventTime)) ?? '';
  const eventID = textIn(record, 'eventID');
  const id = eventID === undefined ? hash : keyForm('eventID', eventID);
  const insight = insightOf(record);
  const identity = memberOf(record, 'userIdentity');
  const session = memberOf(identity, 'sessionContext');
  const response = memberOf(record, 'responseElements');
  const { principal, userName, roleArn } = principalOf(identity, textIn(record, 'awsRegion'));
  const eventCategory = eventCategoryOf(record);
  const resources = resourcesOf(record);
  if (eventCategory === 'NetworkActivity') addResource(resources, textIn(record, 'vpcEndpointId') ?? '');
  return {
    record,
    hash,
    eventTime,
    sortKey: `${eventTime}#${id.slice(0, 4).replace(/[^\x21-\x7e]/g, '_')}`,
    fields: {
      eventSource: insight?.eventSource ?? textIn(record, 'eventSource'),
      eventName: insight?.eventName ?? textIn(record, 'eventName'),
      principal: insight?.principal ?? principal,
      userName,
      sourceIdentity: textIn(session, 'sourceIdentity'),
      roleArn,
      identityType: textIn(identity, 'type'),
      credentialKind: credentialKindOf(identity),
      accessKeyId: textIn(identity, 'accessKeyId'),
      issuedAccessKeyId: textIn(memberOf(response, 'credentials'), 'accessKeyId'),
      invokedBy: textIn(identity, 'invokedBy'),
      sourceIPAddress: textIn(record, 'sourceIPAddress'),
      userAgent: textIn(record, 'userAgent'),
      recipientAccountId: textIn(record, 'recipientAccountId'),
      awsRegion: textIn(record, 'awsRegion'),
      errorCode: insight?.errorCode ?? textIn(record, 'errorCode'),
      errorMessage: textIn(record, 'errorMessage'),
      eventType: textIn(record, 'eventType'),
      eventCategory,
      signInResult: undefined,
      mfa: flagOf(memberOf(memberOf(session, 'attributes'), 'mfaAuthenticated'))?.toString(),
      readOnly: flagOf(record.readOnly)?.toString(),
    },
    resources,
    failed:
      insight === undefined &&
      (textIn(record, 'errorCode') !== undefined || textIn(record, 'errorMessage') !== undefined),
  };
}

/** All events that match, in order; events with equal sort keys are as they come. */
export function answerOf(truths: Iterable<Truth>, request: ReferenceRequest): Truth[] {
  const { filters, since, until, order } = request;
  const distinct = new Map([...truths].map((truth) => [truth.hash, truth]));
  const wanted = [...distinct.values()].filter(
    (truth) =>
      (since === undefined || truth.eventTime >= since) &&
      (until === undefined || truth.eventTime < until) &&
      matches(truth, filters),
  );
  const forward = order === 'oldest-first' ? 1 : -1;
  return wanted.sort((a, b) => (a.sortKey === b.sortKey ? 0 : a.sortKey < b.sortKey ? -forward : forward));
}

const WHOLE_VALUES = [
  'eventSource',
  'eventName',
  'principal',
  'errorCode',
  'userName',
  'recipientAccountId',
  'awsRegion',
  'eventCategory',
  'credentialKind',
] as const satisfies readonly (keyof EventFilters & SummaryField)[];

export function matches(truth: Truth, filters: EventFilters): boolean {
  const { fields, failed } = truth;
  for (const field of WHOLE_VALUES) {
    const wanted: readonly string[] | undefined = filters[field];
    if (wanted === undefined) continue;
    if (field === 'errorCode' && !failed) return false;
    if (!wanted.some((asked) => isWholeValue(field, asked, fields[field]))) return false;
  }
  const some = (wanted: readonly string[] | undefined, test: (asked: string) => boolean) =>
    wanted === undefined || wanted.some(test);
  return (
    some(filters.user, (asked) => isUser(asked, fields.userName) || isUser(asked, fields.sourceIdentity)) &&
    some(filters.accessKeyId, (asked) => isLike(asked, fields.accessKeyId, 'accessKeyId')) &&
    some(filters.sourceIPAddress, (asked) => isFrom(asked, fields.sourceIPAddress)) &&
    some(filters.resource, (asked) => truth.resources.some((resource) => isResource(asked, resource))) &&
    some(filters.userAgent, (asked) => isLike(asked, fields.userAgent)) &&
    (!filters.errors || failed) &&
    (!filters.succeeded || !failed) &&
    (filters.readOnly === undefined || fields.readOnly === String(filters.readOnly)) &&
    !(filters.not ?? []).some((excluded) => isExcluded(truth, excluded)) &&
    saysAll(truth.record, filters.where ?? [])
  );
}

/** Full values, as the record spells them or as an answer shows them; `-` stands for a value that is not there. */
function isWholeValue(field: string, asked: string, value: string | undefined): boolean {
  if (value === undefined) return asked === '-' && ['eventSource', 'eventName', 'errorCode'].includes(field);
  return printable(asked) === printable(value) || asked === keyForm(field, value);
}

const KEY_BYTES: Readonly<Record<string, number>> = {
  eventID: 48,
  eventSource: 64,
  eventName: 64,
  principal: 200,
  errorCode: 64,
  issuedAccessKeyId: 32,
  userName: 96,
  accessKeyId: 32,
  sourceIPAddress: 48,
};

/** How an answer shows a value that is too long for a key: its beginning, `~` and 16 digits of its SHA-256. */
export function keyForm(field: string, value: string): string {
  const limit = KEY_BYTES[field] ?? Number.POSITIVE_INFINITY;
  const text = printable(value);
  if (Buffer.byteLength(text) <= limit) return text;
  let beginning = '';
  for (const character of text) {
    if (Buffer.byteLength(beginning + character) > limit - 17) break;
    beginning += character;
  }
  return `${beginning}~${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\ufffd');
}

/** Without case, one letter after the other. */
function fold(text: string): string {
  return [...printable(text)].map((letter) => letter.toLowerCase().replace('ς', 'σ')).join('');
}

/** A pattern: `*` at either end stands for any text. */
function isLike(asked: string, value: string | undefined, field?: string): boolean {
  if (value === undefined) return false;
  const isShown = field !== undefined && printable(asked) === keyForm(field, value);
  return isShown || isLikeFolded(fold(asked), fold(value));
}

function isLikeFolded(asked: string, value: string): boolean {
  if (asked === '*') return true;
  const [start, end] = [asked.startsWith('*'), asked.endsWith('*')];
  const text = asked.slice(start ? 1 : 0, end ? -1 : undefined);
  if (start && end) return value.includes(text);
  if (start) return value.endsWith(text);
  return end ? value.startsWith(text) : value === text;
}

function hasStar(asked: string): boolean {
  return asked.startsWith('*') || asked.endsWith('*');
}

/** `alice` is also everybody's address that begins so. */
function isUser(asked: string, value: string | undefined): boolean {
  if (isLike(asked, value, 'userName')) return true;
  return value !== undefined && !hasStar(asked) && fold(value).startsWith(`${fold(asked)}@`);
}

/** `s3` is `s3.amazonaws.com`. */
function isSource(asked: string, value: string | undefined): boolean {
  if (isLike(asked, value, 'eventSource')) return true;
  return value !== undefined && !hasStar(asked) && fold(value).startsWith(`${fold(asked)}.`);
}

/** `role/Admin` is the role in any account, `role/Adm*` each that begins so, `ec2` the service. */
function isPrincipal(asked: string, value: string | undefined): boolean {
  if (isLike(asked, value, 'principal')) return true;
  if (value === undefined || asked.startsWith('*')) return false;
  const [text, name] = [fold(value), fold(asked)];
  const ends = [...text.matchAll(/[:/]/g)].map(({ index }) => text.slice(index + 1));
  if (asked.endsWith('*')) return ends.some((end) => end.startsWith(name.slice(0, -1)));
  return ends.includes(name) || text.startsWith(`${name}.`);
}

/** Whether a short name, as people type it, means this event's value; `-` where there is none. */
export function isNamed(
  field: 'eventSource' | 'eventName' | 'principal' | 'errorCode',
  asked: string,
  { fields }: Truth,
): boolean {
  const value = fields[field] ?? '-';
  if (field === 'eventSource') return isSource(asked, value);
  return field === 'principal' ? isPrincipal(asked, value) : isLike(asked, value, field);
}

/** The whole, or a part of it that begins and ends at `:` and `/`: a bucket finds its objects. */
function isResource(asked: string, resource: string): boolean {
  if (isLike(asked, resource)) return true;
  const text = fold(resource);
  const marks = [...text.matchAll(/[:/]/g)].map(({ index }) => index);
  const starts = [0, ...marks.map((mark) => mark + 1)];
  const ends = [...marks, text.length];
  const pattern = fold(asked);
  return starts.some((start) =>
    ends.some((end) => start < end && isLikeFolded(pattern, text.slice(start, end))),
  );
}

/** An Insight is about an error code; only calls that failed have one. */
function isExcluded({ fields, resources, failed }: Truth, { field, value: asked }: FieldFilter): boolean {
  if (field === 'resources') return resources.some((resource) => isResource(asked, resource));
  if (field === 'sourceIPAddress') return isFrom(asked, fields.sourceIPAddress);
  if (field === 'eventSource') return isSource(asked, fields.eventSource);
  if (field === 'principal') return isPrincipal(asked, fields.principal);
  if (field === 'userName' || field === 'sourceIdentity') return isUser(asked, fields[field]);
  if (field === 'errorCode' && !failed) return false;
  return isLike(asked, fields[field], field);
}

function isFrom(asked: string, address: string | undefined): boolean {
  const [network = '', length] = asked.split('/');
  if (length === undefined || isIP(network) === 0) return isLike(asked, address, 'sourceIPAddress');
  if (address === undefined || isIP(address) !== isIP(network)) return false;
  const cut = (text: string) => bitsOf(text).slice(0, Number(length));
  return cut(address) === cut(network);
}

/** An address in zeros and ones. */
function bitsOf(address: string): string {
  if (isIP(address) === 4) {
    return address
      .split('.')
      .map((byte) => Number(byte).toString(2).padStart(8, '0'))
      .join('');
  }
  const dotted = /[0-9.]+\.[0-9]+$/.exec(address)?.[0];
  const tail = dotted === undefined ? '' : bitsOf(dotted);
  const [head = '', rest] = (
    dotted === undefined ? address : address.slice(0, -dotted.length).replace(/([^:]):$/, '$1')
  ).split('::');
  const groups = (text: string | undefined) =>
    (text ?? '')
      .split(':')
      .filter((group) => group !== '')
      .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
      .join('');
  return groups(head) + (groups(rest) + tail).padStart(128 - groups(head).length, '0');
}

/** Values of one path are alternatives, different paths must all be said. */
function saysAll(record: RawRecord, filters: readonly RecordFilter[]): boolean {
  return filters.every(({ path }) =>
    filters.some(
      (filter) => filter.path === path && valuesAt(record, path).some((value) => isLike(filter.value, value)),
    ),
  );
}

/** Everything that stands at a path, as JSON writes it. */
function valuesAt(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, path));
  if (path === '') return typeof value === 'object' && value !== null ? [] : [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (name === path) return valuesAt(member, '');
    return path.startsWith(`${name}.`) ? valuesAt(member, path.slice(name.length + 1)) : [];
  });
}

/** Every path of a record at which something stands, and what does. */
export function pathsOf(value: unknown, path = ''): { readonly path: string; readonly value: string }[] {
  if (Array.isArray(value)) return value.flatMap((element) => pathsOf(element, path));
  if (typeof value !== 'object' || value === null) return [{ path, value: String(value) }];
  return Object.entries(value).flatMap(([name, member]) =>
    pathsOf(member, path === '' ? name : `${path}.${name}`),
  );
}
