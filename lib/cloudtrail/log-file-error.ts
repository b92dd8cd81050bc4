/**
 * The one error that says: this object is complete, and it is not a readable log file, now or on any later try.
 *
 * Whoever catches it may record the file as rejected and acknowledge its notification. Faults of reading (a cut
 * connection, a refused request) are never this error; they pass through as they are, to be tried again.
 * Messages say what was found where, not in which file: the caller knows the bucket and the key.
 */

export type LogFileErrorCode =
  /** The bytes do not begin like gzip. */
  | 'not-gzip'
  /** A gzip header, deflate stream, checksum or length that contradicts itself. */
  | 'corrupt-gzip'
  /** The bytes stop before the gzip member does. */
  | 'truncated-gzip'
  /** Something, perhaps a second member, follows the gzip member. */
  | 'data-after-gzip'
  /** More inflated bytes than the caller allows. */
  | 'too-large'
  /** More records than the caller allows. */
  | 'too-many-records'
  /** Not UTF-8 JSON with an object (or, where accepted, an array) at the top. */
  | 'not-a-log-file'
  /** Punctuation is missing, superfluous or wrong between members or records, or after the document. */
  | 'malformed-json'
  /** The document stops before its last bracket. */
  | 'truncated-json'
  /** An object without a `Records` array. */
  | 'no-records';

export class LogFileError extends Error {
  override readonly name = 'LogFileError';
  readonly code: LogFileErrorCode;
  /** Where in the inflated bytes the fault was seen, counted from 0; undefined where that has no meaning. */
  readonly byteOffset: number | undefined;

  constructor(
    code: LogFileErrorCode,
    message: string,
    details: { readonly byteOffset?: number; readonly cause?: unknown } = {},
  ) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.byteOffset = details.byteOffset;
  }
}
