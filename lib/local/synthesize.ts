/**
 * Gets the cloud assembly of the CDK app: runs `bin/app.ts` as the CDK CLI would, and keeps what it wrote.
 *
 * A synthesis takes seconds, so its result is kept under a hash of everything it is made from; as long as that holds, a
 * start costs reading the sources. The app runs in a process of its own (aws-cdk-lib is large) with `CDK_OUTDIR` and
 * `CDK_CONTEXT_JSON`, the CDK's own protocol between command line and app. It writes inside the data directory only.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Dirent } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { childEnvironment } from './child-environment.ts';
import { recordAt } from './json-shape.ts';
import { LocalEnvironmentError } from './local-error.ts';
import { spawnTethered } from './tethered-child.ts';

export interface SynthesisOptions {
  /** Where cdk.json, bin, lib and lambdas are. */
  readonly projectRoot: string;
  readonly dataDirectory: string;
  /** Account and region that the app sees where it asks for the current ones. */
  readonly accountId: string;
  readonly region: string;
  /** The app, below the project root. @default bin/app.ts; in the installed package, bin/app.js */
  readonly app?: string;
  /** Context on top of that of cdk.json, as `cdk synth --context` gives it. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Called before a synthesis, which takes seconds; not called when the kept one will do. */
  readonly onSynthesis?: () => void;
}

export interface Synthesis {
  /** The cloud assembly: manifest, template, assets. */
  readonly directory: string;
  /** Changes when the assembly may. */
  readonly hash: string;
}

const SOURCE_DIRECTORIES = ['bin', 'lib', 'lambdas'] as const;
const DEFAULT_APP = import.meta.url.endsWith('.ts') ? 'bin/app.ts' : 'bin/app.js';
/** Written last: an assembly without it is half of one. */
const SEAL = 'made-from.json';

/** @throws LocalEnvironmentError (`synthesis`) with the app's own message. */
export async function synthesize(options: SynthesisOptions): Promise<Synthesis> {
  const hash = await hashSources(options);
  const directory = join(options.dataDirectory, 'cdk.out');
  if ((await readSeal(directory)) === hash) return { directory, hash };
  options.onSynthesis?.();
  const fresh = join(options.dataDirectory, 'cdk.out.new');
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await runApp(options, fresh);
  await writeFile(join(fresh, SEAL), JSON.stringify({ hash }));
  await rm(directory, { recursive: true, force: true });
  await rename(fresh, directory);
  return { directory, hash };
}

async function hashSources({
  projectRoot,
  app,
  context,
  accountId,
  region,
}: SynthesisOptions): Promise<string> {
  const files = await listSources(projectRoot);
  const hash = createHash('sha256');
  hash.update(JSON.stringify([process.version, app ?? null, context ?? {}, accountId, region]));
  for (const [index, content] of (
    await Promise.all(files.map((file) => readFile(join(projectRoot, file))))
  ).entries()) {
    hash.update(`\0${files[index]}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** The project's JSON files (locked packages, cdk.json, compiler settings) and everything in the source directories. */
async function listSources(projectRoot: string): Promise<string[]> {
  const top = await readdir(projectRoot, { withFileTypes: true });
  const files = top
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => entry.name);
  for (const directory of SOURCE_DIRECTORIES) {
    if (!top.some((entry) => entry.isDirectory() && entry.name === directory)) continue;
    const entries: Dirent[] = await readdir(join(projectRoot, directory), {
      recursive: true,
      withFileTypes: true,
    });
    for (const entry of entries) {
      if (entry.isFile()) files.push(relative(projectRoot, join(entry.parentPath, entry.name)));
    }
  }
  return files.sort();
}

async function readSeal(directory: string): Promise<unknown> {
  try {
    const seal: unknown = JSON.parse(await readFile(join(directory, SEAL), 'utf8'));
    return recordAt({ seal }, 'seal').hash;
  } catch {
    return undefined;
  }
}

async function runApp(options: SynthesisOptions, outDirectory: string): Promise<void> {
  const temporary = join(options.dataDirectory, 'tmp');
  await mkdir(temporary, { recursive: true });
  const context = { ...recordAt(await readCdkJson(options.projectRoot), 'context'), ...options.context };
  const app = options.app ?? DEFAULT_APP;
  const child = await spawnTethered({
    command: process.execPath,
    args: [app],
    directory: options.projectRoot,
    environment: childEnvironment({
      CDK_OUTDIR: outDirectory,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      CDK_DEFAULT_ACCOUNT: options.accountId,
      CDK_DEFAULT_REGION: options.region,
      // Checking the template takes most of the time, and is done before every deployment.
      CDK_VALIDATION: 'false',
      TMPDIR: temporary,
    }),
  });
  let output = '';
  const keep = (text: string) => {
    output = (output + text).slice(-64 * 1024);
  };
  child.process.stdout?.setEncoding('utf8').on('data', keep);
  child.process.stderr?.setEncoding('utf8').on('data', keep);
  const [code]: (number | null)[] = await once(child.process, 'close');
  if (code === 0) return;
  throw new LocalEnvironmentError(
    'synthesis',
    `The CDK app ${app} failed (exit code ${code ?? 'none'}), so there is no template to run locally:\n${output.trim()}`,
  );
}

async function readCdkJson(projectRoot: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(projectRoot, 'cdk.json'), 'utf8'));
  } catch (cause) {
    throw new LocalEnvironmentError(
      'synthesis',
      `Cannot read ${join(projectRoot, 'cdk.json')}: ${String(cause)}.`,
      {
        cause,
      },
    );
  }
}
