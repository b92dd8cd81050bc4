/**
 * What CloudTrail Insights makes of the refused launches: an unusual error rate, reported once when it begins and once when
 * it is over, under one `sharedEventID`. The figures are those of the leaked key's story. Insights arrive half an hour late.
 * Rules: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
 */

import { formatTime } from '../calendar.ts';
import { ANALYTICS } from '../organization.ts';
import { REPORT_EXPORT } from '../people.ts';
import type { JsonObject } from '../record.ts';
import type { Stage } from '../stage.ts';
import { LAUNCHES_START, REFUSED_LAUNCHES } from './leaked-key.ts';
import type { Story } from './tell.ts';

const REGION = 'us-east-1';
const DURATION_MINUTES = 4;
const REPORTED_AFTER_WINDOWS = 5;
/** A week of minutes, which is the shortest baseline. */
const BASELINE_MINUTES = 10_080;

export const INSIGHTS: readonly Story[] = [{ startsAt: LAUNCHES_START, tell: noticeRefusals }];

function noticeRefusals(stage: Stage): void {
  const sharedEventID = stage.random.uuid();
  pushInsight(stage, sharedEventID, 'Start');
  stage.at += DURATION_MINUTES * 60;
  pushInsight(stage, sharedEventID, 'End');
}

function pushInsight(stage: Stage, sharedEventID: string, state: 'Start' | 'End'): void {
  const { at, random } = stage;
  const record: JsonObject = {
    eventVersion: '1.09',
    eventTime: formatTime(at),
    awsRegion: REGION,
    eventID: random.uuid(),
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: ANALYTICS,
    sharedEventID,
    insightDetails: {
      state,
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      insightType: 'ApiErrorRateInsight',
      errorCode: 'Client.UnauthorizedOperation',
      insightContext: {
        statistics: describeStatistics(state),
        attributions: [
          attribute('userIdentityArn', REPORT_EXPORT.arn),
          attribute('errorCode', 'Client.UnauthorizedOperation'),
        ],
      },
    },
    eventCategory: 'Insight',
  };
  stage.records.push({
    text: JSON.stringify(record),
    at,
    accountId: ANALYTICS,
    region: REGION,
    folder: 'CloudTrail-Insight',
    lateWindows: REPORTED_AFTER_WINDOWS,
  });
}

const CALLS_PER_MINUTE = REFUSED_LAUNCHES / DURATION_MINUTES;

function describeStatistics(state: 'Start' | 'End'): JsonObject {
  const averages = { baseline: { average: 0 }, insight: { average: CALLS_PER_MINUTE } };
  if (state === 'Start') return { ...averages, insightDuration: 1, baselineDuration: BASELINE_MINUTES };
  return { ...averages, insightDuration: DURATION_MINUTES, baselineDuration: BASELINE_MINUTES };
}

function attribute(name: string, value: string): JsonObject {
  return { attribute: name, insight: [{ value, average: CALLS_PER_MINUTE }], baseline: [] };
}
