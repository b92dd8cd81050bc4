import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Workplace } from '../../../lib/aws/workplace.ts';
import type { Host } from '../../../lib/cli/host.ts';
import type { DayCoverage } from '../../../lib/event-index/coverage.ts';
import { CLOUDTRAIL_KEY } from '../../audit/verify/world/signing-key.ts';
import { type DeliveredTrail, deliverTrail, TrailWorld } from '../../audit/verify/world/trail-world.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { World } from '../run-cli.ts';

/** The trail's hours lie months before the clock of the command line. */
const SPAN = ['--since', '2026-03-16T22:00', '--until', '2026-03-17T03:00'];

interface Setting {
  readonly coverage?: readonly DayCoverage[];
  readonly deployment?: Partial<Workplace['deployment']>;
}

/** The command over a trail in memory, and an ingest function that answers at once. */
function traildex(
  { world: trail }: Pick<DeliveredTrail, 'world'>,
  argv: readonly string[],
  { coverage = [], deployment = {} }: Setting = {},
  host: Partial<Host> & { terminal?: boolean } = {},
) {
  const world = new World();
  const { bucket, index } = trail;
  const announced: string[] = [];
  const base = world.place();
  const place: Workplace = {
    ...base,
    deployment: { ...base.deployment, trailBucket: 'trail-bucket', ...deployment },
    listing: bucket,
    verifyStores: ({ publicKeys = [] } = {}) => {
      for (const key of publicKeys) trail.publish('eu-west-1', key, 'given');
      return trail.stores();
    },
    ledger: { readEntries: async (files) => files.flatMap(({ key }) => index.entries.get(key) ?? []) },
    delivery: { ...base.delivery, storedETag: async (key) => bucket.objects.get(key)?.eTag },
    ledgerMarks: {
      async markOutdated(_day, key, eTag) {
        if (index.entry(key).eTag !== eTag) return false;
        index.change(key, { rulesVersion: 0 });
        return true;
      },
    },
    topic: {
      async announce(keys) {
        announced.push(...keys);
        for (const key of keys) {
          await index.index(key);
          index.change(key, { updatedAt: '2026-03-17T04:00:00.000Z' });
        }
      },
    },
    coverage: {
      async *readDay(day, accountId) {
        yield* coverage.filter(
          (stored) => stored.day === day && stored.accountId === (accountId ?? stored.accountId),
        );
      },
    },
  };
  let needs: string | undefined;
  const openWorkplace: Host['openWorkplace'] = async (request) => {
    needs = request.needs;
    return place;
  };
  return world
    .run(['verify', ...argv], { openWorkplace, ...host })
    .then((answer) => ({ ...answer, needs, announced }));
}

const firstOf = (keys: readonly string[] | undefined) => keys?.[0] ?? '';

