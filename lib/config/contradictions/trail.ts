/**
 * What of the trail goes together.
 *
 * Attached to an existing trail, the stack makes no trail and no bucket: whoever sets them there expects what does not
 * happen, so that what was written counts, not what the defaults fill in. Insights follow "Working with CloudTrail
 * Insights": https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html
 */
import { refuse } from '../sentence.ts';
import { isWritten } from './parts.ts';
import { ofOwnTrail, type Rule, rule, whereWritten } from './rule.ts';

const OF_OWN_TRAIL = [
  'trail.name',
  'trail.multiRegion',
  'trail.managementEvents',
  'trail.excludeManagementEventSources',
  'trail.eventSelectors',
  'trail.insights',
  'bucket',
] as const;

const ownTrailBesideExisting: Rule = (written) => {
  if (!isWritten(written, 'trail.existing')) return [];
  return OF_OWN_TRAIL.filter((key) => isWritten(written, key)).map(
    (key) =>
      `traildex.${key} is set beside traildex.trail.existing, which takes trail and bucket as they are; ` +
      'leave one of the two out.',
  );
};

const accountsOfATrailOfOne = rule(['trail.organizationId'], (organizationId) =>
  organizationId === undefined
    ? [
        'traildex.trail.accountIds is set for a trail of one account, whose log files are all of that account; ' +
          'leave it out, or set traildex.trail.organizationId or traildex.trail.existing.',
      ]
    : [],
);

const nothingRecorded = rule(
  ['trail.managementEvents', 'trail.eventSelectors'],
  (managementEvents, eventSelectors) => {
    if (managementEvents !== 'none' || eventSelectors.length > 0) return [];
    const takes =
      '"all", "write-only" or "read-only" where traildex.trail.eventSelectors records nothing either';
    return [refuse('trail.managementEvents', 'none', takes)];
  },
);

const exclusionsOfNothing = rule(
  ['trail.excludeManagementEventSources', 'trail.managementEvents'],
  (excluded, managementEvents) => {
    if (managementEvents !== 'none' || excluded.length === 0) return [];
    const takes = 'no entry where traildex.trail.managementEvents is "none"';
    return [refuse('trail.excludeManagementEventSources', excluded, takes)];
  },
);

/** Rates of calls are measured on writing calls alone, rates of errors on whatever is recorded. */
const INSIGHTS_POSSIBLE = {
  all: ['ApiCallRateInsight', 'ApiErrorRateInsight'],
  'write-only': ['ApiCallRateInsight', 'ApiErrorRateInsight'],
  'read-only': ['ApiErrorRateInsight'],
  none: [],
} as const;

const insightsWithoutTheirEvents = rule(
  ['trail.insights', 'trail.managementEvents'],
  (insights, managementEvents) => {
    const possible: readonly string[] = INSIGHTS_POSSIBLE[managementEvents];
    if (insights.every((insight) => possible.includes(insight))) return [];
    const most = possible.length === 0 ? 'no entry' : `${JSON.stringify(possible)} at most`;
    const takes = `${most} where traildex.trail.managementEvents is "${managementEvents}"`;
    return [refuse('trail.insights', insights, takes)];
  },
);

export const TRAIL_RULES: readonly Rule[] = [
  ownTrailBesideExisting,
  whereWritten('trail.accountIds', ofOwnTrail(accountsOfATrailOfOne)),
  ...[nothingRecorded, exclusionsOfNothing, insightsWithoutTheirEvents].map(ofOwnTrail),
];
