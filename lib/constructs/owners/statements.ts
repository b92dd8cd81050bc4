/**
 * Statements by which owners let the account of the stack, or roles of the stack, use what is theirs.
 *
 * A principal is the account of the stack with a condition on its roles, because S3, SNS and KMS refuse a
 * policy that names a role before it exists, and no longer mean a role that was made anew under its old name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import type { StackNames } from './stack-names.ts';

interface Right {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string;
}

export function allowAccount({ partition, account }: StackNames, { Sid, Action, Resource }: Right) {
  return {
    Sid,
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action,
    Resource,
  };
}

export function allowRoles(stack: StackNames, right: Right) {
  const roles = `arn:${stack.partition}:iam::${stack.account}:role/${stack.roleNames}`;
  return {
    ...allowAccount(stack, right),
    Condition: { ArnLike: { 'aws:PrincipalArn': [roles] } },
  };
}

/** In the policy of a key, for what S3 asks of it in the name of a role. */
export function allowRolesThroughS3(
  stack: StackNames,
  { keyArn, ...right }: Omit<Right, 'Resource'> & { readonly keyArn: string },
) {
  const statement = allowRoles(stack, { ...right, Resource: '*' });
  const { region } = partsOf(keyArn);
  return {
    ...statement,
    Condition: { ...statement.Condition, StringLike: { 'kms:ViaService': `s3.${region}.*` } },
  };
}

/** Of the ARN of a topic or a key, which the settings have checked. */
export function partsOf(arn: string): { region: string; account: string } {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
}
