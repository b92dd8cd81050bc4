/**
 * Identity policies of a resolved template: whose they are, and whether they allow a call.
 *
 * As much of IAM's evaluation as the stack's policies use; what goes beyond it is an error, not a guess.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { ResolvedResource } from '../../lib/local/template.ts';
import type { AwsCall } from './recorded-calls.ts';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Of the role that a function has. */
export function policyOfFunction(resources: readonly ResolvedResource[], functionName: string): Statement[] {
  const { properties } = find(resources, 'AWS::Lambda::Function', functionName);
  const role = String(properties.Role).split('/').at(-1) ?? '';
  const { Policies, ManagedPolicyArns } = find(resources, 'AWS::IAM::Role', role).properties;
  if (Policies !== undefined || ManagedPolicyArns !== undefined)
    throw new Error(`The role ${role} has policies that are not read here.`);
  return resources
    .filter(({ type, properties: { Roles } }) => type === 'AWS::IAM::Policy' && [Roles].flat().includes(role))
    .flatMap(statementsOf);
}

export function managedPolicy(resources: readonly ResolvedResource[], name: string | undefined): Statement[] {
  return statementsOf(find(resources, 'AWS::IAM::ManagedPolicy', name));
}

function find(resources: readonly ResolvedResource[], wanted: string, name: string | undefined) {
  const found = resources.find((resource) => resource.type === wanted && resource.name === name);
  if (found === undefined) throw new Error(`The template has no ${wanted} of the name ${name}.`);
  return found;
}

interface PolicyDocument {
  readonly Statement: readonly {
    readonly Effect: 'Allow' | 'Deny';
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
    readonly Condition?: Statement['conditions'];
  }[];
}

function statementsOf({ properties }: ResolvedResource): Statement[] {
  const { Statement } = properties.PolicyDocument as PolicyDocument;
  return Statement.map(({ Effect, Action, Resource, Condition = {} }) => ({
    effect: Effect,
    actions: [Action].flat(),
    resources: [Resource].flat(),
    conditions: Condition,
  }));
}

/** Allowed by one statement and denied by none. */
export function isAllowed(call: AwsCall, policy: readonly Statement[]): boolean {
  const matching = policy.filter((statement) => isAbout(statement, call));
  return (
    matching.some(({ effect }) => effect === 'Allow') && matching.every(({ effect }) => effect === 'Allow')
  );
}

export function isAbout(
  { actions, resources, conditions }: Omit<Statement, 'effect'>,
  call: AwsCall,
): boolean {
  return (
    actions.some((pattern) => matches(pattern.toLowerCase(), call.action.toLowerCase())) &&
    resources.some((pattern) => matches(pattern, call.resource)) &&
    Object.entries(conditions).every(([operator, wanted]) => holds(operator, wanted, call))
  );
}

type Test = (pattern: string, value: string) => boolean;

const OPERATORS: Readonly<Record<string, Test>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringLike: matches,
  ArnEquals: matches,
  ArnLike: matches,
  Bool: (pattern, value) => pattern === value,
  'ForAllValues:StringLike': matches,
};
/** Hold where none of the values is met, and where the request has no such key. */
const NEGATED: Readonly<Record<string, Test>> = {
  ArnNotEquals: matches,
  StringNotEquals: (a, b) => a === b,
  'ForAllValues:StringNotLike': matches,
};

function holds(operator: string, wanted: Statement['conditions'][string], { context }: AwsCall): boolean {
  const negated = NEGATED[operator];
  const test = negated ?? OPERATORS[operator];
  if (test === undefined) throw new Error(`The condition ${operator} is not evaluated here.`);
  return Object.entries(wanted).every(([key, patterns]) => {
    const values = [context[key] ?? []].flat();
    // IAM lets pass what has no such key at all; every request that is limited so has it, or was not understood here.
    if (values.length === 0 && operator.startsWith('ForAllValues:')) return false;
    const isMet = (value: string) => [patterns].flat().some((pattern) => test(pattern, value));
    if (negated !== undefined) return !values.some(isMet);
    return values.length > 0 && values.every(isMet);
  });
}

/** `*` stands for any text, `?` for any character. */
function matches(pattern: string, text: string): boolean {
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  const expression = literal.replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}
