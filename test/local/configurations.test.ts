/** Every configuration's template can be run on a laptop: nothing in it is unknown there, and every wire has two ends. */
import { describe, expect, it } from 'vitest';
import { TraildexStack } from '../../lib/constructs/traildex-stack.ts';
import { readCloudAssembly } from '../../lib/local/cloud-assembly.ts';
import { readDeclaredStack } from '../../lib/local/declared-stack.ts';
import { resolveTemplate } from '../../lib/local/template.ts';
import { CONFIGURATIONS, type ConfigurationName } from '../constructs/configurations.ts';
import { testApp } from '../constructs/test-app.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const PLACE = { accountId: '000000000000', region: 'us-east-1', queueEndpoint: 'http://127.0.0.1:4000' };

async function declare(name: ConfigurationName) {
  const app = testApp({ outdir: await temporaryDirectory() });
  new TraildexStack(app, 'Traildex', { settings: CONFIGURATIONS[name] });
  const { stackName, template, assetDirectories } = await readCloudAssembly(app.synth().directory);
  const place = { ...PLACE, stackName };
  const { resources } = resolveTemplate(template, place);
  return readDeclaredStack({ resources, assetDirectories, place });
}

describe('on a laptop', () => {
  it.each(Object.keys(CONFIGURATIONS) as ConfigurationName[])(
    'the ingest function is fed from a topic, the verify function from no other queue than its own: %s',
    async (name) => {
      const { mappings, subscriptions } = await declare(name);
      const [ingest, ...others] = mappings;
      const heard = subscriptions.map(({ queueArn }) => queueArn);
      expect(heard).toContain(ingest?.queueArn);
      expect(others.map(({ batchSize, maximumConcurrency }) => [batchSize, maximumConcurrency])).toEqual(
        name === 'no verification' ? [] : [[1, 5]],
      );
      for (const { queueArn } of others) expect(heard).not.toContain(queueArn);
    },
  );

  it.each<[ConfigurationName, buckets: string[], topics: string[]]>([
    ['default', [], []],
    ['everything on', [], []],
    ['existing trail', ['trail-of-the-organisation'], ['trail']],
    [
      'shared topic of another account',
      ['trail-of-the-organisation'],
      ['aws-controltower-AllConfigNotifications'],
    ],
    ['EventBridge of another account', ['trail-of-the-organisation'], []],
  ])('what others own is stood in for: %s', async (name, buckets, topics) => {
    const { foreignBuckets, topics: all } = await declare(name);
    expect(foreignBuckets).toEqual(buckets);
    expect(all.filter((topic) => !topic.startsWith('Traildex-'))).toEqual(topics);
  });
});
