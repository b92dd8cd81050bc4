/** The package as others get it: packed, installed into an empty CDK app, used there without anything of this checkout. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocks, read } from '../docs/documents.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const INSTALL_TIMEOUT_MS = 300_000;
const CHECKOUT = resolve('.');
const { version, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const LOG_FILE = '111122223333_CloudTrail_us-east-1_20260317T0915Z_Mu0KsOhtH1ar15ZZ.json.gz';
const RECORD = {
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mary', userName: 'mary' },
  eventTime: '2026-03-17T09:10:11Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'DeleteBucket',
  awsRegion: 'us-east-1',
  eventID: 'the-only-one',
  errorCode: 'AccessDenied',
};

let folder: string;
let app: string;

/** With the Node.js of this test, whichever comes first on the path of whoever started it. */
async function run(command: string, ...args: string[]): Promise<string> {
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const { stdout } = await promisify(execFile)(command, args, {
    cwd: app,
    // Whether CloudFormation takes the templates is for test/constructs to say.
    env: { ...process.env, PATH, CDK_VALIDATION: 'false' },
    maxBuffer: 1e8,
  });
  return stdout;
}

beforeAll(async () => {
  folder = await makeTemporaryDirectory();
  app = join(folder, 'app');
  await mkdir(app);
  await writeFile(join(app, 'package.json'), '{"name":"app","private":true,"type":"module"}');
  await run('npm', 'pack', '--prefix', CHECKOUT, '--silent', '--pack-destination', folder, CHECKOUT);
  const packages = [
    join(folder, `traildex-${version}.tgz`),
    ...['aws-cdk-lib', 'constructs'].map((name) => `${name}@${devDependencies[name]}`),
  ];
  await run('npm', 'install', '--prefix', app, '--prefer-offline', '--no-audit', '--no-fund', ...packages);
}, INSTALL_TIMEOUT_MS);

afterAll(() => removeDirectory(folder));

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;
}

/** What alarms name by a path. */
function runbooks(assembly: string, stack: string): string[] {
  const template = readFileSync(join(app, assembly, `${stack}.template.json`), 'utf8');
  const { Resources } = JSON.parse(template) as Template;
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => /(\S+)#\S+$/.exec(String(Properties.AlarmDescription))?.[1] ?? 'none');
}

/** The programs of the library's manual, as files of the app. */
async function writeDocumentedPrograms(): Promise<readonly string[]> {
  const programs = codeBlocks(read('docs/library.md'), 'ts');
  const names = programs.map((_, number) => `documented-${number}.ts`);
  await Promise.all(names.map((name, number) => writeFile(join(app, name), programs[number] ?? '')));
  return names;
}

/** What is in the code of each of our functions, as the synthesized stack would upload it. */
async function functionFiles(assembly: string, stack: string): Promise<string[][]> {
  const template = await readFile(join(app, assembly, `${stack}.template.json`), 'utf8');
  const { Resources } = JSON.parse(template) as Template;
  return Object.values(Resources)
    .filter(
      ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties.Handler === 'index.handler',
    )
    .filter(({ Properties }) => JSON.stringify(Properties.Environment ?? {}).includes('POWERTOOLS'))
    .map(({ Properties }) => {
      const { S3Key } = Properties.Code as { S3Key: string };
      return readdirSync(join(app, assembly, `asset.${S3Key.replace('.zip', '')}`)).sort();
    });
}

