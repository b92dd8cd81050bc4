/**
 * The part of docs/configuration.md that is written by hand: where settings stand, an example, and how S3's lifecycle
 * rules treat objects as small as log files. Prices are list prices, for the proportions.
 */
import type { SettingsInput } from './settings.ts';

/** Checked by the test of the page. */
export const EXAMPLE: SettingsInput = {
  trail: {
    keyPrefix: 'audit',
    eventSelectors: [
      {
        name: 'Writes to the customers bucket',
        category: 'Data',
        fields: [
          { field: 'resources.type', equals: ['AWS::S3::Object'] },
          { field: 'resources.ARN', startsWith: ['arn:aws:s3:::customers/'] },
          { field: 'readOnly', equals: ['false'] },
        ],
      },
    ],
  },
  bucket: { logFiles: { expireAfterDays: 400 }, digests: { expireAfterDays: 400 } },
  encryption: 'new-key',
  index: { retentionDays: 365 },
  alarms: { emails: ['security@example.com'] },
  tags: { team: 'security' },
};

/** Lists of one text stay on their line. */
const EXAMPLE_JSON = JSON.stringify({ context: { traildex: EXAMPLE } }, null, 2).replaceAll(
  /\[\s+("[^"]*")\s+\]/g,
  '[$1]',
);

export const FOREWORD = `# Configuration

<!-- Written from lib/config; npx vitest run test/config/reference.test.ts -u writes it anew. -->

Settings stand under \`context.traildex\` in \`cdk.json\`, or are the \`settings\` of the construct
\`Traildex\`. All of them may be left out: the defaults make a multi-region trail of one account, whose log
files and events are kept for ever. They are checked at synth: every mistake is told at once, each with its
key, what stands there and what it takes. What is allowed but has consequences is told as a warning, or as
information where nothing is wrong with it. \`cdk.json\` is their only place: \`--context\` gives a CDK app
texts, not objects, so \`-c traildex…\` is refused.

\`\`\`json
${EXAMPLE_JSON}
\`\`\`

## What goes together

- Days of the bucket count from the delivery of a log file, days of the index from the time of an event. The
  index keeps events no longer than the bucket keeps log files: it points to them.
- With \`trail.existing\` the stack makes no trail and no bucket: what is about them (\`bucket\`, and in
  \`trail\` the name, regions, kinds of events, selectors, Insights) stays out.
- In the keys of an organisation trail the account stands before the kind of file, and S3 chooses objects by
  how their keys begin: \`bucket.logFiles\` and \`bucket.digests\` must then say the same.
- An object that expires becomes an old version first: it is stored, and billed, for \`expireAfterDays\` plus
  \`expireNoncurrentVersionsAfterDays\` days.
- Object Lock: its days are no more than those of expiry, and a stack with it is no throw-away stack.
- Insights need what they measure: \`ApiCallRateInsight\` writing management events, \`ApiErrorRateInsight\`
  any.
- A trail takes 500 values in its event selectors; some are the stack's, which leaves its own bucket, tables
  and queues out of what it records.

## Lifecycle of small objects

Most log files are small, about 2 KB on average. S3 prices storage classes for larger objects:

- Since September 2024, lifecycle rules leave objects of less than 128 KB where they are, unless a rule names
  a size. The rules of this stack always name one, so that a step does what it says: it moves every object
  larger than \`minimumSizeKiB\`, and that is every object where it is 0, the default.
- The move of each object is a request that is billed.
- \`STANDARD_IA\`, \`ONEZONE_IA\` and \`GLACIER_IR\` bill an object as 128 KB at least. \`GLACIER\` and
  \`DEEP_ARCHIVE\` add 40 KB to each, 8 of them at the price of Standard. \`INTELLIGENT_TIERING\` bills
  objects of less than 128 KB as Standard does.
- What leaves a class before 30 days (\`STANDARD_IA\`, \`ONEZONE_IA\`), 90 (\`GLACIER_IR\`, \`GLACIER\`) or
  180 (\`DEEP_ARCHIVE\`) is billed for all of them.

A million log files of 2 KB, list prices of us-east-1 in August 2026:

| class | USD a month | USD for the move |
|---|---|---|
| Standard | 0.04 | |
| \`INTELLIGENT_TIERING\` | 0.04 | 10 |
| \`STANDARD_IA\` | 1.53 | 10 |
| \`ONEZONE_IA\` | 1.22 | 10 |
| \`GLACIER_IR\` | 0.49 | 20 |
| \`GLACIER\` | 0.29 | 30 |
| \`DEEP_ARCHIVE\` | 0.21 | 50 |

So archiving small log files costs more than it saves, in every class and for ever. It pays for large ones
(busy accounts, data events): set \`minimumSizeKiB\` to 128. A file of 128 KB in \`GLACIER_IR\` has earned its
move after nine months. For small ones, \`expireAfterDays\` is what saves.

\`GLACIER\` and \`DEEP_ARCHIVE\` are beyond instant retrieval: \`traildex show\`, backfill and indexing anew
fail for what is there until somebody restores it. Steps go down only, in this order: \`STANDARD_IA\`,
\`INTELLIGENT_TIERING\`, then \`ONEZONE_IA\` or \`GLACIER_IR\`, \`GLACIER\`, \`DEEP_ARCHIVE\`.

## All settings
`;
