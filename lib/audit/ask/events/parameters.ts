/** What the questions about one key, address, person or resource must be told. */
import { isIP } from 'node:net';
import { parseAddressRange } from '../../../event-index/address-range.ts';
import type { Parameter } from '../question.ts';

/** Secret keys have 40 characters of base64; ids have none of `+`, `/` and rarely so many. */
const ACCESS_KEY_ID = /^\*?[A-Z0-9_]{4,128}\*?$/i;

export const KEY: Parameter = {
  name: 'key',
  about: 'the id of the access key, such as AKIAIOSFODNN7EXAMPLE; never its secret',
  complaint: (value) =>
    ACCESS_KEY_ID.test(value) && value.length !== 40
      ? undefined
      : 'This is not the id of an access key: those are letters and digits, such as AKIAIOSFODNN7EXAMPLE. ' +
        'If it was the secret of a key, it is in your shell history now.',
};

export const IP: Parameter = {
  name: 'ip',
  about: 'an address or a range, such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32',
  complaint: (value) =>
    parseAddressRange(value) !== undefined || isIP(value) !== 0
      ? undefined
      : `${value} is no address and no range of addresses. Write it as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.`,
};

export const USER: Parameter = {
  name: 'user',
  about:
    'the name of a user, of a session or of a source identity, such as alice; * at either end is a wildcard',
  complaint: (value) => (isBlank(value) ? 'The name of the user is empty.' : undefined),
};

export const RESOURCE: Parameter = {
  name: 'resource',
  about: 'an ARN, or an id or name such as my-bucket or sg-0a1b2c3d; * at either end is a wildcard',
  complaint: (value) => {
    if (isBlank(value)) return 'The name of the resource is empty.';
    return /^\*+$/.test(value) ? 'The resource * means all of them: name one.' : undefined;
  },
};

function isBlank(value: string): boolean {
  return value.trim() === '';
}
