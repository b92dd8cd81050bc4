import { execFile, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

function start(argv: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const options = { env: { ...process.env, ...env } };
  return new Promise((resolve) => {
    execFile(process.execPath, argv, options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

/** Makes Node say that it is an older one, before the launcher looks. */
const OLD_NODE = [
  '--import',
  `data:text/javascript,${encodeURIComponent("Object.defineProperty(process.versions, 'node', { value: '20.11.0' })")}`,
];

describe('the launcher in its checkout', () => {
  it('starts the command line', async () => {
    expect(await start(['bin/traildex.js', '--version'])).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });

  it('ends with its exit code', async () => {
    const { code, stdout, stderr } = await start(['bin/traildex.js', 'nonsense']);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining("Unknown command 'nonsense'.")]);
  });
});

describe.skipIf(process.platform === 'win32')('Ctrl-C', () => {
  /** What a library does that tidies up on signals: it comes later, and ends the process when nobody else listens. */
  const TIDYING = `data:text/javascript,${encodeURIComponent(`
    function tidy() {
      if (process.listenerCount('SIGINT') > 1) return;
      process.removeListener('SIGINT', tidy);
      process.kill(process.pid, 'SIGINT');
    }
    process.once('newListener', () => setImmediate(() => process.on('SIGINT', tidy)));`)}`;

  it('lets the command end in its own way, whoever else listens', async () => {
    const child = spawn(process.execPath, ['--import', TIDYING, 'bin/traildex.js', 'show', '-', '--local'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // More than a pipe holds: when it is taken, the command is reading, and listens.
    child.stdin.write('x\n'.repeat(100_000), () => child.kill('SIGINT'));
    const ended = await new Promise((resolve) =>
      child.on('exit', (code, signal) => resolve({ code, signal })),
    );
    expect(ended).toEqual({ code: 130, signal: null });
  });
});

describe('the launcher elsewhere', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'traildex-launcher-'));
    mkdirSync(join(root, 'bin'));
    mkdirSync(join(root, 'lib'));
    cpSync('bin/traildex.js', join(root, 'bin/traildex.js'));
    writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const launcher = () => join(root, 'bin/traildex.js');

  it('says on an old Node what to do', async () => {
    const { code, stdout, stderr } = await start([...OLD_NODE, launcher()]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^traildex: this is Node\.js 20\.11\.0, and Node\.js 24 or later is needed\. Run npm ci in .*\n$/,
    );
  });

  it('says that packages are missing', async () => {
    mkdirSync(join(root, 'lib/cli'));
    writeFileSync(join(root, 'lib/cli/main.ts'), "import 'commander';\n");
    const { code, stderr } = await start([launcher()]);
    expect([code, stderr]).toEqual([
      1,
      `traildex: its npm packages are not installed. Run npm ci in ${root}/.\n`,
    ]);
  });

  describe.skipIf(process.platform === 'win32')('with a Node of its own', () => {
    const bringNode = (script: string) => {
      mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
      writeFileSync(join(root, 'node_modules/node/bin/node'), `#!/bin/sh\n${script}\n`);
      chmodSync(join(root, 'node_modules/node/bin/node'), 0o755);
    };

    it('goes on with that one, and ends as it ends', async () => {
      bringNode('shift; echo "args: $*"; exit 7');
      expect(await start([...OLD_NODE, launcher(), 'query', '--name', 'a b'])).toEqual({
        code: 7,
        stdout: 'args: query --name a b\n',
        stderr: '',
      });
    });

    it('does not go on for ever where that one is old, too', async () => {
      bringNode(
        `exec "${process.execPath}" ${OLD_NODE.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')} "$@"`,
      );
      const { code, stderr } = await start([...OLD_NODE, launcher()]);
      expect([code, stderr]).toEqual([1, expect.stringContaining('Node.js 24 or later is needed')]);
    });
  });

  describe('in the installed package', () => {
    beforeEach(() => {
      rmSync(join(root, 'lib'), { recursive: true });
      mkdirSync(join(root, 'dist/lib/cli'), { recursive: true });
    });

    it('starts the JavaScript', async () => {
      const main = "export const main = ({ argv }) => console.log('started', ...argv.slice(2));";
      writeFileSync(join(root, 'dist/lib/cli/main.js'), main);
      expect(await start([launcher(), 'query', '--local'])).toEqual({
        code: 0,
        stdout: 'started query --local\n',
        stderr: '',
      });
    });

    it('does not speak of npm ci, which is for a checkout', async () => {
      writeFileSync(join(root, 'dist/lib/cli/main.js'), "import 'commander';\n");
      expect(await start([launcher()])).toMatchObject({
        code: 1,
        stderr: 'traildex: its npm packages are not installed. Install traildex again.\n',
      });
      expect(await start([...OLD_NODE, launcher()])).toMatchObject({
        code: 1,
        stderr:
          'traildex: this is Node.js 20.11.0, and Node.js 24 or later is needed. Install it from https://nodejs.org.\n',
      });
    });
  });
});
