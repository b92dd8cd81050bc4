/** The entry of the CDK, run as the CDK CLI runs it. */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** The CDK alone takes seconds to load on a busy machine. */
const TIMEOUT = { timeout: 60_000 };

it('ends with what is wrong with its context, and nothing else', TIMEOUT, () => {
  const context = { traildex: {}, 'traildex.index.retentionDays': '30' };
  const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context) };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/app.ts'], { env, encoding: 'utf8' });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    'The configuration of traildex (cdk.json, context) has mistakes:\n' +
      '  traildex.index.retentionDays is a context key of its own, which nothing reads; ' +
      'write it in cdk.json, in the object under context.traildex.\n',
  );
});
