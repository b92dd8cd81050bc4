/** Settings of the scheduled verification: how often the last day is held against CloudTrail's signed digests. */
import { z } from 'zod';

export const VERIFY = z.strictObject({
  everyHours: z
    .int()
    .min(0)
    .max(24)
    .default(6)
    .describe(
      'Hours between verifications of the last day: every log file that a digest names is in the bucket unchanged, and in ' +
        'the index. 0 turns them off.',
    ),
  repair: z
    .boolean()
    .default(true)
    .describe(
      'Have log files that are in the bucket and not in the index announced, so that they are indexed.',
    ),
});
