/** The documents that people read, and what of them can be held against the code: headings, code blocks, tables. */
import { readdirSync, readFileSync } from 'node:fs';

const FOLDERS = ['.', 'docs', 'docs/adr'];

/** Paths from the top of the repository. */
export const DOCUMENTS: readonly string[] = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => (folder === '.' ? name : `${folder}/${name}`)),
);

/** Those that tell people what to type and to set. Decisions tell of what was, and stay as they are. */
export const MANUALS: readonly string[] = DOCUMENTS.filter((path) => !path.startsWith('docs/adr/'));

const FENCED = /^[ ]*```(\w*)\n([\s\S]*?)^[ ]*```$/gm;

export function read(path: string): string {
  return readFileSync(path, 'utf8');
}

export function withoutCodeBlocks(text: string): string {
  return text.replace(FENCED, '');
}

/** What stands in the code blocks of these languages. */
export function codeBlocks(text: string, ...languages: readonly string[]): string[] {
  return [...text.matchAll(FENCED)]
    .filter(([, language = '']) => languages.includes(language))
    .map(([, , code = '']) => code);
}

/** Outside of code blocks. */
export function codeSpans(text: string): string[] {
  return [...withoutCodeBlocks(text).matchAll(/`([^`]+)`/g)].map(([, code = '']) =>
    code.replace(/\s+/g, ' '),
  );
}

/** Cells of the table below a text, its header and ruler left out. */
export function tableBelow(text: string, below: string): string[][] {
  const [, after] = text.split(below);
  const table = /(?:^\|.*\n)+/m.exec(after ?? '')?.[0];
  if (table === undefined) throw new Error(`There is no table below "${below}".`);
  const rows = table.trim().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
