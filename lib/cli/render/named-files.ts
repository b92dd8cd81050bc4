/** Files named one by one with what there is to say about each; of many the first, and how many more there are. */
import type { NamedFile } from '../../operations/named-file.ts';
import { grouped } from './count.ts';
import { escapeControls } from './escape.ts';

const NAMED = 10;

/** Nothing where there is nothing to name. */
export function nameFiles(title: string, files: readonly NamedFile[], total: number): string[] {
  if (files.length === 0) return [];
  const named = files
    .slice(0, NAMED)
    .map(({ path, reason }) => `  ${escapeControls(path)}: ${escapeControls(reason)}`);
  const more = total - named.length;
  return [`${title}:`, ...named, ...(more > 0 ? [`  and ${grouped(more)} more`] : [])];
}
