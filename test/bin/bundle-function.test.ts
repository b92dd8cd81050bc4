import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

function bundle(directory: string): Map<string, string> {
  execFileSync(process.execPath, ['bin/bundle-function.ts', 'ingest', directory]);
  return new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

describe('the bundle of a function', () => {
  it('has the same bytes wherever it is written', async () => {
    const folder = await temporaryDirectory();
    const deeper = join(folder, 'some/where/else');
    mkdirSync(deeper, { recursive: true });
    const [one, other] = [bundle(join(folder, 'one')), bundle(deeper)];
    expect([...one.keys()].sort()).toEqual(['index.mjs', 'index.mjs.map']);
    expect([...one].filter(([name, content]) => content !== other.get(name)).map(([name]) => name)).toEqual(
      [],
    );
  });

  it('maps back to the sources by paths below the checkout', async () => {
    const files = bundle(join(await temporaryDirectory(), 'out'));
    const { sources, sourcesContent } = JSON.parse(files.get('index.mjs.map') ?? '');
    expect(sources).toContain('lambdas/ingest/handler.ts');
    expect(sources.filter((path: string) => !/^(?:lambdas|lib|node_modules)\//.test(path))).toEqual([]);
    expect(sourcesContent).toBeUndefined();
    expect(files.get('index.mjs')?.trimEnd()).toMatch(/\/\/# sourceMappingURL=index\.mjs\.map$/);
  });
});
