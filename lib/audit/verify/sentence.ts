/** `text` with a full stop at its end: what S3 and other services answer has one or none. */
export function toSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
