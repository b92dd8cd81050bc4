import { describe, expect, it } from 'vitest';
import { stackNames } from '../../../lib/constructs/owners/stack-names.ts';
import { bareStack } from '../bare-stack.ts';

describe('the names of the stack', () => {
  it('are said as they are where they are known', () => {
    expect(stackNames(bareStack('Traildex'))).toEqual({
      partition: 'aws',
      region: 'eu-west-1',
      account: '111122223333',
      stackName: 'Traildex',
      roleNames: 'Traildex-*',
    });
  });

  it('of roles begin with no more of a long stack name than CloudFormation keeps', () => {
    expect(stackNames(bareStack('security-tooling-audit-index'))).toMatchObject({
      roleNames: 'security-tooling-aud*',
    });
  });
});
