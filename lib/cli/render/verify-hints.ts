/** What somebody can do about faults whose reason is likely not in the trail: another bucket, a key that nobody has. */
import { HOUR_MS, toTimeText } from '../../cloudtrail/utc.ts';
import { count, nounFor } from './count.ts';
import { escapeControls } from './escape.ts';
import type { Collected, KeySpan } from './verify-collected.ts';
import { hasFaults } from './verify-verdict.ts';

export interface HintOptions {
  readonly isRepair: boolean;
  readonly hasOrigin: boolean;
}

const NAMED_KEY_REGIONS = 3;

export function describeHints(collected: Collected, { isRepair, hasOrigin }: HintOptions): string[] {
  const { mendable, movedRegions, keysMissing, totals } = collected;
  return [
    ...(movedRegions > 0 && !hasOrigin
      ? [
          `In ${count(movedRegions, 'region')} every digest says that it was delivered to another bucket or prefix. If this is a copy, name the original: --origin s3://BUCKET[/PREFIX].`,
        ]
      : []),
    ...describeKeys(keysMissing),
    ...(totals.digests.read + totals.backfillDigests.read === 0 && totals.files.notCovered > 0
      ? ['There is no digest at all: is log file validation on for this trail?']
      : []),
    ...(isRepair && hasFaults(totals)
      ? [
          mendable > 0
            ? `${count(mendable, 'fault')} of the index could not be mended.`
            : 'What is left no repair mends: it indexes what the bucket has, and changes nothing there.',
        ]
      : []),
    ...(mendable > 0 && !isRepair
      ? [
          `${count(mendable, 'fault')} can be mended: --repair has the log ${nounFor(mendable, 'file')} indexed.`,
        ]
      : []),
  ];
}

function describeKeys(spans: readonly KeySpan[]): string[] {
  if (spans.length === 0) return [];
  const named = spans.slice(0, NAMED_KEY_REGIONS);
  const more = spans.length - named.length;
  return [
    'Public keys are missing. Whoever may ask CloudTrail of that account gets them with',
    ...named.map((span) => `  ${commandFor(span)}`),
    ...(more > 0 ? [`  and the same for ${count(more, 'other region')}.`] : []),
    'Then name the file: --public-keys keys.json.',
  ];
}

/** Regions come from object keys, whose grammar leaves nothing that a shell would run. */
function commandFor({ region, firstHour, lastHour }: KeySpan): string {
  const from = `${firstHour}:00:00Z`;
  const until = toTimeText(Date.parse(`${lastHour}:00:00Z`) + 3 * HOUR_MS);
  return escapeControls(
    `aws cloudtrail list-public-keys --region ${region} --start-time ${from} --end-time ${until} > keys.json`,
  );
}
