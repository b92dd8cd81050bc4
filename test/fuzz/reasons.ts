/**
 * What makes a reason fit to be read: there is one, it is a line of plain text, and it does not carry the file along.
 *
 * Reasons stand in the ledger, in logs and on terminals, where people read them who need not be allowed to read records.
 */
import { gunzipSync } from 'node:zlib';

const LONGEST_REASON = 200;
/** Longest quotation of a record that is taken: an excerpt says what was found there. */
const LONGEST_QUOTATION = 64;
const SEARCHED_BYTES = 1_000_000;

export function reasonFaults(reason: string, body: Buffer): string[] {
  const faults: string[] = [];
  if (reason.length < 10) faults.push(`the reason is "${reason}"`);
  if (reason.length > LONGEST_REASON) faults.push(`a reason of ${reason.length} characters`);
  if (!/^[\x20-\x7e…]*$/.test(reason))
    faults.push(`a reason that is not plain text: ${JSON.stringify(reason)}`);
  if (quotesTooMuch(reason, body)) faults.push(`a reason that copies the file: ${reason}`);
  return faults;
}

function quotesTooMuch(reason: string, body: Buffer): boolean {
  if (reason.length < LONGEST_QUOTATION) return false;
  const text = readableText(body);
  for (let at = 0; at + LONGEST_QUOTATION <= reason.length; at++) {
    if (text.includes(reason.slice(at, at + LONGEST_QUOTATION))) return true;
  }
  return false;
}

function readableText(body: Buffer): string {
  try {
    return gunzipSync(body, { maxOutputLength: SEARCHED_BYTES }).toString('latin1');
  } catch {
    return body.subarray(0, SEARCHED_BYTES).toString('latin1');
  }
}
