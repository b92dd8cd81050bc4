import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCloudAssembly } from '../../lib/local/cloud-assembly.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const STACK = {
  type: 'aws:cloudformation:stack',
  properties: { templateFile: 'Traildex.template.json', stackName: 'my-traildex' },
};
const ASSETS = { type: 'cdk:asset-manifest', properties: { file: 'Traildex.assets.json' } };

async function makeAssembly(manifest: object) {
  const directory = await temporaryDirectory();
  const write = (file: string, content: object) => writeFile(join(directory, file), JSON.stringify(content));
  await write('manifest.json', manifest);
  await write('Traildex.template.json', { Resources: {} });
  await write('Traildex.assets.json', {
    files: {
      a: {
        source: { path: 'asset.a', packaging: 'zip' },
        destinations: { 'current_account-current_region': { bucketName: 'assets', objectKey: 'a.zip' } },
      },
      b: {
        source: { path: 'Traildex.template.json', packaging: 'file' },
        destinations: { 'current_account-current_region': { bucketName: 'assets', objectKey: 'b.json' } },
      },
    },
  });
  return directory;
}

describe('a cloud assembly', () => {
  it('has one stack: its name, its template and the directories of its assets', async () => {
    const directory = await makeAssembly({ artifacts: { Traildex: STACK, 'Traildex.assets': ASSETS } });
    expect(await readCloudAssembly(directory)).toEqual({
      stackName: 'my-traildex',
      template: { Resources: {} },
      assetDirectories: new Map([['a.zip', join(directory, 'asset.a')]]),
    });
  });

  it.each([
    ['no stack', { artifacts: {} }, 'must make one stack to run locally; it makes: none'],
    ['two stacks', { artifacts: { One: STACK, Two: STACK } }, 'it makes: One, Two'],
    [
      'a lookup in an account',
      { missing: [{ key: 'vpc-provider:x' }], artifacts: { One: STACK } },
      '(vpc-provider:x)',
    ],
  ])('is refused with %s', async (_what, manifest, message) => {
    await expect(readCloudAssembly(await makeAssembly(manifest))).rejects.toThrow(message);
  });

  it('is refused by the name of the file that cannot be read', async () => {
    const directory = await temporaryDirectory();
    await expect(readCloudAssembly(directory)).rejects.toThrow(join(directory, 'manifest.json'));
  });
});