describe('verify', () => {
  it('draws the span, says what it has shown, and ends with the last word', async () => {
    const { exitCode, stdout, stderr, needs } = await traildex(await deliverTrail(), [...SPAN, '-o', 'text']);
    expect(stdout).toBe(
      [
        'Verified s3://trail-bucket, delivered from 2026-03-16 22:00 to 2026-03-17 03:00 UTC: 1 account, 1 region.',
        '',
        '2026-03-16               03-17',
        '111122223333 eu-west-1 ██·██',
        '',
        '· silent  █ proven',
        '',
        'Also seen (-v says where):',
        '  1 chain of digests begun in this time: what was before is not covered by them.',
        '',
        '5 of 5 digests valid: signed, unchanged, and in their place.',
        '7 log files intact when indexed: same ETag and size as when they were hashed; --deep reads them again.',
        '14 records of them in the index, as the ledger counts them; --deep compares every event.',
        '1 hour silent: a digest says that no log file was delivered.',
        'The newest digest ends 2026-03-17 03:13:52 UTC: whether there were later ones nothing here can tell.',
        '',
        'Complete: 4 hours proven and 1 silent.',
        '',
      ].join('\n'),
    );
    expect([exitCode, stderr, needs]).toEqual([0, '', 'tables-and-bucket']);
  });

  it('is for people on a terminal: no line but a key is longer than that', async () => {
    const trail = await deliverTrail();
    trail.world.bucket.delete(firstOf(trail.hours[1]?.logFiles));
    const { exitCode, stdout } = await traildex(trail, SPAN, {}, { terminal: true });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('111122223333 eu-west-1 █M·██');
    const long = stdout.split('\n').filter((line) => line.length > 80);
    expect(long).toEqual([`    ${firstOf(trail.hours[1]?.logFiles)}`]);
    expect(stdout).toMatch(/\nNot complete: 80\.0 % of 5 hours proven or silent\. Faults: 1 missing\.\n$/);
  });

  it('is a line of JSON for each hour in a pipe, and the words go to stderr', async () => {
    const trail = await deliverTrail();
    const key = firstOf(trail.hours[1]?.logFiles);
    trail.world.bucket.delete(key);
    const { exitCode, stdout, stderr } = await traildex(trail, SPAN);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ hour, state }) => `${hour} ${state}`)).toEqual([
      '2026-03-16T22 proven',
      '2026-03-16T23 missing',
      '2026-03-17T00 silent',
      '2026-03-17T01 proven',
      '2026-03-17T02 proven',
    ]);
    expect(rows[1]).toMatchObject({ logFiles: 2, proven: 1, missing: 1, records: 2 });
    expect(rows[1].faults).toEqual([
      {
        code: 'log-file-not-found',
        state: 'missing',
        key,
        message: expect.stringContaining('not in the bucket'),
      },
    ]);
    expect(rows[0]).not.toHaveProperty('faults');
    expect(stderr).toMatch(/^Verified s3.*\n(?:.*\n)*Not complete: 80\.0 %.*\n$/);
    expect(exitCode).toBe(1);
  });

  it('writes CSV and tables, with the fields that were asked for', async () => {
    const trail = await deliverTrail();
    const csv = await traildex(trail, [...SPAN, '-o', 'csv', '--fields', 'hour,state,proven', '-q']);
    expect(csv.stdout.split('\r\n').slice(0, 3)).toEqual([
      'hour,state,proven',
      '2026-03-16T22,proven,2',
      '2026-03-16T23,proven,2',
    ]);
    const table = await traildex(trail, [...SPAN, '-o', 'table', '-q']);
    expect(table.stdout.split('\n').slice(0, 2)).toEqual([
      'account       region     hour (UTC)     state   log files  records',
      '111122223333  eu-west-1  2026-03-16 22  proven          2        4',
    ]);
    expect(table.stderr).toBe('');
  });

  it('writes everything as one JSON object', async () => {
    const trail = await deliverTrail();
    trail.world.index.forgetFile(firstOf(trail.hours[0]?.logFiles));
    const { stdout } = await traildex(trail, [...SPAN, '-o', 'json']);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      window: { from: '2026-03-16T22:00:00.000Z', until: '2026-03-17T03:00:00.000Z' },
      bucket: 'trail-bucket',
      deep: false,
      live: false,
      totals: { regions: 1, faults: { 'not-indexed': 1 } },
      coveragePercent: 80,
      complete: false,
    });
    expect(report.regions).toHaveLength(1);
    expect(report.regions[0]).toMatchObject({ accountId: '111122223333', digests: { read: 5, valid: 5 } });
    expect(report.regions[0].hours[0]).toMatchObject({ hour: '2026-03-16T22', state: 'not-indexed' });
    expect(report.regions[0].faults[0]).toMatchObject({ code: 'not-in-index' });
  });

  it('reads every log file again with --deep', async () => {
    const trail = await deliverTrail();
    trail.world.index.forgetEvent(firstOf(trail.hours[3]?.logFiles));
    const shallow = await traildex(trail, [...SPAN, '-o', 'text']);
    expect([shallow.exitCode, trail.world.bucket.filesRead]).toEqual([0, []]);
    const deep = await traildex(trail, [...SPAN, '-o', 'text', '--deep']);
    expect(deep.exitCode).toBe(1);
    expect(deep.stdout).toContain('not indexed: 1  (index-events)');
    expect(deep.stdout).toContain('6 log files read again and intact; of their 12 records');
    expect(trail.world.bucket.filesRead).toHaveLength(7);
  });

  it('is about the part of the trail that was asked for', async () => {
    const trail = await deliverTrail();
    const other = trail.world.startChain({ region: 'us-east-1' });
    other.deliver('2026-03-16T22:40:00Z', [0, 0]);
    trail.world.publish('us-east-1', other.settings.signer.published);
    const { stdout } = await traildex(trail, [...SPAN, '--event-region', 'us-east-1', '-q']);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).region),
    ).toEqual(['us-east-1', 'us-east-1']);
  });

  it('takes a copy for what it is with --origin, and hints at it', async () => {
    const copy = await deliverTrail({ bucketName: 'their-bucket' });
    const without = await traildex(copy, SPAN);
    expect(without.exitCode).toBe(1);
    expect(without.stderr).toContain('name the original: --origin s3://BUCKET[/PREFIX]');
    const told = await traildex(copy, [...SPAN, '--origin', 's3://their-bucket']);
    expect([told.exitCode, told.stderr.split('\n').at(-2)]).toEqual([
      0,
      'Complete: 4 hours proven and 1 silent.',
    ]);
  });

  it('says where to look for keys that nobody has', async () => {
    const trail = await deliverTrail();
    trail.world.keys.length = 0;
    const { exitCode, stderr } = await traildex(trail, SPAN);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'aws cloudtrail list-public-keys --region eu-west-1 --start-time 2026-03-16T22:00:00Z',
    );
  });

  it('takes keys from a file, and says what that is worth', async () => {
    const trail = await deliverTrail();
    trail.world.keys.length = 0;
    const path = join(await temporaryDirectory(), 'keys.json');
    const Value = Buffer.from(CLOUDTRAIL_KEY.published.der).toString('base64');
    await writeFile(path, JSON.stringify({ PublicKeyList: [{ Value }] }));
    // Of another region: a file each, as they are printed.
    const other = join(await temporaryDirectory(), 'other.json');
    await writeFile(other, JSON.stringify({ PublicKeyList: [] }));
    const files = ['--public-keys', path, '--public-keys', other];
    const { exitCode, stderr } = await traildex(trail, [...SPAN, ...files]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('public keys that were given: the proof is as good as the way they came.');
  });

  it('does not pass for a proof where there is nothing', async () => {
    const nothing = { world: new TrailWorld() };
    const { exitCode, stdout, stderr } = await traildex(nothing, ['--all', '-o', 'text']);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      'traildex: Nothing to verify: there are no digests and no log files in s3://trail-bucket/AWSLogs/.\n',
    );
    const asked = ['--since', '2026-03-16', '--account', '111122223333', '--trail', 'other'];
    const answer = await traildex(await deliverTrail(), [
      ...asked,
      '--event-region',
      'sa-east-1',
      '-o',
      'json',
    ]);
    expect([answer.exitCode, JSON.parse(answer.stdout).regions]).toEqual([1, []]);
    expect(answer.stderr).toContain(
      's3://trail-bucket/AWSLogs/, of account 111122223333, of sa-east-1, of trail other, delivered from 2026-03-16 00:00 to 2026-07-20 12:00 UTC. --all looks at everything that there is.',
    );
  });

  it('gives programs an empty answer where there is nothing that could tell a time', async () => {
    const nothing = { world: new TrailWorld() };
    const json = await traildex(nothing, ['--all', '-o', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ regions: [], complete: false, totals: { regions: 0 } });
    expect([json.exitCode, json.stderr.split('\n')]).toEqual([
      1,
      [
        'traildex: Nothing to verify: there are no digests and no log files in s3://trail-bucket/AWSLogs/.',
        '',
      ],
    ]);
    const csv = await traildex(nothing, ['--all', '-o', 'csv', '--fields', 'hour,state']);
    expect([csv.exitCode, csv.stdout]).toEqual([1, 'hour,state\r\n']);
  });

  it('names the trail in the last word where only its digests were asked for', async () => {
    const trail = await deliverTrail();
    const { stdout } = await traildex(trail, [...SPAN, '--trail', 'audit_trail-1', '-o', 'json', '-q']);
    expect(JSON.parse(stdout)).toMatchObject({
      trail: 'audit_trail-1',
      complete: true,
      verdict:
        'Complete for trail audit_trail-1: 4 hours proven and 1 silent. Log files that its digests do not list were not looked for.',
    });
  });

  it('looks at the last 24 hours of a deployed trail, and says how to ask for more', async () => {
    const trail = { world: new TrailWorld() };
    const chain = trail.world.startChain();
    trail.world.publish('eu-west-1', { ...CLOUDTRAIL_KEY.published, validUntil: undefined });
    chain.deliver('2026-07-19T12:13:52Z', [0, 0, 0]);
    const { exitCode, stdout, stderr } = await traildex(trail, ['-o', 'text'], {}, { terminal: true });
    expect(stderr).toContain(
      'Verifying the last 24 hours, 2026-07-19 12:00 to 2026-07-20 12:00 UTC: --since for more, --all for everything.',
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('111122223333 eu-west-1 ···OOOOOOOOOOOOOOOOOOO~~');
    expect(stdout).toContain('O overdue');
  });

  it('stops when somebody wants it to', async () => {
    const trail = await deliverTrail();
    const stop = new AbortController();
    stop.abort('SIGINT');
    const { exitCode, stdout } = await traildex(trail, SPAN, {}, { interrupt: stop.signal });
    expect([exitCode, stdout]).toEqual([130, '']);
  });
});

