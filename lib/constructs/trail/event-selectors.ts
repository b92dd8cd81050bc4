/**
 * Which events the trail records, as advanced event selectors; an event that one of them takes is recorded.
 *
 * Always advanced ones: the basic ones know neither network activity events nor most data events, and a trail
 * has one kind or the other. A loop remains that selectors cannot cut, small and of fixed size, because the
 * events of one delivery all fit into the next log file: the management events of a delivery every five
 * minutes (CloudTrail looks at the bucket, Lambda assumes its role), and with a KMS key some eight of its
 * uses, by estimate 2,300 events a day; kms.amazonaws.com can be excluded.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html
 */
import type { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import type { EventSelectorSettings, TrailSettings } from '../../config/sections/trail.ts';
import { type OwnResources, withoutOwnResources } from './own-resources.ts';

export type { OwnResources } from './own-resources.ts';

export type RecordedEvents = Pick<
  TrailSettings,
  'managementEvents' | 'excludeManagementEventSources' | 'eventSelectors'
>;

type Selector = CfnTrail.AdvancedEventSelectorProperty;
type FieldSelector = CfnTrail.AdvancedFieldSelectorProperty;

export function buildEventSelectors(events: RecordedEvents, own: OwnResources): Selector[] {
  return [...managementEvents(events), ...events.eventSelectors.map((selector) => asWritten(selector, own))];
}

const READ_ONLY = { all: [], 'write-only': ['false'], 'read-only': ['true'] };

function managementEvents({
  managementEvents: which,
  excludeManagementEventSources: excluded,
}: RecordedEvents): Selector[] {
  if (which === 'none') return [];
  const fieldSelectors: FieldSelector[] = [{ field: 'eventCategory', equalTo: ['Management'] }];
  const readOnly = READ_ONLY[which];
  if (readOnly.length > 0) fieldSelectors.push({ field: 'readOnly', equalTo: readOnly });
  if (excluded.length > 0) fieldSelectors.push({ field: 'eventSource', notEquals: excluded });
  return [{ name: 'Management events', fieldSelectors }];
}

function asWritten({ name, category, fields }: EventSelectorSettings, own: OwnResources): Selector {
  const fieldSelectors: FieldSelector[] = [
    { field: 'eventCategory', equalTo: [category] },
    // What is undefined, CDK leaves out.
    ...withoutOwnResources(fields, own).map(
      ({ equals, ...others }) => ({ equalTo: equals, ...others }) as FieldSelector,
    ),
  ];
  return { ...(name === undefined ? {} : { name }), fieldSelectors };
}
