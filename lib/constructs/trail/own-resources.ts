/**
 * What the stack does itself is left out of the data events that its trail records; otherwise each log file
 * would be followed by events of its own delivery and indexing, recorded in the next log file, and so on for
 * ever.
 *
 * By ARN and exactly: a table of another name that begins alike stays in. What data events cannot be told
 * apart by, the resource having no ARN (X-Ray traces), is left to the settings, as are network activity
 * events. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
import type { EventSelectorSettings } from '../../config/sections/trail.ts';

/** ARNs of what the stack works with. */
export interface OwnResources {
  readonly buckets: readonly string[];
  readonly tables: readonly string[];
  readonly functions: readonly string[];
  readonly topics: readonly string[];
  readonly queues: readonly string[];
}

type Field = EventSelectorSettings['fields'][number];

type Exclusion = Pick<Field, 'notEquals' | 'notStartsWith'>;

const EXCLUSIONS = new Map<string, (own: OwnResources) => Exclusion>([
  ['AWS::S3::Object', ({ buckets }) => ({ notStartsWith: partsOf(buckets, '/') })],
  ['AWS::DynamoDB::Table', ({ tables }) => withParts(tables, '/')],
  ['AWS::Lambda::Function', ({ functions }) => withParts(functions, ':')],
  ['AWS::SNS::Topic', ({ topics }) => ({ notEquals: [...topics] })],
  ['AWS::SQS::Queue', ({ queues }) => ({ notEquals: [...queues] })],
]);

/** The fields of a selector with the stack's own resources left out; `resources.ARN` may be there only once. */
export function withoutOwnResources(fields: readonly Field[], own: OwnResources): readonly Field[] {
  const type = fields.find(({ field }) => field === 'resources.type')?.equals?.[0];
  const exclusion = type === undefined ? undefined : EXCLUSIONS.get(type)?.(own);
  if (exclusion === undefined) return fields;
  const written = fields.find(isResourceArn);
  const others = fields.filter((field) => !isResourceArn(field));
  return [...others, { field: 'resources.ARN', ...written, ...joined(written, exclusion) }];
}

function isResourceArn({ field }: Field): boolean {
  return field === 'resources.ARN';
}

function joined(written: Exclusion = {}, own: Exclusion): Exclusion {
  const notEquals = [...(written.notEquals ?? []), ...(own.notEquals ?? [])];
  const notStartsWith = [...(written.notStartsWith ?? []), ...(own.notStartsWith ?? [])];
  return {
    ...(notEquals.length === 0 ? {} : { notEquals }),
    ...(notStartsWith.length === 0 ? {} : { notStartsWith }),
  };
}

/** Indexes of a table and versions of a function have ARNs that begin with that of the whole. */
function withParts(arns: readonly string[], separator: string): Exclusion {
  return { notEquals: [...arns], notStartsWith: partsOf(arns, separator) };
}

function partsOf(arns: readonly string[], separator: string): string[] {
  return arns.map((arn) => `${arn}${separator}`);
}
