/**
 * Plays CloudTrail's part after a delivery on this machine: signs hourly digests for the log files that no digest lists.
 *
 * What is in the bucket is all that is known; nothing is remembered elsewhere. So a run that was cut off is simply run
 * again, and a later delivery goes on where this one ended. First everything is read and planned, then written: who
 * waits is told how much there is.
 *
 * Nothing is signed in an account and region in which digests of another trail lie: they say what was delivered there, and
 * a signature of this machine must not fill the holes in them.
 */
import pLimit from 'p-limit';
import { findRegionFolders, type TrailFolders } from '../../audit/trail-folders.ts';
import { isLocalTrail } from '../../audit/verify/local-trail.ts';
import { GIVE_UP_AFTER_MS, type WatchSettings } from '../watch-outstanding.ts';
import { digestHoursOf } from './digest-hours.ts';
import { hashUnsigned } from './find-unsigned.ts';
import { planDigests } from './plan-digests.ts';
import type { SigningStores } from './ports.ts';
import { readStanding } from './read-standing.ts';
import { type DigestToRecord, findUnrecorded, recordDigests } from './record-digests.ts';
import { groupByRegion, listRegion, type RegionPlace } from './region-contents.ts';
import type { SigningKey } from './signing-key.ts';
import { type ChainToWrite, type WrittenDigest, writeChain } from './write-chain.ts';

export interface SigningRequest {
  /** The part of the bucket that is the trail's. */
  readonly folders: TrailFolders;
  readonly bucket: string;
  /** The region in which the trail is said to have been created. */
  readonly homeRegion: string;
  readonly key: SigningKey;
  readonly now: Date;
  /** Stops the run; what is written by then is a chain. */
  readonly signal?: AbortSignal | undefined;
  /** Called often. */
  readonly onProgress?: ((progress: SigningProgress) => void) | undefined;
  /** Digests that one notification names. @default 100 */
  readonly keysPerNotification?: number | undefined;
}

export interface SigningProgress {
  /** Regions of accounts are read; then digests signed; then those waited for that the ledger does not have. */
  readonly phase: 'reading' | 'signing' | 'recording';
  readonly done: number;
  readonly total: number;
}

export interface SigningSummary {
  readonly signedDigests: number;
  /** Log files that they list. */
  readonly signedLogFiles: number;
  /** Log files that no digest lists, and that are left so because digests of another trail lie there. */
  readonly unsignedLogFiles: number;
  /** Announced, and not in the ledger when the run ended. */
  readonly unrecordedDigests: number;
  /** `stalled`: nothing was recorded for too long. `interrupted`: the signal said stop. */
  readonly end: 'done' | 'stalled' | 'interrupted';
}

const KEYS_PER_NOTIFICATION = 100;

const PATIENCE: WatchSettings = { pollIntervalMs: 200, giveUpAfterMs: GIVE_UP_AFTER_MS };

const CONCURRENT_REGIONS = 8;
const CONCURRENT_READS = 16;
const CONCURRENT_CHAINS = 16;

export async function signDigests(request: SigningRequest, stores: SigningStores): Promise<SigningSummary> {
  const { signal } = request;
  const plans = await planAll(request, stores);
  const chains = plans.flatMap((plan) => plan.chains);
  await archiveKey(new Set(chains.map(({ place }) => place.region)), request, stores);
  const written = await writeAll(chains, request, stores);
  const unrecorded = [...plans.flatMap((plan) => plan.unrecorded), ...written];
  const missing = await recordDigests(unrecorded, {
    ...stores,
    signal,
    settings: { ...PATIENCE, keysPerNotification: request.keysPerNotification ?? KEYS_PER_NOTIFICATION },
    onRecorded: (done) => request.onProgress?.({ phase: 'recording', done, total: unrecorded.length }),
  });
  return {
    signedDigests: written.length,
    signedLogFiles: sumOf(written, ({ logFiles }) => logFiles),
    unsignedLogFiles: sumOf(plans, (plan) => plan.unsignedLogFiles),
    unrecordedDigests: missing,
    end: signal?.aborted ? 'interrupted' : missing > 0 ? 'stalled' : 'done',
  };
}

