import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { synthesize } from '../../lib/local/synthesize.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

/** A project whose "CDK app" writes down what it was given. */
async function makeProject(app = WRITES_DOWN) {
  const projectRoot = await temporaryDirectory();
  for (const directory of ['bin', 'lib', 'lambdas/ingest'])
    await mkdir(join(projectRoot, directory), { recursive: true });
  await writeFile(join(projectRoot, 'cdk.json'), '{"app":"x","context":{"a":1,"b":2}}');
  await writeFile(join(projectRoot, 'package-lock.json'), '{}');
  await writeFile(join(projectRoot, 'bin/app.ts'), app);
  await writeFile(join(projectRoot, 'lambdas/ingest/handler.ts'), 'export {};');
  let syntheses = 0;
  const options = {
    projectRoot,
    dataDirectory: await temporaryDirectory(),
    accountId: '111122223333',
    region: 'eu-central-1',
    onSynthesis: () => {
      syntheses += 1;
    },
  };
  return { options, count: () => syntheses };
}

const WRITES_DOWN = `
  import { writeFileSync } from 'node:fs';
  const { CDK_OUTDIR, CDK_CONTEXT_JSON, CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION, AWS_PROFILE }: NodeJS.ProcessEnv = process.env;
  const seen = { context: JSON.parse(CDK_CONTEXT_JSON ?? ''), CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION, AWS_PROFILE };
  writeFileSync(CDK_OUTDIR + '/manifest.json', JSON.stringify(seen));
`;

describe('synthesis', () => {
  it('runs the app with the context of cdk.json and of the caller', async () => {
    const { options } = await makeProject();
    const { directory } = await synthesize({ ...options, context: { b: 3, c: { d: 4 } } });
    expect(JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8'))).toEqual({
      context: { a: 1, b: 3, c: { d: 4 } },
      CDK_DEFAULT_ACCOUNT: '111122223333',
      CDK_DEFAULT_REGION: 'eu-central-1',
    });
  });

  it('is done once for the same sources', async () => {
    const { options, count } = await makeProject();
    const first = await synthesize(options);
    expect(await synthesize(options)).toEqual(first);
    expect(count()).toBe(1);
  });

  it.each(['package-lock.json', 'cdk.json', 'bin/app.ts', 'lambdas/ingest/handler.ts', 'lib/new.ts'])(
    'is done again after a change of %s',
    async (file) => {
      const { options, count } = await makeProject();
      await synthesize(options);
      const path = join(options.projectRoot, file);
      const before = await readFile(path, 'utf8').catch(() => '');
      await writeFile(path, `${before} `);
      await synthesize(options);
      expect(count()).toBe(2);
    },
  );

  it('is done again for other context, and after an interrupted one', async () => {
    const { options, count } = await makeProject();
    const { directory } = await synthesize(options);
    await synthesize({ ...options, context: { x: 1 } });
    expect(count()).toBe(2);
    await writeFile(join(directory, 'made-from.json'), '{');
    await synthesize({ ...options, context: { x: 1 } });
    expect(count()).toBe(3);
  });

  it("fails with the app's own message, and keeps the last good assembly", async () => {
    const { options } = await makeProject();
    const { directory } = await synthesize(options);
    await writeFile(
      join(options.projectRoot, 'bin/app.ts'),
      'console.error("traildex.ingest.memoryMiB is too small"); process.exitCode = 1;',
    );
    await expect(synthesize(options)).rejects.toThrow(
      'The CDK app bin/app.ts failed (exit code 1), so there is no template to run locally:\ntraildex.ingest.memoryMiB is too small',
    );
    expect(await readdir(directory)).toContain('manifest.json');
  });

  it('says so when there is no cdk.json', async () => {
    const { options } = await makeProject();
    await expect(synthesize({ ...options, projectRoot: await temporaryDirectory() })).rejects.toThrow(
      'cdk.json',
    );
  });
});
