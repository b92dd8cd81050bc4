/** Values and names that have broken readers of JSON, key-value stores, terminals and calendars before. */
import { ALPHANUMERIC, type Random } from '../../lib/sample/random.ts';
import { jsonText, type Node, treeOf } from './json-tree.ts';

const NAMES: readonly [string, ...string[]] = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'prototype',
  'length',
  'then',
  'toJSON',
  '',
  ' ',
  'Records',
  'eventID',
  'eventId',
  'eventTime',
  'eventSource',
  'eventName',
  'eventType',
  'eventCategory',
  'errorCode',
  'errorMessage',
  'userIdentity',
  'userName',
  'type',
  'arn',
  'accountId',
  'sessionContext',
  'sessionIssuer',
  'sourceIdentity',
  'invokedBy',
  'resources',
  'ARN',
  'requestParameters',
  'responseElements',
  'credentials',
  'accessKeyId',
  'additionalEventData',
  'MFAUsed',
  'insightDetails',
  'timeWindow',
  'windowStart',
  'summary',
  'recipientAccountId',
  'awsRegion',
  'bucketName',
  'roleArn',
];

const STRINGS: readonly [string, ...string[]] = [
  '',
  ' ',
  '-',
  '--',
  '~0123456789abcdef',
  '\t',
  '\t1',
  '\u0000',
  'a\u0000b',
  '\n{"level":"ERROR"}',
  '\u001b[2J\u001b]0;title\u0007',
  '\u009b31m',
  '\u202egpj.exe',
  '\ufeff',
  '\uffff',
  '\u{1f600}'.repeat(40),
  '𝒳'.repeat(300),
  'é'.repeat(47),
  '__proto__',
  'constructor',
  'null',
  'true',
  'YES',
  '../../etc/passwd',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: nothing may ever evaluate it.
  '${jndi:ldap://x}',
  '%s%n%d',
  'arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fx',
  'arn%3aaws%3a%',
  'arn:aws:sts::111122223333:assumed-role/',
  'arn:aws:sts::111122223333:assumed-role//',
  'arn:::::',
  'ANONYMOUS_PRINCIPAL',
  'Insight',
  'Aggregated',
  'NetworkActivity',
  'AwsAggregatedEvent',
  'AwsCloudTrailInsight',
  'AssumedRole',
  'AWSReservedSSO_Admin_0123456789abcdef',
  'HIDDEN_DUE_TO_SECURITY_REASONS',
  '2026-03-17T09:00:00Z',
];

/** JSON that JSON.stringify does not write, and texts that are no JSON. */
const TEXTS: readonly [string, ...string[]] = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '-1',
  '1e400',
  '-1e400',
  '1e-400',
  '9007199254740993',
  '123456789012345678901234567890123456789012345678901234567890',
  '0.1e1',
  '"\\ud800"',
  '"a\\udc00\\ud800z"',
  '"\\u0000"',
  '"\xed\xa0\x80"',
  '"\xff\xfe"',
  '"\xc3"',
  '"\xf8\x88\x80\x80\x80"',
  '"\\/"',
  '{}',
  '[]',
  '[[]]',
  '[null]',
  '{"a":1,"a":2}',
  '{"__proto__":{"eventTime":"2026-03-17T09:00:00Z"}}',
  '{"constructor":{"prototype":{}}}',
  '{"":""}',
  'nul',
  'NaN',
  'undefined',
  '01',
  '1.',
  '.5',
  '+1',
  "'a'",
  '"\\x41"',
  '"\n"',
  '"\x00"',
  '{a:1}',
  '[1,]',
  '{"a":1,}',
  '[}',
  '{]',
  '//',
];

const TIMES: readonly [string, ...string[]] = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59Z',
  '9999-12-31T23:59:59-23:59',
  '10000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '2026-02-29T00:00:00Z',
  '2024-02-29T00:00:00Z',
  '2026-06-30T23:59:60Z',
  '2026-03-17T24:00:00Z',
  '2026-03-17T09:00:00',
  '2026-03-17 09:00:00',
  '2026-03-17T09:00Z',
  '2026-03-17',
  '20260317T090000Z',
  '20260317T090000.123+0530',
  '2026-03-17t09:00:00z',
  '2026-03-17T09:00:00.999999999999999999999Z',
  '2026-03-17T09:00:00,5-00:00',
  '2026-03-17T09:00:00+24:00',
  '2026-03-17T09:00:00Z\n',
  '１９９９-01-01T00:00:00Z',
  '1773738000',
  'Tue, 17 Mar 2026 09:00:00 GMT',
  '2025-12-17T12:00:00Z',
  '2025-12-17T12:00:01Z',
];

export function hostileName(random: Random): string {
  return jsonText(random.chance(900) ? random.pick(NAMES) : random.pick(STRINGS));
}

export function hostileTime(random: Random): Node {
  return treeOf(random.pick(TIMES));
}

export function hostileValue(random: Random): Node {
  switch (random.below(8)) {
    case 0:
    case 1:
      return { kind: 'text', text: random.pick(TEXTS) };
    case 2:
      return treeOf(random.text(ALPHANUMERIC, random.between(1, 3000)));
    case 3:
      return hostileTime(random);
    case 4:
      return nested(random.between(1, 200), random);
    case 5:
      return treeOf(Array.from({ length: random.between(1, 100) }, () => random.pick(STRINGS)));
    default:
      return treeOf(random.pick(STRINGS));
  }
}

/** Brackets within brackets around one hostile text. */
export function nested(depth: number, random: Random): Node {
  const inner = random.pick(TEXTS);
  if (random.chance(500)) return { kind: 'text', text: `${'['.repeat(depth)}${inner}${']'.repeat(depth)}` };
  const opening = `{${random.pick(['"a"', '"__proto__"', '"userIdentity"', '"content"'])}:`;
  return { kind: 'text', text: `${opening.repeat(depth)}${inner}${'}'.repeat(depth)}` };
}
