/**
 * `environment.json`: what a data directory must remember to be opened again, with the version of its layout.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ENGINE_NAMES, type EngineName } from './dynamodb/engine.ts';
import { isRecord } from './json-shape.ts';
import { LocalEnvironmentError } from './local-error.ts';

export interface EnvironmentState {
  /** The DynamoDB engine that made the tables. */
  readonly engine: EngineName;
}

/** Raised when files of an older layout can no longer be read. */
const LAYOUT_VERSION = 1;

/** Undefined for a new data directory. @throws LocalEnvironmentError (`data-directory`) for one that cannot be read. */
export async function readState(directory: string): Promise<EnvironmentState | undefined> {
  const path = join(directory, 'environment.json');
  let state: unknown;
  try {
    state = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof Error && Reflect.get(cause, 'code') === 'ENOENT') return undefined;
    throw unreadable(path, 'it is not JSON', cause);
  }
  const version = isRecord(state) ? state.layoutVersion : undefined;
  if (version !== LAYOUT_VERSION) {
    throw unreadable(path, `its layout version is ${String(version)}, this traildex reads ${LAYOUT_VERSION}`);
  }
  const engine = ENGINE_NAMES.find((name) => isRecord(state) && state.engine === name);
  if (engine === undefined) throw unreadable(path, 'it names no DynamoDB engine that this traildex knows');
  return { engine };
}

/** Whole or not at all: written beside and moved into place. */
export async function writeState(directory: string, state: EnvironmentState): Promise<void> {
  const path = join(directory, 'environment.json');
  await writeFile(
    `${path}.new`,
    `${JSON.stringify({ layoutVersion: LAYOUT_VERSION, ...state }, undefined, 2)}\n`,
  );
  await rename(`${path}.new`, path);
}

function unreadable(path: string, why: string, cause?: unknown): LocalEnvironmentError {
  return new LocalEnvironmentError(
    'data-directory',
    `Cannot open the data directory: ${path}: ${why}. Use another data directory, or delete this one and ingest again.`,
    { cause },
  );
}
