/**
 * What to type after the first answers. Commands as they work in a checkout and with the installed package alike.
 */
import type { Contents } from '../contents.ts';

/** `where` are the flags that lead to the index, as in a shell. */
export function describeNextSteps(where: string, contents: Contents): string[] {
  const steps: [command: string, gives: string][] = [
    [`npx traildex ask ${where} --all`, 'named audit questions, the worst first'],
    [`npx traildex query ${where} --help`, 'all filters and outputs'],
    [`npx traildex show ${where} EVENT_ID`, 'the full record, checked against the index'],
    [`npx traildex files ${where}`, 'what became of each log file'],
    [`npx traildex verify ${where}`, 'the proof: bucket and index against the signed digests'],
  ];
  if (contents === 'sample') steps.push(['npx traildex start PATH', 'the same for your own log files']);
  const width = Math.max(...steps.map(([command]) => command.length));
  return ['Next:', ...steps.map(([command, gives]) => `  ${command.padEnd(width)}   ${gives}`)];
}
