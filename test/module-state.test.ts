/**
 * Modules keep nothing from one use to the next, so that a process may run many test files in any order, and somebody
 * else's process many queries. What a warm function keeps is kept by its handler, which no test file imports.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Run as the beginning of a process. */
const ENTRIES = ['lambdas/ingest/handler.ts', 'lib/local/lambda/bootstrap.ts'];

/** At the top of a module: a variable, or a collection that is made empty. */
const STATE =
  /^(?:export )?(?:let |const \w+(?:: [^=]+)? = (?:new (?:Map|Set|Array)(?:<.*>)?\(\)|\[\]|\{\});)/m;

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('no module keeps state', () => {
  it.each(['lib', 'lambdas'])('in %s', (folder) => {
    const keepers = sourcesIn(folder).filter((path) => STATE.test(readFileSync(path, 'utf8')));
    expect(keepers.filter((path) => !ENTRIES.includes(path))).toEqual([]);
  });

  it.each([
    'let known: number | undefined;',
    'export let count = 0;',
    'const seen = new Map<string, number>();',
    'const found: string[] = [];',
  ])('would see "%s"', (line) => {
    expect(STATE.test(`import x from 'y';\n\n${line}\n`)).toBe(true);
    expect(STATE.test(`function f() {\n  ${line}\n}\n`)).toBe(false);
  });
});
