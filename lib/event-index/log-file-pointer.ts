/**
 * The short form of a log file's key that an event's item carries.
 *
 * A log file key is about 150 bytes, most of which the event repeats (account, region) or which repeats itself (date,
 * account and region again in the file name), and it would be stored once in the table and once in every index. The
 * pointer keeps only what is not known: `20150801T0210Z_Mu0KsOhtH1ar15ZZ`, followed by whatever differs from the
 * event as `;name=value` (an organisation as `;o-…`). Keys of any other form are kept whole. Exact both ways: reading gives back the very key.
 */
import { createHash } from 'node:crypto';
import { buildLogFileKey, type LogFileFolder, parseObjectKey } from '../cloudtrail/object-key.ts';

/** What the pointer may leave out because the event says it. */
export interface PointerContext {
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
}

export type LogFilePointer =
  | { readonly kind: 'key'; readonly key: string }
  /** The first 32 hex digits of the key's SHA-256, to be found among the ledger items of its delivery day. */
  | { readonly kind: 'hash'; readonly day: string; readonly hash: string };

const REMEMBERED_POINTERS = 100;

const SHORT_FORM = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_([0-9A-Za-z]+)((?:;.*)?)$/s;
const DEFAULT_FOLDER = 'CloudTrail';
const VERBATIM_MARK = '=';
const HASH_FORM = /^#(\d{4}-\d\d-\d\d)#([0-9a-f]{32})$/;

export function toLogFilePointer(key: string, context: PointerContext): string {
  return toShortForm(key, context) ?? (/^[\d=#]/.test(key) ? VERBATIM_MARK + key : key);
}

/**
 * `toLogFilePointer` for the events of one log file, which mostly name the same account and region: the pointer costs as
 * much as all else in an item, so it is made once for each of them.
 */
export function openLogFilePointers(key: string): (context: PointerContext) => string {
  const made = new Map<string, string>();
  return (context) => {
    // Kept apart, whatever a record says that they are.
    const named = JSON.stringify([context.accountId, context.region]);
    const known = made.get(named);
    if (known !== undefined) return known;
    const pointer = toLogFilePointer(key, context);
    // A file may name as many accounts as it has records.
    if (made.size < REMEMBERED_POINTERS) made.set(named, pointer);
    return pointer;
  };
}

/** For the rare item that has no room for its pointer: a reference of 44 bytes that the ledger resolves. */
export function toHashPointer(key: string, day: string): string {
  return `#${day}#${hashLogFileKey(key)}`;
}

export function hashLogFileKey(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

export function fromLogFilePointer(pointer: string, context: PointerContext): LogFilePointer {
  const hashed = HASH_FORM.exec(pointer);
  if (hashed) return { kind: 'hash', day: hashed[1] ?? '', hash: hashed[2] ?? '' };
  if (pointer.startsWith(VERBATIM_MARK)) return { kind: 'key', key: pointer.slice(VERBATIM_MARK.length) };
  const short = SHORT_FORM.exec(pointer);
  return { kind: 'key', key: short ? fromShortForm(short, context) : pointer };
}

function toShortForm(key: string, context: PointerContext): string | undefined {
  const parsed = parseObjectKey(key);
  if (parsed.kind !== 'log-file' || !parsed.deliveredAt || !parsed.uniqueString) return undefined;
  const { prefix, organizationId, accountId, folder, region, deliveredAt, uniqueString } = parsed;
  const stamp = deliveredAt.replace(/[-:]/g, '');
  const differing = [
    accountId === context.accountId ? '' : `;account=${accountId}`,
    region === context.region ? '' : `;region=${region}`,
    folder === DEFAULT_FOLDER ? '' : `;folder=${folder}`,
    organizationId === undefined ? '' : `;${organizationId}`,
    // Last, because a prefix may hold any character, `;` too.
    prefix === undefined ? '' : `;prefix=${prefix}`,
  ];
  const pointer = `${stamp}_${uniqueString}${differing.join('')}`;
  // Odd old names parse but are not written back letter for letter: those stay whole.
  const read = fromLogFilePointer(pointer, context);
  return read.kind === 'key' && read.key === key ? pointer : undefined;
}

function fromShortForm(match: RegExpExecArray, context: PointerContext): string {
  const [, year, month, day, hour, minute, uniqueString = '', differing = ''] = match;
  const prefixAt = differing.indexOf(';prefix=');
  const fields = (prefixAt === -1 ? differing : differing.slice(0, prefixAt)).split(';').slice(1);
  const fieldOf = (name: string) =>
    fields.find((field) => field.startsWith(`${name}=`))?.slice(name.length + 1);
  return buildLogFileKey({
    prefix: prefixAt === -1 ? undefined : differing.slice(prefixAt + ';prefix='.length),
    // The only field without a name: an organisation's id says what it is.
    organizationId: fields.find((field) => field.startsWith('o-')),
    accountId: fieldOf('account') ?? context.accountId ?? '',
    folder: (fieldOf('folder') ?? DEFAULT_FOLDER) as LogFileFolder,
    region: fieldOf('region') ?? context.region ?? '',
    deliveredAt: `${year}-${month}-${day}T${hour}:${minute}Z`,
    uniqueString,
  });
}
