/**
 * A copy of somebody's trail bucket on a disk, as `aws s3 sync` leaves it: digests with the bucket and key prefix that they
 * were delivered to, and none of the metadata that hold their signatures. Given the public key it is proven all the same,
 * but for the newest digest of each region, whose signature no other one has. What no digest lists stays unsigned.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorkplace } from '../../lib/open-index.ts';
import { FOREIGN_KEY } from '../audit/verify/world/signing-key.ts';
import type { Delivered } from '../audit/verify/world/trail-chain.ts';
import { TrailWorld } from '../audit/verify/world/trail-world.ts';
import { World } from '../cli/run-cli.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const TIMEOUT_MS = 90_000;
const ORIGIN = { bucketName: 'acme-audit-logs', keyPrefix: 'corp/security' };

let directory: string;
let ireland: readonly Delivered[];
let frankfurt: readonly Delivered[];

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  const world = new TrailWorld();
  const settings = { ...ORIGIN, accountId: '555566667777', signer: FOREIGN_KEY };
  const chain = world.startChain({ ...settings, region: 'eu-west-1' });
  ireland = chain.deliver('2026-03-16T21:13:52Z', [1, 2, 0, 2, 1]);
  chain.deliverLogFile(new Date('2026-03-17T04:30:00Z'));
  const other = world.startChain({ ...settings, region: 'eu-central-1' });
  frankfurt = other.deliver('2026-03-16T22:40:10Z', [2, 1, 1]);
  for (const [key, { stored }] of world.bucket.objects) await write(join('copy', key), stored);
  await write('keys.json', keyList());
}, TIMEOUT_MS);

afterAll(() => removeDirectory(directory));

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), content);
}

/** As `aws cloudtrail list-public-keys` prints it. */
function keyList(): string {
  const { der, fingerprint } = FOREIGN_KEY.published;
  const key = {
    Value: Buffer.from(der).toString('base64'),
    ValidityStartTime: '2026-01-01T00:00:00+00:00',
    ValidityEndTime: '2026-12-31T00:00:00+00:00',
    Fingerprint: fingerprint,
  };
  return JSON.stringify({ PublicKeyList: [key] }, null, 4);
}

function traildex(command: string, ...argv: readonly string[]) {
  return new World().run([command, '--data', join(directory, 'data'), ...argv], {
    openWorkplace: (request) => openWorkplace({ ...request, engine: 'auto' }),
  });
}

it(
  'is proven by the keys that are given, but for the newest digests, and nothing is signed beside them',
  async () => {
    const ingested = await traildex('ingest', join(directory, 'copy'));
    expect(ingested.stderr + ingested.stdout).toMatch(
      /^ {2}1 log file left unsigned: the digests of another trail there do not list it$/m,
    );
    expect(ingested.stderr + ingested.stdout).not.toContain('signed, by this data directory');

    const { bucketName, keyPrefix } = ORIGIN;
    const origin = `s3://${bucketName}/${keyPrefix}`;
    const keys = join(directory, 'keys.json');
    const verified = await traildex('verify', '--all', '--public-keys', keys, '--origin', origin);
    expect(verified.exitCode).toBe(1);
    const hours = hoursIn(verified.stdout);
    const newest = [frankfurt, ireland].map((region) => region.at(-1)?.digest.replace(`${keyPrefix}/`, ''));
    expect(
      hours.flatMap(({ faults }) => faults ?? []).map(({ code, key, from }) => [code, key ?? from]),
    ).toEqual([
      ['digest-metadata', newest[0]],
      ['digest-metadata', newest[1]],
      ['no-digest', '2026-03-17T02:13:52Z'],
    ]);
    expect(hours.map(({ region, hour, state }) => `${region} ${hour} ${state}`)).toEqual([
      'eu-central-1 2026-03-16T22 proven',
      'eu-central-1 2026-03-16T23 proven',
      'eu-central-1 2026-03-17T00 unproven',
      'eu-west-1 2026-03-16T21 proven',
      'eu-west-1 2026-03-16T22 proven',
      'eu-west-1 2026-03-16T23 silent',
      'eu-west-1 2026-03-17T00 proven',
      'eu-west-1 2026-03-17T01 unproven',
      'eu-west-1 2026-03-17T02 not-covered',
      'eu-west-1 2026-03-17T03 not-covered',
      'eu-west-1 2026-03-17T04 not-covered',
    ]);
  },
  TIMEOUT_MS,
);

interface HourLine {
  readonly region: string;
  readonly hour: string;
  readonly state: string;
  readonly faults?: readonly { readonly code: string; readonly key?: string; readonly from?: string }[];
}

function hoursIn(jsonLines: string): readonly HourLine[] {
  return jsonLines
    .split('\n')
    .filter(Boolean)
    .map((line): HourLine => JSON.parse(line));
}
