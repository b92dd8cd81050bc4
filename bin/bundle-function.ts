/**
 * Bundles one function into a directory: index.mjs and its source map.
 *
 *     node bin/bundle-function.ts ingest DIRECTORY
 *
 * The same sources give the same bytes, wherever the checkout and the directory are: paths in the map are relative to
 * the checkout.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const [folder, directory] = process.argv.slice(2);
if (folder === undefined || directory === undefined) {
  throw new Error('Usage: node bin/bundle-function.ts FOLDER_BELOW_LAMBDAS DIRECTORY');
}

const { outputFiles } = buildSync({
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  entryPoints: [`lambdas/${folder}/handler.ts`],
  // Not written there, but into the directory: the map's paths are relative to this one.
  outfile: 'index.mjs',
  write: false,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // Powertools' CommonJS entry calls require(), which an ES module has not.
  mainFields: ['module', 'main'],
  minify: true,
  // Errors are told apart by the names of their classes.
  keepNames: true,
  sourcemap: 'linked',
  // Stack traces need lines only; the text would more than double the asset.
  sourcesContent: false,
});
mkdirSync(directory, { recursive: true });
for (const { path, contents } of outputFiles) writeFileSync(join(directory, basename(path)), contents);
