/**
 * What the owner of an existing KMS key adds to its policy before the stack is deployed: CloudWatch Logs and CloudTrail
 * ask for the key while the log groups and the trail are made.
 */
import type { Construct } from 'constructs';
import { accountStatements, type KeyUsers, serviceStatements } from './key-policy.ts';
import type { OwnerRequest } from './owners/owner-request.ts';
import { otherAccount, stackNames } from './owners/stack-names.ts';
import { partsOf } from './owners/statements.ts';

export function askForEncryptionKey(scope: Construct, keyArn: string, users: KeyUsers): OwnerRequest {
  const statements = [...accountStatements(), ...serviceStatements(scope, users)];
  return {
    name: 'EncryptionKeyPolicy',
    owner: otherAccount(partsOf(keyArn).account, stackNames(scope)),
    deploymentNeedsIt: 'everywhere',
    text:
      `Add these statements to the policy of the key ${keyArn}: without them the deployment fails, or log ` +
      'files and notifications do not arrive.',
    paste: statements.map((statement) => statement.toStatementJson()),
  };
}
