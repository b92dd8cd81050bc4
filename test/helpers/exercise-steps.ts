/** What the exercises of everything share: the command line in a process of its own, and a look at the ledger. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { PublicKey } from '../../lib/cloudtrail/public-key.ts';
import type { LocalEnvironment } from '../../lib/local/environment.ts';
import { eventually } from './eventually.ts';

export type Caller = 'reader' | 'operator';

export interface Exercise {
  /** For files of the exercise. */
  readonly directory: string;
  readonly environment: LocalEnvironment;
  /** Where the command line is to find AWS: for who reads, and for who delivers. */
  readonly endpoints: Readonly<Record<Caller, string>>;
  /** Runs the backfill function once. */
  readonly runBackfill: () => Promise<unknown>;
  /** Runs the plan of a verification once; the verify function takes its messages. */
  readonly planVerification: () => Promise<unknown>;
  /** Has CloudTrail say that it signs with the key. */
  readonly handOut: (key: PublicKey) => void;
}

const LAUNCHER = fileURLToPath(new URL('../../bin/traildex.js', import.meta.url));
/** Each look at the ledger is a process. */
const PATIENCE_MS = 60_000;

/** Gives what it printed, once it has ended well. */
export async function traildex(
  exercise: Exercise,
  who: Caller,
  command: string,
  ...args: readonly string[]
): Promise<string> {
  const { code, stdout, stderr } = await run(exercise, who, command, ...args);
  if (code !== 0) throw new Error(`traildex ${command} ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}

export interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** However it ends. */
export function run(
  { directory, endpoints, environment }: Exercise,
  who: Caller,
  command: string,
  ...args: readonly string[]
): Promise<Ended> {
  const { region, credentials } = environment.connection;
  const argv = [LAUNCHER, command, '--endpoint-url', endpoints[who], '--region', region, ...args];
  const env = {
    PATH: process.env.PATH,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd: directory, env, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

export async function waitForStatus(exercise: Exercise, key: string, status: string): Promise<void> {
  await eventually(async () => {
    const lines = (await traildex(exercise, 'reader', 'files', '-o', 'jsonl')).split('\n').filter(Boolean);
    const file = lines.map((line) => JSON.parse(line)).find((entry) => entry.key === key);
    expect(file?.status).toBe(status);
  }, PATIENCE_MS);
}
