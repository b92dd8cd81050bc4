/** What others must write into their policies and rules to let the stack in: its account, its names. */
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export interface StackNames {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly stackName: string;
  /** Matches the names that CloudFormation gives to roles of the stack. */
  readonly roleNames: string;
}

/** Letters of a stack's name that survive in a role's; CloudFormation shortens long ones at the end. */
const SURE_LETTERS = 20;

export function stackNames(scope: Construct): StackNames {
  const { partition, region, account, stackName } = Stack.of(scope);
  const roleNames =
    stackName.length > SURE_LETTERS ? `${stackName.slice(0, SURE_LETTERS)}*` : `${stackName}-*`;
  return { partition, region, account, stackName, roleNames };
}

/**
 * The account if it is not that of the stack; one that is not known before the deployment counts as another.
 */
export function otherAccount(accountId: string | undefined, stack: StackNames): string | undefined {
  return accountId === stack.account ? undefined : accountId;
}
