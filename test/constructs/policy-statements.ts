/** The statements of all policies of a template, with where they stand. */
import type { Statement } from './bare-stack.ts';
import { type Resource, resourcesOf, type StackTemplate } from './stack-templates.ts';

export interface PlacedStatement extends Statement {
  /** Logical id of the policy, key or role. */
  readonly in: string;
  readonly type: string;
}

type Read = (properties: Resource['Properties']) => readonly Statement[];

/** Policies of resources: who may do something to them. */
const RESOURCE_POLICIES: Readonly<Record<string, Read>> = {
  'AWS::S3::BucketPolicy': ({ PolicyDocument }) => PolicyDocument.Statement,
  'AWS::SNS::TopicPolicy': ({ PolicyDocument }) => PolicyDocument.Statement,
  'AWS::SQS::QueuePolicy': ({ PolicyDocument }) => PolicyDocument.Statement,
  'AWS::KMS::Key': ({ KeyPolicy }) => KeyPolicy.Statement,
  'AWS::Events::EventBusPolicy': ({ Statement }) => [Statement],
};

/** Policies of IAM: what somebody may do. */
const IDENTITY_POLICIES: Readonly<Record<string, Read>> = {
  'AWS::IAM::Policy': ({ PolicyDocument }) => PolicyDocument.Statement,
  'AWS::IAM::ManagedPolicy': ({ PolicyDocument }) => PolicyDocument.Statement,
  'AWS::IAM::Role': ({ Policies = [] }: { Policies?: { PolicyDocument: { Statement: Statement[] } }[] }) =>
    Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
};

const TRUST_POLICIES: Readonly<Record<string, Read>> = {
  'AWS::IAM::Role': ({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument.Statement,
};

export const resourceStatements = statementsIn(RESOURCE_POLICIES);
export const identityStatements = statementsIn(IDENTITY_POLICIES);
export const trustStatements = statementsIn(TRUST_POLICIES);

function statementsIn(policies: Readonly<Record<string, Read>>) {
  return (template: StackTemplate): PlacedStatement[] =>
    resourcesOf(template, ...Object.keys(policies)).flatMap(([id, { Type, Properties }]) =>
      (policies[Type]?.(Properties) ?? []).map((statement) => ({ ...statement, in: id, type: Type })),
    );
}

export function actionsOf({ Action }: Statement): readonly string[] {
  return [Action].flat();
}

/** Each principal by itself: `Service cloudtrail.amazonaws.com`; other forms as JSON. */
export function principalsOf({ Principal }: Statement): readonly string[] {
  if (typeof Principal === 'string') return [Principal];
  return Object.entries(Principal ?? {}).flatMap(([kind, names]) =>
    [names].flat().map((name) => `${kind} ${typeof name === 'string' ? name : JSON.stringify(name)}`),
  );
}
