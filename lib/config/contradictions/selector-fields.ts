/**
 * Which fields a trail's advanced event selectors take, by category, with which operators and values.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html, as far as it is about
 * trails; event data stores take more.
 */
import type { EventSelectorSettings } from '../sections/trail.ts';

export type Category = EventSelectorSettings['category'];
export type FieldSelector = EventSelectorSettings['fields'][number];
export type FieldName = FieldSelector['field'];
export type Operator = Exclude<keyof FieldSelector, 'field'>;

export const OPERATORS = [
  'equals',
  'startsWith',
  'endsWith',
  'notEquals',
  'notStartsWith',
  'notEndsWith',
] as const satisfies readonly Operator[];

export interface FieldRule {
  readonly operators: readonly Operator[];
  /** The only values. */
  readonly values?: readonly string[];
  /** One value and no more. */
  readonly single?: boolean;
}

const ANY: FieldRule = { operators: OPERATORS };
const ONE_VALUE: FieldRule = { operators: ['equals'], single: true };

export const FIELDS: Readonly<Record<Category, Readonly<Partial<Record<FieldName, FieldRule>>>>> = {
  Data: {
    'resources.type': ONE_VALUE,
    'resources.ARN': ANY,
    eventName: ANY,
    eventSource: ANY,
    eventType: ANY,
    readOnly: { operators: ['equals'], single: true, values: ['true', 'false'] },
    sessionCredentialFromConsole: { operators: ['equals', 'notEquals'], single: true, values: ['true'] },
    'userIdentity.arn': ANY,
  },
  NetworkActivity: {
    eventSource: ONE_VALUE,
    eventName: ANY,
    errorCode: { operators: ['equals'], single: true, values: ['VpceAccessDenied'] },
    'userIdentity.arn': ANY,
    vpcEndpointId: ANY,
  },
};

/** The field without which a selector says nothing. */
export const REQUIRED_FIELD: Readonly<Record<Category, FieldName>> = {
  Data: 'resources.type',
  NetworkActivity: 'eventSource',
};
