/** Links between documents lead somewhere. Anchors are made of headings as GitHub makes them. */
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCUMENTS, read, withoutCodeBlocks } from './documents.ts';

function anchorsIn(path: string): string[] {
  return [...withoutCodeBlocks(read(path)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Targets within the repository. */
function linksIn(path: string): string[] {
  return [...withoutCodeBlocks(read(path)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function isBroken(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? from : normalize(join(dirname(from), file));
  if (!existsSync(target)) return true;
  return anchor !== undefined && !anchorsIn(target).includes(anchor);
}

describe('links', () => {
  it.each(DOCUMENTS)('of %s lead to files and headings that are there', (path) => {
    expect(linksIn(path).filter((link) => isBroken(path, link))).toEqual([]);
  });

  it('from the README reach every manual in docs', () => {
    const manuals = DOCUMENTS.filter((path) => /^docs\/[^/]+$/.test(path));
    expect(manuals.filter((path) => !linksIn('README.md').includes(path))).toEqual([]);
  });
});
