/**
 * In which messages the files of a trail are announced: mostly one file each, some several; out of order; some two or
 * three times soon after one another, some once more when all is over. Between them stand messages about nothing.
 */
import { VENDOR } from '../../lib/sample/organization.ts';
import { createRandom } from '../../lib/sample/random.ts';
import type { DeliveredFile } from './delivered-file.ts';

export interface Announcement {
  /** What is published to the delivery topic. */
  readonly message: string;
  /** Files that nobody was told of before. */
  readonly files: readonly DeliveredFile[];
}

/** How far a message may be overtaken, about. */
const POOL_SIZE = 200;
const SEVERAL_FILES_PER_MILLE = 100;
const MOST_FILES = 6;
const AGAIN_SOON_PER_MILLE = 60;
const AGAIN_AT_THE_END_PER_MILLE = 20;
const ABOUT_NOTHING_PER_MILLE = 20;

export function* announce(
  files: Iterable<DeliveredFile>,
  { seed, bucket }: { readonly seed: number; readonly bucket: string },
): Generator<Announcement> {
  const random = createRandom(seed, 'announcements');
  const nothing = messagesAboutNothing(bucket);
  const pool: Announcement[] = [];
  const atTheEnd: Announcement[] = [];
  const takeOne = (): Announcement | undefined => pool.splice(random.below(pool.length), 1)[0];

  function* publishDownTo(size: number): Generator<Announcement> {
    while (pool.length > size) {
      const next = takeOne();
      if (next === undefined) return;
      yield next;
      const again = { message: next.message, files: [] };
      if (random.chance(AGAIN_SOON_PER_MILLE)) pool.push(again);
      else if (random.chance(AGAIN_AT_THE_END_PER_MILLE)) atTheEnd.push(again);
    }
  }

  let group: DeliveredFile[] = [];
  let wanted = 1;
  for (const file of files) {
    group.push(file);
    if (group.length < wanted) continue;
    pool.push(announcementOf(group, bucket));
    if (random.chance(ABOUT_NOTHING_PER_MILLE)) pool.push({ message: random.pick(nothing), files: [] });
    group = [];
    wanted = random.chance(SEVERAL_FILES_PER_MILLE) ? random.between(2, MOST_FILES) : 1;
    yield* publishDownTo(POOL_SIZE);
  }
  if (group.length > 0) pool.push(announcementOf(group, bucket));
  yield* publishDownTo(0);
  yield* atTheEnd;
}

/** In CloudTrail's own words. */
export function announcementOf(files: readonly DeliveredFile[], bucket: string): Announcement {
  return { message: JSON.stringify({ s3Bucket: bucket, s3ObjectKey: files.map(({ key }) => key) }), files };
}

/** Well-formed, and no log file of the trail's: none of these objects may be fetched. */
function messagesAboutNothing(bucket: string): readonly [string, ...string[]] {
  const day = 'CloudTrail/us-east-1/2026/03/17';
  const name = '111122223333_CloudTrail_us-east-1_20260317T1200Z_nowherenowhereno.json.gz';
  const about = (s3Bucket: string, key: string) => JSON.stringify({ s3Bucket, s3ObjectKey: [key] });
  return [
    'CloudTrail validation message.',
    JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: bucket }),
    JSON.stringify({
      configurationItem: { resourceType: 'AWS::S3::Bucket' },
      messageType: 'ConfigurationItemChangeNotification',
    }),
    about(bucket, 'AWSLogs/111122223333/CloudTrail/'),
    about('somebody-elses-bucket', `AWSLogs/111122223333/${day}/${name}`),
    about(bucket, `another-prefix/AWSLogs/111122223333/${day}/${name}`),
    about(bucket, `AWSLogs/o-anotherorgid/111122223333/${day}/${name}`),
    about(bucket, `AWSLogs/${VENDOR}/${day}/${name.replace('111122223333', VENDOR)}`),
    about(bucket, 'AWSLogs/111122223333/Config/us-east-1/2026/03/17/snapshot.json.gz'),
  ];
}
