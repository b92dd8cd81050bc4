/**
 * References between the resources of a template, which no emulator checks: what one names by its ARN, the stack makes.
 */
import { LocalEnvironmentError } from './local-error.ts';
import type { ResolvedResource } from './template.ts';

/** @throws LocalEnvironmentError (`template`) naming the resource whose wiring leads nowhere. */
export function requireByArn(
  owner: ResolvedResource,
  property: string,
  arn: unknown,
  candidates: readonly ResolvedResource[],
): ResolvedResource {
  const name = lastPart(String(arn));
  const found = candidates.find((candidate) => candidate.name === name);
  if (found === undefined)
    throw templateFault(owner, `${property} is ${String(arn)}, which this stack does not make`);
  return found;
}

/** The name in an ARN of a queue, topic or function; a plain name as it is. */
export function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

export function templateFault(resource: ResolvedResource, message: string): LocalEnvironmentError {
  return new LocalEnvironmentError('template', `CloudFormation template, ${resource.logicalId}: ${message}.`);
}
