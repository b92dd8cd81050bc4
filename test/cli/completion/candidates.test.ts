import { Argument, Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { completeWords } from '../../../lib/cli/completion/candidates.ts';

function build(): Command {
  const program = new Command('tool').option('--where <dir>', 'a place').option('-q, --quiet', 'silent');
  program
    .command('list')
    .description('Lists.')
    .option('-o, --output <form>', 'table, json or csv (default: table)')
    .option('--status <status>', 'only new, old')
    .option('--by <dimension>', 'what to count by')
    .option('--name <name>', 'one word, or more');
  program.command('load').argument('<path...>', 'files');
  program
    .command('top')
    .addArgument(new Argument('<dimension>', 'see the manual'))
    .argument('[number]', '1, 2');
  program.command('secret', { hidden: true });
  return program;
}

const KNOWN = {
  dimension: [
    { value: 'source', about: 'who' },
    { value: 'error', about: 'why' },
  ],
};

/** The words that can stand at the end, or `files` or `folders`. */
function at(...words: string[]): readonly string[] | string {
  const completion = completeWords(build(), words, KNOWN);
  return completion.kind === 'words' ? completion.candidates.map(({ value }) => value) : completion.kind;
}

describe('what can stand at the cursor', () => {
  it.each([
    [[''], ['list', 'load', 'top', 'help']],
    [['l'], ['list', 'load']],
    [['secret', ''], []],
    [['nothing', ''], []],
    [['-q', '--where', 'list', 'to'], ['top']],
    [['--where=x', 'to'], ['top']],
    [
      ['help', 'l'],
      ['list', 'load'],
    ],
    [['help', 'list', ''], []],
    [['list', '--o'], ['--output']],
    [
      ['list', '-'],
      ['--output', '--status', '--by', '--name', '--help', '--where', '--quiet'],
    ],
    [
      ['list', ''],
      ['--output', '--status', '--by', '--name', '--help', '--where', '--quiet'],
    ],
    [
      ['list', '--output', ''],
      ['table', 'json', 'csv'],
    ],
    [['list', '-o', 'j'], ['json']],
    [['list', '--output=j'], ['--output=json']],
    [
      ['list', '--status', ''],
      ['new', 'old'],
    ],
    [
      ['list', '--by', ''],
      ['source', 'error'],
    ],
    [['list', '--by=so'], ['--by=source']],
    [['list', '--name', ''], []],
    [['list', '--name', 'x', '--st'], ['--status']],
    [['list', '--name', '--', '--st'], ['--status']],
    [['list', '--nothing=x'], []],
    [
      ['top', ''],
      ['source', 'error'],
    ],
    [['top', '--quiet', 'e'], ['error']],
    [
      ['top', 'error', ''],
      ['1', '2'],
    ],
    [['top', '--', 'e'], ['error']],
    [['top', '--', '--q'], []],
    [['load', ''], 'files'],
    [['load', 'a', 'b', ''], 'files'],
    [['--where', ''], 'folders'],
    [['list', '--where=/t'], 'folders'],
  ])('%j: %j', (words, expected) => {
    expect(at(...words)).toEqual(expected);
  });

  it('says what each is', () => {
    expect(completeWords(build(), ['li'])).toEqual({
      kind: 'words',
      candidates: [{ value: 'list', about: 'Lists.' }],
    });
  });
});
