/**
 * Lambda functions at work: invoked by a queue, with a session of their execution role that Lambda opens on a cold start
 * and keeps for hours; reading secrets, items and objects, with KMS called on their behalf.
 */

import { invokeCall, itemCall, objectCall } from '../data-events.ts';
import { asService, type Client, throughService } from '../identity.ts';
import { ASSET_BUCKET, FUNCTIONS, keyArn, type LambdaFunction } from '../organization.ts';
import { AGENTS } from '../people.ts';
import type { ApiCall, Caller } from '../record.ts';
import { assumeByService } from '../security-tokens.ts';
import { perform, type Stage, useSession, wait } from '../stage.ts';

const TABLES = ['orders', 'customers', 'stock', 'baskets'] as const;
const SESSION_SECONDS = 4 * 3600;

export function runFunction(stage: Stage): void {
  const { random } = stage;
  const fn = random.pick(FUNCTIONS);
  perform(stage, asService('sqs.amazonaws.com', fn.accountId), invokeCall(stage, fn));
  const caller = useFunctionSession(stage, fn);
  if (random.chance(60)) readSecret(stage, caller, fn);
  for (let remaining = random.between(2, 8); remaining > 0; remaining -= 1) {
    perform(stage, caller, random.chance(620) ? drawItemCall(stage, fn) : drawObjectCall(stage, fn));
    if (random.chance(300)) wait(stage, 0, 1);
  }
}

export function useFunctionSession(stage: Stage, fn: LambdaFunction): Caller {
  return useSession(stage, fn.arn, SESSION_SECONDS, () => {
    const caller = assumeByService(stage, {
      role: fn.role,
      sessionName: fn.name,
      service: 'lambda.amazonaws.com',
      region: fn.region,
      client: describeClient(fn),
      functionArn: fn.arn,
    });
    perform(stage, caller, openLogStream(stage, fn));
    perform(
      stage,
      throughService(caller, 'lambda.amazonaws.com'),
      decrypt(fn, { 'aws:lambda:FunctionArn': fn.arn }),
    );
    return caller;
  });
}

/** GetSecretValue makes Secrets Manager ask KMS with the function's own identity: two records for one call. */
export function readSecret(stage: Stage, caller: Caller, fn: LambdaFunction): void {
  const arn = `arn:aws:secretsmanager:${fn.region}:${fn.accountId}:secret:storefront/${fn.name}-k3Xq9Z`;
  perform(stage, caller, {
    source: 'secretsmanager',
    name: 'GetSecretValue',
    region: fn.region,
    request: { secretId: arn },
  });
  const context = { SecretARN: arn, SecretVersionId: stage.random.uuid() };
  perform(stage, throughService(caller, 'secretsmanager.amazonaws.com'), decrypt(fn, context));
}

function decrypt(fn: LambdaFunction, encryptionContext: { readonly [name: string]: string }): ApiCall {
  return {
    source: 'kms',
    name: 'Decrypt',
    region: fn.region,
    request: { encryptionContext, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
    resources: [{ accountId: fn.accountId, type: 'AWS::KMS::Key', arn: keyArn(fn) }],
  };
}

function openLogStream(stage: Stage, fn: LambdaFunction): ApiCall {
  const day = new Date(stage.at * 1000).toISOString().slice(0, 10).replaceAll('-', '/');
  const logStreamName = `${day}/[$LATEST]${stage.random.uuid().replaceAll('-', '')}`;
  return {
    source: 'logs',
    name: 'CreateLogStream',
    region: fn.region,
    readOnly: false,
    request: { logGroupName: `/aws/lambda/${fn.name}`, logStreamName },
  };
}

function drawItemCall(stage: Stage, fn: LambdaFunction): ApiCall {
  const { random } = stage;
  const name = random.pick(['GetItem', 'GetItem', 'Query', 'PutItem', 'UpdateItem']);
  return itemCall(name, random.pick(TABLES), `C-${random.between(100_000, 999_999)}`, fn);
}

function drawObjectCall(stage: Stage, fn: LambdaFunction): ApiCall {
  const { random } = stage;
  const key = `covers/${random.between(1000, 9999)}/${random.pick(['small', 'large', 'thumb'])}.webp`;
  const name = random.pick(['GetObject', 'GetObject', 'GetObject', 'PutObject']);
  const call = objectCall(stage, { name, bucket: `${ASSET_BUCKET}-${fn.region}`, key, place: fn });
  const missing = name === 'GetObject' && random.chance(25);
  return missing
    ? { ...call, error: { code: 'NoSuchKey', message: 'The specified key does not exist.' } }
    : call;
}

function describeClient(fn: LambdaFunction): Client {
  const agent = fn.runtime.startsWith('python')
    ? `${AGENTS.boto3} exec-env/AWS_Lambda_${fn.runtime}`
    : AGENTS.javascript;
  return { address: `198.51.100.${20 + (fn.name.length % 30)}`, agent };
}
