/** A stack with nothing in it, at a place that is known, so that expected ARNs can be written out. */
import { Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { testApp } from './test-app.ts';

export function bareStack(stackName = 'Audit'): Stack {
  return new Stack(testApp(), 'Stack', { stackName, env: { account: '111122223333', region: 'eu-west-1' } });
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** Of the only resource of this type whose logical id begins so. */
export function propertiesOf(template: Template, type: string, idPrefix = ''): Record<string, unknown> {
  const found = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(idPrefix));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} resources of type ${type} begin with "${idPrefix}".`);
  return only[1].Properties;
}

/** Of the policy, or of the key with its policy, whose logical id begins so. */
export function statementsOf(template: Template, type: string, idPrefix = ''): Statement[] {
  const { PolicyDocument, KeyPolicy } = propertiesOf(template, type, idPrefix);
  return ((PolicyDocument ?? KeyPolicy) as { Statement: Statement[] }).Statement;
}

/** The rights of a function's role beside those that every function has: its log, its traces. */
export function rightsOf(template: Template): Statement[] {
  return statementsOf(template, 'AWS::IAM::Policy').filter(
    ({ Action }) => ![Action].flat().some((action) => /^(logs|xray):/.test(action)),
  );
}

/** The logical id of the first resource of this type that begins so. */
export function logicalId(template: Template, type: string, idPrefix = ''): string {
  const id = Object.keys(template.findResources(type)).find((one) => one.startsWith(idPrefix));
  if (id === undefined) throw new Error(`No resource of type ${type} begins with "${idPrefix}".`);
  return id;
}
