/** Names made up for files that have none of CloudTrail's: unique strings from their content, bounded old names. */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html */
const UNIQUE_STRING_LENGTH = 16;
/** What the ledger keeps of it. S3 takes 2 KB of metadata, in which a byte may need three. */
const NAME_LIMIT_BYTES = 200;
const ELLIPSIS = '…';

/** 16 characters as CloudTrail's names have them (95 bits) from a hex SHA-256: the same for the same content. */
export function uniqueStringOf(sha256: string): string {
  let rest = BigInt(`0x${sha256}`);
  let text = '';
  while (text.length < UNIQUE_STRING_LENGTH) {
    text += ALPHABET[Number(rest % 62n)];
    rest /= 62n;
  }
  return text;
}

/** A path, cut at its beginning where it is too long: its end tells files apart. */
export function clipNameStart(path: string): string {
  const name = path.toWellFormed();
  if (Buffer.byteLength(name) <= NAME_LIMIT_BYTES) return name;
  const characters = [...name];
  let start = characters.length;
  let bytes = Buffer.byteLength(ELLIPSIS);
  while (bytes + Buffer.byteLength(characters[start - 1] ?? '') <= NAME_LIMIT_BYTES) {
    start--;
    bytes += Buffer.byteLength(characters[start] ?? '');
  }
  return `${ELLIPSIS}${characters.slice(start).join('')}`;
}
