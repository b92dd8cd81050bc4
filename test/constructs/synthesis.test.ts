/** Synthesis depends on the settings and on nothing else: no chance, no environment variable, no look-up, no place. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { CONFIGURATION_NAMES, CONFIGURATIONS } from './configurations.ts';
import { synthesize, synthesizeInto } from './stack-templates.ts';

/** A busy machine takes its time for two of them. */
const TIMEOUT = { timeout: 30_000 };

const ENVIRONMENT: Readonly<Record<string, string>> = {
  AWS_DEFAULT_REGION: 'ap-south-1',
  AWS_PROFILE: 'somebody',
  AWS_REGION: 'ap-south-1',
  CDK_DEFAULT_ACCOUNT: '999999999999',
  CDK_DEFAULT_REGION: 'ap-south-1',
  TZ: 'Pacific/Auckland',
};

afterEach(() => vi.unstubAllEnvs());

function filesIn(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    names.map((name) => [name.slice(directory.length), readFileSync(name, 'utf8').replaceAll(directory, '')]),
  );
}

describe.each(CONFIGURATION_NAMES)('synthesis with %s', (name) => {
  const settings = CONFIGURATIONS[name];

  it('writes the same bytes twice, also with other environment variables', TIMEOUT, async () => {
    const assemblies = [];
    for (const variables of [{}, ENVIRONMENT]) {
      for (const [variable, value] of Object.entries(variables)) vi.stubEnv(variable, value);
      const directory = await temporaryDirectory();
      synthesizeInto(directory, settings);
      assemblies.push(filesIn(directory));
    }
    const [first = {}, second] = assemblies;
    expect(Object.keys(first)).toContain('/Traildex.template.json');
    expect(second).toEqual(first);
  });

  it('looks nothing up', TIMEOUT, async () => {
    const directory = await temporaryDirectory();
    // Where the topics and keys of the configurations are.
    const region = name.endsWith('in China') ? 'cn-north-1' : 'eu-central-1';
    synthesizeInto(directory, settings, { env: { account: '111111111111', region } });
    const manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
    expect(manifest.missing).toBeUndefined();
  });
});

describe.each([
  ['eu-west-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('deployed to %s', (region, partition) => {
  const { template, reports } = synthesize(
    { encryption: 'new-key' },
    { env: { account: '999999999999', region }, validated: true },
  );

  it('the stack stays in that partition', () => {
    const partitions = JSON.stringify(template).match(/(?<=\barn:)aws[a-z-]*(?=:)/g);
    expect([...new Set(partitions)]).toEqual([partition]);
  });

  it('CloudFormation takes it', () => {
    expect(reports).toEqual([]);
  });
});