/** Before anything is signed with it: a digest must never be there without its key. */
async function archiveKey(
  regions: ReadonlySet<string>,
  { key, now }: SigningRequest,
  { archive }: SigningStores,
): Promise<void> {
  const archivedAt = now.toISOString();
  for (const region of regions)
    await archive.put({ region, key: key.publicKey, signer: 'local', archivedAt });
}

interface RegionPlan {
  readonly chains: readonly ChainToWrite[];
  readonly unsignedLogFiles: number;
  /** Digests of an earlier run that the ledger does not have. */
  readonly unrecorded: readonly DigestToRecord[];
}

/** Nothing, where the run is stopped meanwhile. */
async function planAll(request: SigningRequest, stores: SigningStores): Promise<readonly RegionPlan[]> {
  const { folders, signal, onProgress } = request;
  const places = groupByRegion(await findRegionFolders(stores.listing, folders));
  const inTurn = pLimit(CONCURRENT_REGIONS);
  const gate = pLimit(CONCURRENT_READS);
  const plans: RegionPlan[] = [];
  const plan = async (place: RegionPlace) => {
    if (signal?.aborted) return;
    const done = plans.push(await planRegion(place, stores, gate));
    onProgress?.({ phase: 'reading', done, total: places.length });
  };
  await Promise.all(places.map((place) => inTurn(() => plan(place))));
  return signal?.aborted ? [] : plans;
}

async function planRegion(
  place: RegionPlace,
  { listing, ledger, digests, logFiles }: SigningStores,
  gate: <Result>(task: () => Promise<Result>) => Promise<Result>,
): Promise<RegionPlan> {
  const contents = await listRegion(listing, place);
  const standing = await readStanding(contents, (key) => gate(() => digests.readDigest(key)));
  const unlisted = contents.logFiles.filter(({ key }) => !standing.isListed(key));
  const files = await hashUnsigned(unlisted, { ledger, logFiles, gate });
  const own = contents.digests.filter(({ parsed }) => isLocalTrail(parsed));
  const isOwnAlone = own.length === contents.digests.length;
  const chains = isOwnAlone ? planDigests(files, standing, digestHoursOf(place.accountId, place.region)) : [];
  return {
    chains: chains.map((chain) => ({ place, chain })),
    unsignedLogFiles: isOwnAlone ? 0 : files.length,
    unrecorded: await findUnrecorded(
      ledger,
      own.map(({ key, parsed }) => ({ key, deliveryDay: parsed.day })),
    ),
  };
}

/** Chains side by side, each from its beginning; those of a stopped run end early. */
async function writeAll(
  chains: readonly ChainToWrite[],
  request: SigningRequest,
  { delivery }: SigningStores,
): Promise<readonly WrittenDigest[]> {
  const { signal, onProgress } = request;
  const total = sumOf(chains, ({ chain }) => chain.digests.length);
  const inTurn = pLimit(CONCURRENT_CHAINS);
  const written: WrittenDigest[] = [];
  const write = async (chain: ChainToWrite) => {
    if (signal?.aborted) return;
    for await (const digest of writeChain(chain, request, delivery)) {
      const done = written.push(digest);
      onProgress?.({ phase: 'signing', done, total });
      if (signal?.aborted) return;
    }
  };
  // Whatever fails in one: nothing is written any more when the failure is told.
  const results = await Promise.allSettled(chains.map((chain) => inTurn(() => write(chain))));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return written;
}

function sumOf<Element>(elements: readonly Element[], sizeOf: (element: Element) => number): number {
  return elements.reduce((sum, element) => sum + sizeOf(element), 0);
}