describe('verify --repair', () => {
  it('has indexed what the index lacks, and reports of a second look', async () => {
    const trail = await deliverTrail();
    const key = firstOf(trail.hours[1]?.logFiles);
    trail.world.index.forgetFile(key);
    const { exitCode, stdout, stderr, announced, needs } = await traildex(trail, [
      ...SPAN,
      '--repair',
      '-o',
      'text',
    ]);
    expect(announced).toEqual([key]);
    expect([exitCode, needs]).toEqual([0, 'everything']);
    expect(stdout).toMatch(/\nComplete: 4 hours proven and 1 silent\.\n$/);
    expect(stderr).toBe('Repair: announced 1 log file.\n  1 indexed, with 2 events\n');
  });

  it('brings lost events back with --deep', async () => {
    const trail = await deliverTrail();
    const key = firstOf(trail.hours[3]?.logFiles);
    trail.world.index.forgetEvent(key);
    const { exitCode, announced } = await traildex(trail, [...SPAN, '--deep', '--repair', '-q']);
    expect([exitCode, announced]).toEqual([0, [key]]);
    expect(trail.world.index.eventsOf(key)).toHaveLength(2);
  });

  it('names what it cannot mend', async () => {
    const trail = await deliverTrail();
    trail.world.bucket.delete(firstOf(trail.hours[0]?.logFiles));
    trail.world.index.forgetFile(firstOf(trail.hours[1]?.logFiles));
    const { exitCode, stdout, stderr } = await traildex(trail, [...SPAN, '--repair', '-o', 'text']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/Faults: 1 missing\.\n$/);
    expect(stderr).toMatch(/What is left no repair mends: it indexes what the bucket has/);
  });

  it('looks again only at what it repaired', async () => {
    const trail = await deliverTrail();
    const other = trail.world.startChain({ region: 'us-east-1' });
    trail.world.publish('us-east-1', other.settings.signer.published);
    other.deliver('2026-03-16T22:40:00Z', [0, 0]);
    trail.world.index.forgetFile(firstOf(trail.hours[0]?.logFiles));
    const { exitCode, stdout } = await traildex(trail, [...SPAN, '--repair', '-o', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).regions.map(({ region }: { region: string }) => region)).toEqual([
      'us-east-1',
      'eu-west-1',
    ]);
  });

  it('says so where there is nothing to mend', async () => {
    const { exitCode, stderr, announced } = await traildex(await deliverTrail(), [...SPAN, '--repair']);
    expect([exitCode, announced]).toEqual([0, []]);
    expect(stderr).toMatch(/^Nothing to repair: no fault here is one of the index\.\n/);
  });
});

