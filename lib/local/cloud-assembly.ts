/**
 * Reads a cloud assembly, the directory that a CDK app writes: the one stack's template, and where the template's
 * file assets (the function's bundle) lie on disk.
 *
 * Read as plain JSON, because loading aws-cdk-lib takes longer than everything else a start does. The formats are those
 * of `manifest.json` and `<stack>.assets.json` (package @aws-cdk/cloud-assembly-schema).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord, listAt, recordAt, stringAt } from './json-shape.ts';
import { LocalEnvironmentError } from './local-error.ts';

export interface CloudAssembly {
  readonly stackName: string;
  readonly template: unknown;
  /** Directory of an asset by the S3 key under which the template names it. */
  readonly assetDirectories: ReadonlyMap<string, string>;
}

/** @throws LocalEnvironmentError (`synthesis`) where there is no stack, more than one, or an asset that is not files. */
export async function readCloudAssembly(directory: string): Promise<CloudAssembly> {
  const manifest = await readJson(join(directory, 'manifest.json'));
  refuseMissingContext(manifest);
  const artifacts = Object.entries(recordAt(manifest, 'artifacts'));
  const stacks = artifacts.filter(
    ([, artifact]) => stringAt(artifact, 'type') === 'aws:cloudformation:stack',
  );
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    const names = stacks.map(([id]) => id).join(', ') || 'none';
    throw new LocalEnvironmentError(
      'synthesis',
      `The CDK app must make one stack to run locally; it makes: ${names}.`,
    );
  }
  const [id, artifact] = stack;
  const properties = recordAt(artifact, 'properties');
  const assetDirectories = new Map<string, string>();
  for (const [, other] of artifacts) {
    if (stringAt(other, 'type') !== 'cdk:asset-manifest') continue;
    const file = stringAt(recordAt(other, 'properties'), 'file') ?? '';
    collectAssets(await readJson(join(directory, file)), directory, assetDirectories);
  }
  return {
    stackName: stringAt(properties, 'stackName') ?? id,
    template: await readJson(join(directory, stringAt(properties, 'templateFile') ?? '')),
    assetDirectories,
  };
}

/** A lookup (`fromLookup`, `valueFromLookup`) is answered by an account; a laptop has none. */
function refuseMissingContext(manifest: unknown): void {
  const [missing] = listAt(manifest, 'missing');
  if (missing === undefined) return;
  throw new LocalEnvironmentError(
    'synthesis',
    `The CDK app looks something up in an AWS account (${stringAt(missing, 'key') ?? 'unnamed'}); the local environment ` +
      'has none. Put the value into cdk.context.json.',
  );
}

function collectAssets(assets: unknown, directory: string, found: Map<string, string>): void {
  for (const asset of Object.values(recordAt(assets, 'files'))) {
    const source = recordAt(asset, 'source');
    const path = stringAt(source, 'path');
    if (path === undefined || stringAt(source, 'packaging') !== 'zip') continue;
    for (const destination of Object.values(recordAt(asset, 'destinations'))) {
      const key = stringAt(destination, 'objectKey');
      if (key !== undefined) found.set(key, join(directory, path));
    }
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isRecord(parsed)) return parsed;
    throw new Error('it is not a JSON object');
  } catch (cause) {
    throw new LocalEnvironmentError(
      'synthesis',
      `Cannot read ${path} of the synthesized CDK app: ${messageOf(cause)}.`,
      {
        cause,
      },
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
