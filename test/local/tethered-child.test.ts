import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { spawnTethered } from '../../lib/local/tethered-child.ts';
import { eventually } from '../helpers/eventually.ts';
import { isRunning } from '../helpers/processes.ts';

const FOREVER = 'setInterval(() => {}, 60_000); console.log("up")';
/** Does not listen to SIGTERM, and never gives the event loop back. */
const STUBBORN = 'process.on("SIGTERM", () => {}); console.log("up"); for (;;);';

async function startChild(script: string) {
  const child = await spawnTethered({
    command: process.execPath,
    args: ['--eval', script],
    environment: { GREETING: 'hello' },
  });
  onTestFinished(() => child.kill());
  return child;
}

async function firstOutput(child: Awaited<ReturnType<typeof startChild>>): Promise<string> {
  if (child.process.stdout === null) throw new Error('no output');
  const [text]: Buffer[] = await once(child.process.stdout, 'data');
  return String(text);
}

describe('a tethered child', () => {
  it('has the environment it was given and no other', async () => {
    const child = await startChild(
      'console.log(JSON.stringify([process.env.GREETING, process.env.VITEST ?? null]))',
    );
    expect(await firstOutput(child)).toBe('["hello",null]\n');
    expect(await child.exited).toEqual({ code: 0, signal: null });
  });

  it('tells its exit code', async () => {
    expect(await (await startChild('process.exit(3)')).exited).toEqual({ code: 3, signal: null });
  });

  it('is known by its own process id', async () => {
    const child = await startChild('console.log(process.pid); setInterval(() => {}, 60_000)');
    expect(Number(await firstOutput(child))).toBe(child.pid);
  });

  it('stops when asked', async () => {
    const child = await startChild(FOREVER);
    await firstOutput(child);
    await child.stop(10_000);
    expect(await child.exited).toEqual({ code: null, signal: 'SIGTERM' });
    await child.stop(10_000);
  });

  it('is killed when it does not stop', async () => {
    const child = await startChild(STUBBORN);
    await firstOutput(child);
    await child.stop(50);
    expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('says what cannot be started', async () => {
    const child = await spawnTethered({ command: '/nowhere/engine', args: [], environment: {} });
    expect((await child.exited).code).toBe(127);
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    'ends with its parent, by %s',
    async (signal) => {
      const script = `
      import { spawnTethered } from '${new URL('../../lib/local/tethered-child.ts', import.meta.url).href}';
      const child = await spawnTethered({ command: process.execPath, args: ['--eval', ${JSON.stringify(STUBBORN)}], environment: {} });
      child.process.stdout.once('data', () => console.log(child.pid));
    `;
      const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void parent.kill('SIGKILL'));
      const [line]: Buffer[] = await once(parent.stdout, 'data');
      const pid = Number(line);
      expect(isRunning(pid)).toBe(true);
      parent.kill(signal);
      await once(parent, 'exit');
      await eventually(() => expect(isRunning(pid)).toBe(false));
    },
  );
});
