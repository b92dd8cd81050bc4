/**
 * After a delivery into the embedded AWS: signs digests for it, as CloudTrail would have, so that `traildex verify` has
 * something to go by on this machine too.
 */
import { OPERATION_CLOCK } from '../aws/operation-clock.ts';
import type { Workplace } from '../aws/workplace.ts';
import { openSigningKey } from '../local/signing-key.ts';
import { type SigningSummary, signDigests } from '../operations/sign-digests/sign-digests.ts';
import { toSigningKey } from '../operations/sign-digests/signing-key.ts';
import { foldersFor } from './backfill-scope.ts';
import { showSigning } from './progress/signing-progress.ts';
import type { Session } from './session.ts';

/** Ends early when somebody presses Ctrl-C: the next delivery goes on from there. */
export async function signDelivery(session: Session, place: Workplace): Promise<SigningSummary> {
  const { deployment } = place;
  const { digests, logFiles } = place.verifyStores();
  const bar = showSigning(session.host.stderr, session.quiet);
  return signDigests(
    {
      folders: foldersFor(deployment, { local: true, prefix: undefined }),
      bucket: deployment.trailBucket,
      homeRegion: regionOf(deployment.deliveryTopic),
      key: toSigningKey(await openSigningKey(session.where.dataDir)),
      now: session.host.now,
      signal: session.host.interrupt,
      onProgress: bar.update,
      keysPerNotification: deployment.maxKeysPerNotification,
    },
    {
      listing: place.listing,
      ledger: place.ledger,
      logFiles,
      digests,
      delivery: place.digestDelivery,
      topic: place.topic,
      archive: place.keyArchive,
      clock: OPERATION_CLOCK,
    },
  ).finally(bar.stop);
}

/** That of the stack, in which its trail is created. */
function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
