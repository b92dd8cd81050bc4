/**
 * Policy statements from rights and places: what may be done, and what the services that do it may ask of KMS meanwhile.
 *
 * The key is allowed for the place's encryption context only, so that whoever may read one table through DynamoDB cannot
 * decrypt with the same key what is in a queue, nor call KMS with anything else.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
import { type Conditions, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Right } from './access-rights.ts';

export interface Place {
  /** Nothing is allowed where there are none. */
  readonly arns: readonly string[];
  /** What must hold beside, where the ARNs alone would allow too much. */
  readonly conditions?: Conditions | undefined;
  /** Undefined where no KMS key of ours encrypts it. */
  readonly encryptedBy?: EncryptedBy | undefined;
}

export interface EncryptedBy {
  readonly key: IKey;
  /** Entry of the encryption context that names the place, and what it may be. */
  readonly contextKey: string;
  readonly contextValues: readonly string[];
}

/** The statements of a policy with these rights. */
export function accessStatements<Name extends string>(
  rights: readonly Right<Name>[],
  places: Readonly<Record<Name, Place>>,
): PolicyStatement[] {
  return rights.flatMap(({ actions, on, keyActions }) => {
    const { arns, conditions = {}, encryptedBy: encryption } = places[on];
    if (arns.length === 0) return [];
    const statement = new PolicyStatement({ actions: [...actions], resources: [...arns], conditions });
    if (keyActions === undefined || encryption === undefined) return [statement];
    return [statement, keyStatement(keyActions, encryption)];
  });
}

function keyStatement(keyActions: readonly string[], encryption: EncryptedBy): PolicyStatement {
  const { key, contextKey, contextValues } = encryption;
  return new PolicyStatement({
    actions: [...keyActions],
    resources: [key.keyArn],
    conditions: { StringLike: { [`kms:EncryptionContext:${contextKey}`]: contextValues } },
  });
}
