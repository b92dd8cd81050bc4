/**
 * How owners of what is not the stack's are told what they have to set: the stack changes nothing that is not its own.
 *
 * Said twice. At synth, because some of it must be there before the deployment, whose outputs a failed one does not
 * show; with places held for what is not known yet. And as outputs of the stack, with all names, ready to paste.
 */
import { Annotations, CfnOutput, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { OwnerRequest } from './owner-request.ts';
import { withPlaces } from './places.ts';

/** By annotations of `scope` and outputs named `Owner` and the name of the request. */
export function tellOwners(scope: Construct, requests: readonly OwnerRequest[]): void {
  for (const request of requests) {
    const id = `traildex:owner-${request.name}`;
    if (failsWithout(request, scope)) Annotations.of(scope).addWarningV2(id, messageOf(request, scope));
    else Annotations.of(scope).addInfoV2(id, messageOf(request, scope));
    const output = new CfnOutput(scope, request.name, {
      value: JSON.stringify(request.paste),
      description: `${addressee(request)}: ${request.text}`,
    });
    output.overrideLogicalId(outputOf(request));
  }
}

function failsWithout({ deploymentNeedsIt }: OwnerRequest, scope: Construct): boolean {
  // Where the account is not known yet, nobody knows either whether it must ask.
  const accountKnown = !Token.isUnresolved(Stack.of(scope).account);
  return deploymentNeedsIt === 'everywhere' || (deploymentNeedsIt === 'in-another-account' && accountKnown);
}

function messageOf(request: OwnerRequest, scope: Construct): string {
  const when = request.deploymentNeedsIt === 'nowhere' ? '' : ', before the stack is deployed';
  return [
    `${addressee(request)}${when}: ${request.text}`,
    withPlaces(scope, JSON.stringify(request.paste, undefined, 2)),
    `After the deployment, its output ${outputOf(request)} has this with all names.`,
  ].join('\n');
}

function addressee({ owner }: OwnerRequest): string {
  return owner === undefined ? "In the stack's own account" : `In account ${owner}`;
}

function outputOf({ name }: OwnerRequest): string {
  return `Owner${name}`;
}