describe('verify --stored', () => {
  const stored: DayCoverage = {
    accountId: '111122223333',
    region: 'eu-west-1',
    day: '2026-07-20',
    hours: [
      { hour: '2026-07-20T08', state: 'proven', files: { proven: 3 } },
      { hour: '2026-07-20T09', state: 'missing', files: { proven: 1, missing: 1 } },
      { hour: '2026-07-20T10', state: 'silent', files: {} },
    ],
    verifiedAt: '2026-07-20T11:00:07.123Z',
    verifiedUntil: '2026-07-20T11:00:00.000Z',
    deep: false,
  };
  const trail = { world: new TrailWorld() };
  const show = (argv: readonly string[], coverage: readonly DayCoverage[] = [stored]) =>
    traildex(trail, ['--stored', ...argv], { coverage });

  it('shows what the schedule has found, and reads no bucket', async () => {
    const { exitCode, stdout, stderr, needs } = await show(['-o', 'text']);
    expect(stdout).toBe(
      [
        'Stored by the scheduled verification, delivered from 2026-07-19 12:00 to 2026-07-20 12:00 UTC.',
        '',
        '2026-07-19             12    18    07-20 06',
        '111122223333 eu-west-1                     █M·',
        '',
        '· silent  █ proven  M missing',
        '',
        'Last verified 2026-07-20 11:00:07 UTC; what has happened since is not in it.',
        '4 log files proven when they were looked at.',
        '1 log file missing.',
        '1 hour silent: a digest says that no log file was delivered.',
        '',
        'Not complete: 66.6 % of 3 hours proven or silent. Faults: 1 hour missing.',
        '',
      ].join('\n'),
    );
    expect([exitCode, stderr, needs]).toEqual([1, '', 'tables']);
  });

  it('gives rows with the time of the look, and nothing that was not stored', async () => {
    const { stdout } = await show(['-q']);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatchObject({ hour: '2026-07-20T09', state: 'missing', logFiles: 2, missing: 1 });
    expect(rows[1]).toMatchObject({ verifiedAt: '2026-07-20T11:00:07.123Z' });
    expect(rows[1]).not.toHaveProperty('records');
    const json = JSON.parse((await show(['-o', 'json', '-q'])).stdout);
    expect(json).toMatchObject({ stored: true, totals: { accounts: 1, regions: 1 }, complete: false });
    expect(json.regions[0]).toEqual({
      accountId: '111122223333',
      region: 'eu-west-1',
      hours: expect.arrayContaining([expect.objectContaining({ hour: '2026-07-20T10', state: 'silent' })]),
    });
  });

  it('keeps to the window, the accounts and the regions that were asked for', async () => {
    const other = { ...stored, accountId: '444455556666', region: 'us-east-1' };
    const before = { ...stored, day: '2026-07-19', hours: [{ hour: '2026-07-19T11', state: 'silent' }] };
    const hoursOf = async (...argv: readonly string[]) => {
      const { stdout } = await show([...argv, '-q'], [before, other, stored]);
      return stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => Object.values(JSON.parse(line)).slice(0, 3).join(' '));
    };
    expect(await hoursOf('--account', '444455556666', '--since', '2026-07-20T10:30')).toEqual([
      '444455556666 us-east-1 2026-07-20T10',
    ]);
    expect(
      await hoursOf('--event-region', 'eu-west-1', '--since', '2026-07-19', '--until', '2026-07-20T09:00'),
    ).toEqual(['111122223333 eu-west-1 2026-07-19T11', '111122223333 eu-west-1 2026-07-20T08']);
  });

  it('says that the last look was long ago', async () => {
    const old = { ...stored, verifiedAt: '2026-07-19T11:00:00.000Z' };
    expect((await show([], [old])).stderr).toContain(
      'The scheduled verification last looked at this 2026-07-19 11:00:00 UTC: more than a day ago.',
    );
  });

  it('says that nothing is stored', async () => {
    const { exitCode, stdout, stderr } = await show(['-o', 'text'], []);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('No coverage is stored of what was delivered from 2026-07-19 12:00');
  });
});
