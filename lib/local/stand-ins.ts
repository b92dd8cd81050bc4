/**
 * What the stack works with and others own: a trail's bucket and its topic, where the trail was there before.
 *
 * On a laptop somebody has to make them, under the names that the template uses, or nothing that is wired to them would
 * be tried. A topic is somebody else's if its ARN says so: the account and region of the laptop are no real ones, so one
 * of theirs that the stack does not make is a fault in the wiring. A bucket's ARN says nothing of the sort; the buckets
 * meant are those whose objects the stack's policies let somebody read. Pure.
 */
import { isRecord, listAt, recordAt } from './json-shape.ts';
import type { StackPlace } from './resource-types.ts';
import type { ResolvedResource } from './template.ts';

/** Whether the ARN names another account or region than the stack's. */
export function isForeign(arn: unknown, { accountId, region }: Pick<StackPlace, 'accountId' | 'region'>) {
  const [, , , arnRegion, arnAccount] = String(arn).split(':');
  return arnRegion !== region || arnAccount !== accountId;
}

/** Names of the buckets that are read and not made. */
export function findForeignBuckets(resources: readonly ResolvedResource[]): string[] {
  const made = resources.filter(({ type }) => type === 'AWS::S3::Bucket').map(({ name }) => name);
  const policies = resources.filter(({ type }) => /^AWS::IAM::(Managed)?Policy$/.test(type));
  const read = policies.flatMap(({ properties }) =>
    listAt(recordAt(properties, 'PolicyDocument'), 'Statement').flatMap(readBuckets),
  );
  return [...new Set(read)].filter((name) => !made.includes(name));
}

function readBuckets(statement: unknown): string[] {
  if (!isRecord(statement) || ![statement.Action].flat().includes('s3:GetObject')) return [];
  return [statement.Resource]
    .flat()
    .flatMap((arn) => /^arn:aws:s3:::([^/*]+)\//.exec(String(arn))?.[1] ?? []);
}
