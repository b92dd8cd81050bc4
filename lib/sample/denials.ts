/**
 * How services say no: the error codes and sentences of failed calls, as far as auditors search for them.
 * Wording: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */

import { BASE32 } from './random.ts';
import type { ApiCall, Caller } from './record.ts';
import { perform, type Stage } from './stage.ts';

type CallError = NonNullable<ApiCall['error']>;

/** Performs the call as one that the caller has no right to: nothing is returned, and an error is. */
export function beDenied(stage: Stage, caller: Caller, call: ApiCall, resource = '*'): void {
  perform(stage, caller, { ...call, response: null, error: describeDenial(stage, caller, call, resource) });
}

function describeDenial(stage: Stage, caller: Caller, call: ApiCall, resource: string): CallError {
  const action = `${call.source}:${call.name}`;
  const refusal = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  const reason = `because no identity-based policy allows the ${action} action`;
  // EC2 has error codes, and a way of saying more to those who may decode it, of its own.
  if (call.source !== 'ec2') return { code: 'AccessDenied', message: `${refusal} ${reason}` };
  const encoded = stage.random.text(BASE32, 48);
  return {
    code: 'Client.UnauthorizedOperation',
    message: `You are not authorized to perform this operation. ${refusal} ${reason}. Encoded authorization failure message: ${encoded}`,
  };
}

/** Errors of ordinary work: calls too fast, things that are not there. */
export function drawEverydayError(stage: Stage, source: string): CallError {
  const { random } = stage;
  if (source === 'ec2') return { code: 'Client.RequestLimitExceeded', message: 'Request limit exceeded.' };
  if (source === 's3') {
    return random.pick<CallError>([
      { code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist' },
      { code: 'NoSuchTagSet', message: 'The TagSet does not exist' },
      { code: 'NoSuchLifecycleConfiguration', message: 'The lifecycle configuration does not exist' },
    ]);
  }
  return random.pick<CallError>([
    { code: 'ThrottlingException', message: 'Rate exceeded' },
    { code: 'ThrottlingException', message: 'Rate exceeded' },
    { code: 'ResourceNotFoundException', message: 'The requested resource does not exist.' },
    { code: 'ValidationException', message: '1 validation error detected.' },
  ]);
}
