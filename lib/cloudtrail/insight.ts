/**
 * CloudTrail Insights events: statistics about calls, not calls. What a record says at its top level, these say in
 * `insightDetails`; nobody made them, but they may name whose calls were unusual.
 *
 * The principal is the identity that made most of the unusual calls, where CloudTrail attributes them, so that asking
 * for a principal also finds the anomalies it caused. An error-rate Insight carries the error code it is about,
 * without having failed itself.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
 */
import { eventCategoryOf } from './event-category.ts';
import { elementsOf, type JsonObject, memberOf, textIn } from './json.ts';
import { principalOfArn, UNKNOWN_PRINCIPAL } from './principal.ts';

export interface Insight {
  readonly eventSource: string | undefined;
  readonly eventName: string | undefined;
  readonly errorCode: string | undefined;
  readonly principal: string;
}

/** CloudTrail documents three attributions, one per attribute. */
const MAX_ATTRIBUTIONS = 16;

/** What the Insights event is about, or undefined if the record is not one. */
export function insightOf(record: JsonObject): Insight | undefined {
  if (eventCategoryOf(record) !== 'Insight') return undefined;
  const details = memberOf(record, 'insightDetails');
  return {
    eventSource: textIn(details, 'eventSource'),
    eventName: textIn(details, 'eventName'),
    errorCode: textIn(details, 'errorCode'),
    principal: topIdentityOf(details) ?? UNKNOWN_PRINCIPAL,
  };
}

function topIdentityOf(details: unknown): string | undefined {
  const attributions = memberOf(memberOf(details, 'insightContext'), 'attributions');
  for (const attribution of elementsOf(attributions, MAX_ATTRIBUTIONS)) {
    if (memberOf(attribution, 'attribute') !== 'userIdentityArn') continue;
    // Sorted by CloudTrail, most calls first. The text "null" stands for calls without an ARN.
    const [top] = elementsOf(memberOf(attribution, 'insight'), 1);
    const arn = textIn(top, 'value');
    return arn?.startsWith('arn:') ? principalOfArn(arn) : undefined;
  }
  return undefined;
}
