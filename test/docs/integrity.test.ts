/** The manual of the verification has a word for every state and every fault that there is. */
import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../lib/audit/verify/report.ts';
import { FAULTS, HOUR_STATES } from '../../lib/audit/verify/report.ts';
import { signOf } from '../../lib/cli/render/verify-states.ts';
import { isMendable } from '../../lib/operations/repair/files-to-mend.ts';
import { read, tableBelow } from './documents.ts';

const TEXT = read('docs/integrity.md');
const word = (cell = '') => cell.replaceAll('`', '');

describe('docs/integrity.md', () => {
  it('explains each state of an hour, the worst first, with its sign', () => {
    const rows = tableBelow(TEXT, '## The words of the report').map(([state, sign]) => [
      word(state),
      word(sign),
    ]);
    expect(rows).toEqual(HOUR_STATES.map((state) => [state, signOf(state)]));
  });

  it('has each fault with its state, and what validate-logs says', () => {
    const rows = tableBelow(TEXT, '## Faults').map(([code, state]) => [word(code), word(state)]);
    expect(rows).toEqual(Object.entries(FAULTS));
  });

  it('uses each message of validate-logs for a fault that it stands for', () => {
    const said = new Map(
      tableBelow(TEXT, '## Faults').map(([code, , , message]) => [word(code), word(message)]),
    );
    const invalid = [...said].filter(([, message]) => message.includes('INVALID: '));
    expect(invalid.map(([code, message]) => [code, message.replace(/^.*INVALID: /, '')])).toEqual([
      ['digest-not-found', 'not found'],
      ['digest-invalid-format', 'invalid format'],
      ['digest-moved', 'has been moved from its original location'],
      ['digest-signature', 'signature verification failed'],
      ['digest-key-not-found', 'public key not found in region … for fingerprint …'],
      ['digest-key-unusable', 'Unable to load PKCS #1 key with fingerprint …'],
      ['digest-metadata', 'signature verification failed'],
      ['log-file-not-found', 'not found'],
      ['log-file-hash', "hash value doesn't match"],
      ['log-file-invalid-format', 'invalid format'],
      ['log-file-data-after-gzip', 'unexpected data after end of compressed stream'],
    ]);
  });

  it('names all that a repair mends, and nothing else', () => {
    const [, repair = ''] = TEXT.split('## Repair');
    const [sentence = ''] = /It mends[^.]*\./.exec(repair) ?? [];
    const codes = Object.keys(FAULTS) as FaultCode[];
    const mended = codes.filter((code) => isMendable({ code }));
    expect(
      [...sentence.matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => code).filter((code) => code in FAULTS),
    ).toEqual(mended);
  });
});
