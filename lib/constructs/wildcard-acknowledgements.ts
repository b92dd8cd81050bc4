/**
 * Wildcards in the rights that the stack gives, as cdk-nag reports them (AwsSolutions-IAM5), with the reason for each.
 *
 * cdk-nag wants every wildcard spelt as it spells it, such as `Resource::<LogicalId.Arn>/AWSLogs/*`; so they are read from
 * the policies. Only what is known here gets a reason: a wildcard of another form, or in another policy, is reported.
 */
import { type Acknowledgment, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, Policy } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { AccessPolicies } from './access/access-policies.ts';
import { NodeFunction } from './functions/node-function.ts';
import { BucketReplication } from './trail/bucket-replication.ts';
import { Verification } from './verification.ts';

interface Wildcard {
  readonly form: RegExp;
  readonly in: (policy: IConstruct) => boolean;
  readonly reason: string;
}

const within = (type: new (...parameters: never[]) => IConstruct) => (policy: IConstruct) =>
  policy.node.scopes.some((scope) => scope instanceof type);

const WILDCARDS: readonly Wildcard[] = [
  {
    form: /^\*$/,
    in: (policy) => isOfFunction(policy) && within(Verification)(policy),
    reason:
      "The right to ask CloudTrail for its public keys knows no resources: they are AWS's. Nor do those of X-Ray, nor those " +
      'with which Lambda puts a function into a VPC.',
  },
  {
    form: /^\*$/,
    in: within(AccessPolicies),
    reason: "The right to ask CloudTrail for its public keys knows no resources: they are AWS's.",
  },
  {
    form: /^\*$/,
    in: isOfFunction,
    reason:
      'The rights of X-Ray know no resources, nor do those with which Lambda puts a function into a VPC. None is needed ' +
      'with traildex.ingest.tracing false and without traildex.ingest.vpc.',
  },
  {
    form: /\/AWSLogs\/\*$/,
    in: () => true,
    reason:
      'All log files and digests of the trail, each of which has a key of its own, and nothing else in the bucket.',
  },
  {
    form: /:cloudformation:[^*]*:stack\/[^*]*\/\*$/,
    in: within(AccessPolicies),
    reason: 'One stack, by its name; the id behind the name is made with the stack.',
  },
  {
    form: /^[^*]*\/\*$/,
    in: within(BucketReplication),
    reason: 'All objects of the trail bucket are copied, into one other bucket.',
  },
];

export function wildcardAcknowledgements(policy: IConstruct): Acknowledgment[] {
  if (!(policy instanceof Policy || policy instanceof ManagedPolicy)) return [];
  const resources = resourcesIn(Stack.of(policy).resolve(policy.document));
  return [...new Set(resources.map(spell))].filter(isValidInId).flatMap((resource) => {
    const known = WILDCARDS.find(({ form, in: isIn }) => form.test(resource) && isIn(policy));
    if (known === undefined) return [];
    return [{ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`, reason: known.reason }];
  });
}

function resourcesIn({ Statement: statements }: { Statement: { Effect: string; Resource: unknown }[] }) {
  return statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Resource }) => Resource);
}

/** Of functions, the policies stand beside them, below their roles. */
function isOfFunction(policy: IConstruct): boolean {
  return (
    policy.node.scope?.node.scope?.node.children.some((sibling) => sibling instanceof NodeFunction) ?? false
  );
}

/** As cdk-nag spells a value of the template. */
function spell(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': joined } = value as Partial<Intrinsics>;
  if (ref !== undefined) return `<${ref}>`;
  if (attribute !== undefined) return `<${attribute.join('.')}>`;
  return joined === undefined ? JSON.stringify(value) : joined[1].map(spell).join(joined[0]);
}

interface Intrinsics {
  readonly Ref: string;
  readonly 'Fn::GetAtt': readonly string[];
  readonly 'Fn::Join': readonly [delimiter: string, values: readonly unknown[]];
}

/** The CDK takes ids in which round brackets pair, and key prefixes may have others. */
function isValidInId(resource: string): boolean {
  let open = 0;
  for (const character of resource) {
    if (character === '(') open++;
    if (character === ')') open--;
    if (open < 0) return false;
  }
  return open === 0;
}
