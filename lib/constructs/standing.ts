/**
 * Where a Traildex may stand: on its own in a stack that is deployed by itself.
 *
 * The command line finds a deployment by the outputs of its stack. A second one would want the same names, and a nested
 * stack gives its outputs to the stack around it, under a name that only the deployment makes up.
 */
import { Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';
import { findMisplacements } from '../config/place.ts';
import { type Settings, SettingsError } from '../config/settings.ts';

export class MisplacedError extends Error {
  override readonly name = 'MisplacedError';
  readonly code = 'misplaced';
}

/** @throws MisplacedError where the stack is nested, or has a construct of `type` or one derived from it already. */
export function checkStack(construct: IConstruct, type: new (...parameters: never[]) => IConstruct): void {
  const stack = Stack.of(construct);
  if (stack.nested)
    throw new MisplacedError(
      `${construct.node.path} stands in the nested stack ${stack.node.path}. The command line finds traildex by the ` +
        'outputs of its stack, and those of a nested stack are not its own: put it into a stack that is not nested.',
    );
  const other = stack.node
    .findAll()
    .find((one) => one !== construct && one instanceof type && Stack.of(one) === stack);
  if (other !== undefined)
    throw new MisplacedError(
      `${construct.node.path} is the second Traildex in the stack ${stack.node.path}, beside ${other.node.path}. The ` +
        'command line finds traildex by the outputs of its stack: put each into a stack of its own.',
    );
}

/** @throws SettingsError naming every setting that does not fit the stack's name, account or region. */
export function checkPlace(construct: IConstruct, settings: Settings): void {
  const { stackName, region, account } = Stack.of(construct);
  const known = (value: string) => (Token.isUnresolved(value) ? undefined : value);
  const mistakes = findMisplacements(settings, {
    stackName,
    partition: RegionInfo.get(region).partition,
    region: known(region),
    account: known(account),
  });
  if (mistakes.length > 0) throw new SettingsError(mistakes);
}
