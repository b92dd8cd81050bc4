/**
 * Trails of any shape, tampered with in any number of places: what was touched is named, and nothing else is.
 *
 * What must be found is worked out by a few lines that know what was done, and nothing of how it is found.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULTS, type FaultCode, HOUR_STATES, type HourState } from '../../../lib/audit/verify/report.ts';
import { verifyTrail } from './findings.ts';
import { FOREIGN_KEY } from './world/signing-key.ts';
import { type Delivered, signText } from './world/trail-chain.ts';
import { deliverTrail, type TrailWorld } from './world/trail-world.ts';

const DIGEST_ACTIONS = ['keep', 'delete', 'alter', 'garble', 'strip', 'resign', 'recompress'] as const;
const FILE_ACTIONS = ['keep', 'delete', 'alter', 'append', 'recompress', 'forget', 'forget event'] as const;

type DigestAction = (typeof DIGEST_ACTIONS)[number];
type FileAction = (typeof FILE_ACTIONS)[number];

interface Plan {
  readonly digest: DigestAction;
  readonly files: readonly FileAction[];
}

/** Most are kept, so that the chains in between stay long enough to say something. */
function mostly<Action extends string>(actions: readonly Action[]): fc.Arbitrary<Action> {
  const [keep, ...others] = actions;
  if (keep === undefined) throw new Error('no actions');
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(keep) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const PLANS = fc.array(
  fc.record<Plan>({
    digest: mostly(DIGEST_ACTIONS),
    files: fc.array(mostly(FILE_ACTIONS), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 6 },
);

/** A trail's digests begin in the same minute and second of each hour. */
const STARTS = fc.constantFrom('2026-03-16T22:00:00Z', '2026-03-16T22:13:52Z', '2026-03-16T22:59:59Z');

function tamperWithDigest({ bucket }: TrailWorld, key: string, action: DigestAction): void {
  if (action === 'delete') bucket.delete(key);
  if (action === 'alter') bucket.replaceText(key, `${bucket.textOf(key)}\n`);
  if (action === 'garble') bucket.replaceText(key, '{"Records":[]}');
  if (action === 'strip') bucket.setMetadata(key, { signature: undefined, 'signature-algorithm': undefined });
  if (action === 'recompress') bucket.recompress(key);
  if (action === 'resign') {
    const digestPublicKeyFingerprint = FOREIGN_KEY.published.fingerprint;
    const text = JSON.stringify({ ...JSON.parse(bucket.textOf(key)), digestPublicKeyFingerprint });
    bucket.replaceText(key, text);
    bucket.setMetadata(key, { signature: signText(text, FOREIGN_KEY) });
  }
}

function tamperWithFile({ bucket, index }: TrailWorld, key: string, action: FileAction): void {
  if (action === 'delete') bucket.delete(key);
  if (action === 'alter') bucket.replaceText(key, bucket.textOf(key).replace('mary', 'john'));
  if (action === 'append') bucket.append(key, Buffer.from([0]));
  if (action === 'recompress') bucket.recompress(key);
  if (action === 'forget') index.forgetFile(key);
  if (action === 'forget event') index.forgetEvent(key);
}

/** Undefined of a digest that holds. */
function digestFaultOf(
  action: DigestAction,
  nextHolds: boolean,
  next: DigestAction | undefined,
): FaultCode | undefined {
  switch (action) {
    case 'keep':
    case 'recompress':
      return undefined;
    case 'delete':
      return 'digest-not-found';
    case 'alter':
      return 'digest-signature';
    case 'garble':
      return 'digest-invalid-format';
    case 'strip':
      // A signature proves itself, also in a digest that does not hold.
      return next === undefined || next === 'delete' || next === 'garble' ? 'digest-metadata' : undefined;
    case 'resign':
      return nextHolds ? 'digest-chain' : 'digest-key-not-found';
  }
}

/** Of a log file whose digest does not hold it is known only that it is gone, by the ledger. */
function fileFaultOf(action: FileAction, isListed: boolean, deep: boolean): FaultCode | undefined {
  if (action === 'delete') return 'log-file-not-found';
  if (!isListed) return undefined;
  if (action === 'alter') return 'log-file-hash';
  if (action === 'append') return 'log-file-data-after-gzip';
  if (action === 'forget') return 'not-in-index';
  return action === 'forget event' && deep ? 'index-events' : undefined;
}

interface Expected {
  readonly faults: string[];
  readonly states: Record<string, HourState>;
}

function expectedOf(plans: readonly Plan[], hours: readonly Delivered[], deep: boolean): Expected {
  const faults: string[] = [];
  const states: Record<string, HourState> = {};
  let nextHolds = false;
  for (const [at, { digest, files }] of [...plans.entries()].toReversed()) {
    const hour = hours[at];
    if (hour === undefined) throw new Error('every plan has an hour');
    const digestFault = digestFaultOf(digest, nextHolds, plans[at + 1]?.digest);
    nextHolds = digestFault === undefined;
    const found: (readonly [FaultCode, string])[] = digestFault ? [[digestFault, hour.digest]] : [];
    for (const [file, action] of files.entries()) {
      const code = fileFaultOf(action, nextHolds, deep);
      if (code !== undefined) found.push([code, hour.logFiles[file] ?? '']);
    }
    faults.push(...found.map(([code, key]) => `${code} ${key}`));
    const known = found.map(([code]): HourState => FAULTS[code]);
    states[hour.hour] =
      HOUR_STATES.find((state) => known.includes(state)) ?? (files.length > 0 ? 'proven' : 'silent');
  }
  return { faults: faults.sort(), states };
}

describe('whatever is done to a trail', () => {
  it.each([{ deep: false }, { deep: true }])('is named, with deep: $deep', async ({ deep }) => {
    const window = { from: new Date('2026-03-16T22:00:00Z'), until: new Date('2026-03-17T06:00:00Z') };
    await fc.assert(
      fc.asyncProperty(PLANS, STARTS, async (plans, start) => {
        const trail = await deliverTrail(
          {},
          plans.map(({ files }) => files.length),
          start,
        );
        for (const [at, { digest, files }] of plans.entries()) {
          const hour = trail.hours[at];
          tamperWithDigest(trail.world, hour?.digest ?? '', digest);
          for (const [file, action] of files.entries())
            tamperWithFile(trail.world, hour?.logFiles[file] ?? '', action);
        }
        const { faults, states } = await verifyTrail(trail, { deep, window });
        expect({ faults, states }).toEqual(expectedOf(plans, trail.hours, deep));
      }),
      { numRuns: 150 },
    );
  });
});
