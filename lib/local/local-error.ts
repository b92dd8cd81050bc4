/** Why the embedded AWS could not do something, for the person at the terminal; `code` is for the code that decides. */
export type LocalErrorCode =
  | 'template'
  | 'synthesis'
  | 'data-directory'
  | 'data-directory-in-use'
  | 'engine'
  | 'signing-key'
  | 'table-changed';

export class LocalEnvironmentError extends Error {
  override readonly name = 'LocalEnvironmentError';
  readonly code: LocalErrorCode;

  constructor(code: LocalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
