/** Commands that the manuals name exist, with the flags that they are shown with. */
import { beforeAll, describe, expect, it } from 'vitest';
import { World } from '../cli/run-cli.ts';
import { codeBlocks, codeSpans, MANUALS, read } from './documents.ts';

const COMMANDS = [
  'ingest',
  'query',
  'show',
  'ask',
  'top',
  'timeline',
  'chain',
  'files',
  'cost',
  'backfill',
  'redrive',
  'verify',
  'completion',
];

let help: ReadonlyMap<string, string>;

beforeAll(async () => {
  const world = new World();
  const helpOf = async (command: string) => (await world.run([command, '--help'])).stdout;
  help = new Map(await Promise.all(COMMANDS.map(async (name) => [name, await helpOf(name)] as const)));
});

/** Lines of the shell, a continued line as one, without comments. */
function shellLines(path: string): string[] {
  const text = read(path);
  const blocks = codeBlocks(text, 'sh', 'console').map((code) =>
    code.replace(/\\\n/g, ' ').replace(/\s#\s.*$/gm, ''),
  );
  return [...blocks.flatMap((code) => code.split('\n')), ...codeSpans(text)];
}

/** What stands after each `traildex` of a line, up to the end of that command. */
function traildexCalls(line: string): string[] {
  return [...line.matchAll(/(?:^|npx |\$ |\| )traildex ([a-z][^|;&]*)/g)].map(([, call = '']) => call.trim());
}

function mistakesIn(call: string): string[] {
  const [command = '', ...words] = call.split(' ');
  const known = help.get(command);
  if (known === undefined) return [command];
  const flags = words.filter((word) => /^--?[a-z]/.test(word));
  return flags
    .filter((flag) => !new RegExp(`(^|[ ,])${flag}(?![\\w-])`, 'm').test(known))
    .map((flag) => `${command} ${flag}`);
}

describe.each(MANUALS)('%s', (path) => {
  it('names commands and flags of traildex that exist', () => {
    expect(shellLines(path).flatMap(traildexCalls).flatMap(mistakesIn)).toEqual([]);
  });

  it('names scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = shellLines(path).flatMap((line) => [...line.matchAll(/\bnpm run ([\w:-]+)/g)]);
    expect(named.map(([, name = '']) => name).filter((name) => !(name in scripts))).toEqual([]);
  });
});

it('the manuals show every command somewhere', () => {
  const calls = MANUALS.flatMap(shellLines).flatMap(traildexCalls);
  expect(new Set(calls.map((call) => call.split(' ')[0]))).toEqual(new Set(COMMANDS));
});
