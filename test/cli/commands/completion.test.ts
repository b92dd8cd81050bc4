import { execFileSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { SHELLS } from '../../../lib/cli/completion/scripts.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { World } from '../run-cli.ts';

let world: World;

beforeEach(() => {
  world = new World();
});

async function candidates(...words: string[]): Promise<string[]> {
  const { stdout } = await world.run(['complete', 'zsh', '--', ...words]);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '');
}

describe('the candidates of traildex', () => {
  it.each([
    ['query -o', ['query', '-o', ''], ['table', 'json', 'jsonl', 'csv']],
    ['show -o', ['show', 'x', '-o', ''], ['table', 'json', 'jsonl']],
    ['--category', ['query', '--category', 'D'], ['Data']],
    ['--kind', ['query', '--kind', 'r'], ['root', 'role']],
    ['--status', ['files', '--status', 're'], ['rejected', 'recorded']],
    ['--tz', ['query', '--tz', 'Europe/Berl'], ['Europe/Berlin']],
    ['top', ['top', 'pri'], ['principal']],
    ['timeline --by', ['timeline', '--by', 'err'], ['error']],
    ['ask', ['ask', 'root-u'], ['root-use']],
    ['completion', ['completion', ''], ['bash', 'zsh', 'fish']],
    ['show --ev', ['show', '--ev'], ['--evidence']],
  ])('%s', async (_name, words, expected) => {
    expect(await candidates(...words)).toEqual(['words', ...expected]);
  });

  it.each([
    [['ingest', ''], 'files'],
    [['query', '--data', ''], 'folders'],
    [['show', 'x', '--evidence', ''], 'folders'],
  ])('%j are those of the shell', async (words, kind) => {
    expect(await candidates(...words)).toEqual([kind]);
  });

  it('need no index, and are in no help', async () => {
    expect((await world.run(['complete', 'bash', '--', 'q'])).places).toEqual([]);
    expect((await world.run(['--help'])).stdout).not.toMatch(/^ {2}complete\b/m);
  });
});

describe('traildex completion', () => {
  it('knows three shells', async () => {
    const { exitCode, stderr } = await world.run(['completion', 'powershell']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Use bash, zsh, fish.')]);
  });

  it.each(SHELLS)('asks through npx in %s where it came from npx', async (shell) => {
    const env = { npm_command: 'exec' };
    expect((await world.run(['completion', shell], { env })).stdout).toContain('npx --no traildex complete');
    expect((await world.run(['completion', shell])).stdout).not.toContain('npx');
  });
});

/**
 * Folder of commands that the shell finds: our own, and an npx that runs what follows its own flag.
 */
async function commandsOnPath(): Promise<string> {
  const folder = join(await temporaryDirectory(), 'bin');
  await mkdir(folder);
  const main = fileURLToPath(new URL('../../../bin/traildex.js', import.meta.url));
  const traildex = `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`;
  for (const [name, text] of [
    ['traildex', traildex],
    ['npx', '#!/bin/sh\ntest "$1" = --no && shift && exec "$@"\n'],
  ] as const) {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

/** What bash offers at a `|`, or else at the end of a line, in words that it has cut. */
async function offeredByBash(
  line: readonly string[],
  prelude = 'traildex completion bash',
): Promise<string[]> {
  const cursor = line.findIndex((word) => word.endsWith('|'));
  const cut = line.map((word) => word.replace(/\|$/, ''));
  const path = `${await commandsOnPath()}:${process.env.PATH}`;
  const script = [
    `eval "$(${prelude})"`,
    'COMP_WORDS=("$@")',
    `COMP_CWORD=${cursor === -1 ? line.length - 1 : cursor}`,
    '_traildex',
    `printf '%s\\n' "\${COMPREPLY[@]}"`,
    'complete -p "$1"',
    'if [ -e ran ]; then echo ran; fi',
  ].join('\n');
  const cwd = await temporaryDirectory();
  await writeFile(join(cwd, 'my file.json'), '');
  await mkdir(join(cwd, 'my folder'));
  const options = { cwd, encoding: 'utf8', env: { PATH: path } } as const;
  return execFileSync('bash', ['--norc', '-c', script, 'bash', ...cut], options)
    .trimEnd()
    .split('\n');
}

describe('bash', { timeout: 30_000 }, () => {
  it.each([
    [
      ['traildex', 'qu|', '--local'],
      ['query', 'complete -F _traildex traildex'],
    ],
    [
      ['traildex', 'query', '--output', '=', 'js'],
      ['json', 'jsonl', 'complete -F _traildex traildex'],
    ],
    [
      ['traildex', 'ingest', 'my'],
      ['my file.json', 'my folder', 'complete -F _traildex traildex'],
    ],
    [
      ['traildex', 'show', 'x', '--evidence', '='],
      ['my folder', 'complete -F _traildex traildex'],
    ],
    [
      ['traildex', 'query', '--name', '$(touch ran)', '--ki'],
      ['--kind', 'complete -F _traildex traildex'],
    ],
  ])('completes %j', async (cut, offered) => {
    expect((await offeredByBash(cut)).toSorted()).toEqual(offered.toSorted());
  });

  it.each([
    [
      ['npx', 'traildex', 'query', '--ki|', '--local'],
      ['--kind', 'complete -F _traildex npx'],
    ],
    [
      ['npx', 'my'],
      ['complete -F _traildex npx', 'my file.json', 'my folder'],
    ],
  ])('completes %j', async (cut, offered) => {
    const prelude = 'npm_command=exec traildex completion bash';
    expect((await offeredByBash(cut, prelude)).toSorted()).toEqual(offered.toSorted());
  });
});
