/**
 * The shape of a log file outside its records, as a table: what may come at each place and where that leads.
 *
 * The shape is an object with a `Records` array among its members, or a bare array of records where the reader
 * accepts one. Members other than `Records` may be anything, before and after it: AWS adds fields without notice.
 */

/** Named after what the next byte that is not white space has to be. */
export type Place =
  | 'object'
  | 'object-or-array'
  | 'first-key-or-end'
  | 'key'
  | 'colon'
  | 'member-value'
  | 'comma-or-end-of-object'
  | 'colon-of-records'
  | 'records-array'
  | 'first-record-or-end'
  | 'record'
  | 'comma-or-end-of-records'
  | 'first-bare-record-or-end'
  | 'bare-record'
  | 'comma-or-end-of-bare-records'
  | 'nothing';

export type ValueRole = 'key' | 'member' | 'record';

interface Step {
  readonly inWords: string;
  /** Punctuation that may come here, and the place after it. */
  readonly next?: Readonly<Record<string, Place>>;
  /** The value that may begin here, and the place after its end. */
  readonly value?: { readonly role: ValueRole; readonly after: Place };
}

const KEY = { role: 'key', after: 'colon' } as const;
const RECORD = { role: 'record', after: 'comma-or-end-of-records' } as const;
const BARE_RECORD = { role: 'record', after: 'comma-or-end-of-bare-records' } as const;

export const GRAMMAR: Readonly<Record<Place, Step>> = {
  object: { inWords: '"{"', next: { '{': 'first-key-or-end' } },
  'object-or-array': {
    inWords: '"{" or "["',
    next: { '{': 'first-key-or-end', '[': 'first-bare-record-or-end' },
  },

  'first-key-or-end': { inWords: 'a key or "}"', next: { '}': 'nothing' }, value: KEY },
  key: { inWords: 'a key', value: KEY },
  colon: { inWords: '":"', next: { ':': 'member-value' } },
  'member-value': { inWords: 'a value', value: { role: 'member', after: 'comma-or-end-of-object' } },
  'comma-or-end-of-object': { inWords: '"," or "}"', next: { ',': 'key', '}': 'nothing' } },

  'colon-of-records': { inWords: '":"', next: { ':': 'records-array' } },
  'records-array': { inWords: 'the "[" of the Records array', next: { '[': 'first-record-or-end' } },
  'first-record-or-end': {
    inWords: 'a record or "]"',
    next: { ']': 'comma-or-end-of-object' },
    value: RECORD,
  },
  record: { inWords: 'a record', value: RECORD },
  'comma-or-end-of-records': {
    inWords: '"," or "]"',
    next: { ',': 'record', ']': 'comma-or-end-of-object' },
  },

  'first-bare-record-or-end': { inWords: 'a record or "]"', next: { ']': 'nothing' }, value: BARE_RECORD },
  'bare-record': { inWords: 'a record', value: BARE_RECORD },
  'comma-or-end-of-bare-records': { inWords: '"," or "]"', next: { ',': 'bare-record', ']': 'nothing' } },

  nothing: { inWords: 'the end of the file' },
};
