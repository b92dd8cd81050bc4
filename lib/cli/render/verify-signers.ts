/**
 * By whose keys the digests hold, and what that is worth, in words.
 *
 * A region says who, not how many of each: where several signed in one, their numbers are not known.
 */
import type { RegionReport, Signer } from '../../audit/verify/report.ts';
import { grouped } from './count.ts';

/** How many digests of each signer hold; `undefined` where only some of a region are theirs. */
export type SignedDigests = Map<Signer, number | undefined>;

export function addSigned(
  signed: SignedDigests,
  { signers, digests, backfillDigests }: Pick<RegionReport, 'signers' | 'digests' | 'backfillDigests'>,
): void {
  const valid = digests.valid + backfillDigests.valid;
  for (const signer of signers) {
    const before = signed.has(signer) ? signed.get(signer) : 0;
    const isCounted = signers.length === 1 && before !== undefined;
    signed.set(signer, isCounted ? before + valid : undefined);
  }
}

/** Nothing where all are CloudTrail's word. */
export function describeSigners(signed: SignedDigests): string[] {
  return [...signed]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([signer, number]) => {
      const worth = WORTH[signer];
      if (worth === undefined) return [];
      return [signed.size === 1 ? `The digests are ${worth}` : `${subject(number)} ${worth}`];
    });
}

function subject(number: number | undefined): string {
  if (number === undefined) return 'Some of the digests are';
  return `${grouped(number)} of the digests ${number === 1 ? 'is' : 'are'}`;
}

const WORTH: Readonly<Record<Signer, string | undefined>> = {
  cloudtrail: undefined,
  archived:
    'checked with public keys from the archive beside the ledger, not with those that CloudTrail hands out now.',
  given: 'checked with the public keys that were given: the proof is as good as the way they came.',
  local:
    "signed by this data directory's own key: that proves only what happened since the log files were ingested, nothing about AWS.",
};
