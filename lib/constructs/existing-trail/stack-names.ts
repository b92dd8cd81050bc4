/**
 * What others must write into their policies and rules to let the stack in: its account, its names.
 *
 * Two versions: as deployed, for outputs, and as far as they are known before, for people who must be asked
 * first. A stack without a fixed environment does not know its account until then, so places are held for it.
 */
import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export interface StackNames {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Matches the names that CloudFormation gives to roles of the stack. */
  readonly roleNames: string;
  readonly busName: string;
  readonly queueArn: string;
}

/** Letters of a stack's name that survive in a role's; CloudFormation shortens long ones at the end. */
const SURE_LETTERS = 20;

export function stackNames(scope: Construct, queueArn: string): StackNames {
  const { partition, region, account } = Stack.of(scope);
  const stackName = outermostStack(Stack.of(scope)).stackName;
  const roleNames =
    stackName.length > SURE_LETTERS ? `${stackName.slice(0, SURE_LETTERS)}*` : `${stackName}-*`;
  return { partition, region, account, roleNames, busName: stackName, queueArn };
}

/** With places held for what only the deployment decides, such as `<account>`. */
export function namesBeforeDeployment(names: StackNames): StackNames {
  const known = (value: string, place: string) => (Token.isUnresolved(value) ? place : value);
  return {
    ...names,
    partition: known(names.partition, '<partition>'),
    region: known(names.region, '<region>'),
    account: known(names.account, '<account>'),
    queueArn: known(names.queueArn, '<ARN of the queue>'),
  };
}

/**
 * The account if it is not that of the stack; one that is not known before the deployment counts as another.
 */
export function otherAccount(accountId: string | undefined, stack: StackNames): string | undefined {
  return accountId === stack.account ? undefined : accountId;
}

/** A nested stack gets its name with the deployment, and it begins with that of the stack around it. */
function outermostStack(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermostStack(stack.nestedStackParent);
}
