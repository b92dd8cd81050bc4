import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lockDirectory } from '../../lib/local/lock.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

/** Another command that takes the lock, says so, and never ends by itself. */
async function startHolder(directory: string) {
  const script = `
    import { lockDirectory } from '${new URL('../../lib/local/lock.ts', import.meta.url).href}';
    await lockDirectory({ directory: process.argv[1], command: 'traildex ingest' });
    console.log('locked');
    setInterval(() => {}, 60_000);
  `;
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  return holder;
}

describe('the lock of a data directory', () => {
  it('leaves nothing behind when it is released, also twice', async () => {
    const directory = await temporaryDirectory();
    const lock = await lockDirectory({ directory, command: 'traildex query' });
    expect((await readdir(directory)).sort()).toEqual(['lock', 'lock-holder.json']);
    await Promise.all([lock.release(), lock.release()]);
    expect(await readdir(directory)).toEqual([]);
  });

  it.each(['/proc/nowhere', process.execPath])(
    'says that %s cannot be a data directory',
    async (directory) => {
      await expect(lockDirectory({ directory, command: 'traildex query' })).rejects.toMatchObject({
        code: 'data-directory',
      });
    },
  );

  it('makes the directory with its parents', async () => {
    const directory = `${await temporaryDirectory()}/a/b`;
    const lock = await lockDirectory({ directory, command: 'traildex query' });
    expect(await readdir(directory)).toContain('lock');
    await lock.release();
  });

  it('goes from one command to the next', async () => {
    const directory = await temporaryDirectory();
    const first = await lockDirectory({ directory, command: 'traildex ingest' });
    const waited: string[] = [];
    const waiting = lockDirectory({
      directory,
      command: 'traildex query',
      onWait: (holder) => {
        waited.push(holder);
        void first.release();
      },
    });
    await (await waiting).release();
    expect(waited).toEqual([expect.stringMatching(/^"traildex ingest" \(process \d+, since \d{4}-/)]);
  });

  it('is held by one of many at a time', async () => {
    const directory = await temporaryDirectory();
    let holders = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const lock = await lockDirectory({ directory, command: 'traildex query' });
        holders += 1;
        most = Math.max(most, holders);
        await readdir(directory);
        holders -= 1;
        await lock.release();
      }),
    );
    expect(most).toBe(1);
  });

  it('names its holder to whoever loses patience', async () => {
    const directory = await temporaryDirectory();
    const holder = await startHolder(directory);
    await expect(lockDirectory({ directory, command: 'traildex query', patienceMs: 100 })).rejects.toThrow(
      `The data directory ${directory} is in use by "traildex ingest" (process ${holder.pid}, since `,
    );
  });

  it('is taken over soon after its holder was killed', async () => {
    const directory = await temporaryDirectory();
    const holder = await startHolder(directory);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const startedAt = Date.now();
    const lock = await lockDirectory({ directory, command: 'traildex query' });
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    await lock.release();
  }, 20_000);
});
