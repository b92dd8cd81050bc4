/**
 * Makes `dist`, what the published package runs: the checkout in JavaScript, its functions bundled.
 *
 * It mirrors the checkout, so that code finds its neighbours (cdk.json, a function's code, the version) in both at the
 * same place. Node.js runs no TypeScript below node_modules, and whoever uses the package has no esbuild.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

function run(...script: string[]): void {
  execFileSync(process.execPath, script, { stdio: 'inherit' });
}

rmSync('dist', { recursive: true, force: true });
run('node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json');
for (const folder of readdirSync('lambdas')) {
  if (existsSync(`lambdas/${folder}/handler.ts`)) {
    run('bin/bundle-function.ts', folder, `dist/lambdas/${folder}/bundle`);
  }
}
for (const file of ['cdk.json', 'package.json']) copyFileSync(file, `dist/${file}`);