describe('the installed package', () => {
  it('brings no tools of ours along', () => {
    const tools = ['esbuild', 'typescript', 'vitest', 'node', '@aws-lambda-powertools'];
    expect(tools.filter((name) => existsSync(join(app, 'node_modules', name)))).toEqual([]);
  });

  it('holds no path of the machine that made it', async () => {
    const dist = join(app, 'node_modules/traildex/dist');
    const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const contents = files.map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'));
    expect(files.length).toBeGreaterThan(100);
    expect(contents.filter((content) => content.includes(CHECKOUT))).toEqual([]);
  });

  it('gives a TypeScript app a typed construct that synthesizes with the functions in it', async () => {
    await writeFile(
      join(app, 'app.ts'),
      `import { App, Stack } from 'aws-cdk-lib';
      import { type SettingsInput, Traildex, TraildexStack } from 'traildex/cdk';

      const settings: SettingsInput = { trail: { keyPrefix: 'audit' }, index: { retentionDays: 365 } };
      const app = new App({ outdir: 'from-ts' });
      new Traildex(new Stack(app, 'Shared'), 'Traildex', { settings });
      new TraildexStack(app, 'Whole', { env: { region: 'eu-central-1' } });
      // @ts-expect-error The types know the settings.
      const mistaken: SettingsInput = { trail: { prefix: 'audit' } };
      app.synth();`,
    );
    const compilerOptions = {
      ...{ module: 'nodenext', target: 'es2022', lib: ['es2023'], strict: true, noEmit: true },
      // A CDK app has the types of Node.js; the rest is what the package itself brings.
      ...{ types: ['node'], typeRoots: [join(CHECKOUT, 'node_modules/@types')] },
    };
    const documented = await writeDocumentedPrograms();
    await writeFile(
      join(app, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['app.ts', ...documented] }),
    );
    await run(process.execPath, join(CHECKOUT, 'node_modules/typescript/bin/tsc'), '--project', '.');

    await run(process.execPath, 'app.ts');
    for (const stack of ['Shared', 'Whole']) {
      const functions = await functionFiles('from-ts', stack);
      expect(functions.length).toBeGreaterThan(0);
      expect(new Set(functions.map(String))).toEqual(new Set(['index.mjs,index.mjs.map']));
    }

    const [runbook = '', ...others] = new Set(runbooks('from-ts', 'Whole'));
    expect(others).toEqual([]);
    expect(readFileSync(join(app, 'node_modules/traildex', runbook), 'utf8')).toMatch(/^# Runbook\n/);
  });

  it('synthesizes in a CommonJS app, and tells it of wrong settings', async () => {
    await writeFile(
      join(app, 'app.cjs'),
      `const { App } = require('aws-cdk-lib');
      const { SettingsError, TraildexStack } = require('traildex/cdk');

      const app = new App({ outdir: 'from-cjs' });
      new TraildexStack(app, 'Whole');
      app.synth();
      try {
        new TraildexStack(new App(), 'Mistaken', { settings: { trail: { prefix: 'audit' } } });
      } catch (error) {
        console.log(error instanceof SettingsError, error.message);
      }`,
    );
    const said = await run(process.execPath, 'app.cjs');
    expect(said).toMatch(/^true /);
    expect(said).toContain('traildex.trail.prefix');
    expect((await functionFiles('from-cjs', 'Whole')).length).toBeGreaterThan(0);
  });

  it('has the library for questions', async () => {
    const names = "console.log(Object.keys(await import('traildex')).includes('query'))";
    expect(await run(process.execPath, '--input-type=module', '--eval', names)).toBe('true\n');
  });

  it('has the command line', async () => {
    expect(await run('npx', '--no-install', 'traildex', '--version')).toBe(`${version}\n`);
    expect(await run('npx', '--no-install', 'traildex', '--help')).toContain('traildex query --local');
  });

  it('indexes and answers on this machine, with the stack and the function of the package', async () => {
    await mkdir(join(app, 'logs'));
    await writeFile(join(app, 'logs', LOG_FILE), gzipSync(JSON.stringify({ Records: [RECORD] })));
    const place = ['--local'];
    const ingested = await run('npx', '--no-install', 'traildex', 'ingest', 'logs', ...place, '-o', 'json');
    expect(JSON.parse(ingested)).toMatchObject({ end: 'done', indexedFiles: 1, events: 1 });
    const found = await run('npx', '--no-install', 'traildex', 'query', ...place, '--source', 's3');
    expect(JSON.parse(found)).toMatchObject({ eventID: 'the-only-one', eventName: 'DeleteBucket' });
    const shown = await run('npx', '--no-install', 'traildex', 'show', ...place, 'the-only-one');
    expect(JSON.parse(shown)).toEqual(RECORD);

    const [listing = '', counts = '', records = ''] = await writeDocumentedPrograms();
    const user = 'arn:aws:iam::111122223333:user/mary';
    expect(await run(process.execPath, listing)).toBe(
      `2026-03-17T09:10:11Z DeleteBucket ${user} the-only-one\nundefined\n`,
    );
    expect(await run(process.execPath, counts)).toBe(`1 ${user}\n${user} is mary\n`);
    expect(await run(process.execPath, records, 'the-only-one')).toContain(JSON.stringify(RECORD));
  });
});
