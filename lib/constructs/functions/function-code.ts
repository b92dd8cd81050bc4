/**
 * Where a function's code comes from: bundled from its TypeScript in a checkout, ready in the installed package.
 *
 * Whoever uses the package synthesizes without esbuild and without our development tools. How the code is bundled is
 * written once, in bin/bundle-function.ts, which `npm run build` runs as well. It runs in a process of its own, because
 * the CDK wants an answer at once and only the checkout has esbuild.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';

/** Below `lambdas`, with a handler.ts that exports `handler`. */
export type FunctionFolder = 'ingest' | 'backfill' | 'verify-plan' | 'verify';

/** The file in the bundle, and what it exports. */
export const BUNDLE_HANDLER = 'index.handler';

/** The package is JavaScript throughout; what runs as TypeScript is a checkout. */
const IN_CHECKOUT = import.meta.url.endsWith('.ts');

export function functionCode(folder: FunctionFolder): Code {
  return IN_CHECKOUT ? bundledFromSources(folder) : Code.fromAsset(pathOf(`lambdas/${folder}/bundle`));
}

function bundledFromSources(folder: FunctionFolder): Code {
  return Code.fromAsset(pathOf(`lambdas/${folder}`), {
    // The code is more than this folder: what it imports from lib and from packages counts, too.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Asked for by the type; nothing here needs Docker.
      image: DockerImage.fromRegistry('unused'),
      local: {
        tryBundle(directory) {
          const command = [pathOf('bin/bundle-function.ts'), folder, directory];
          execFileSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
          return true;
        },
      },
    },
  });
}

/** Below the checkout, or below the package's `dist`, which mirrors it. */
function pathOf(name: string): string {
  return fileURLToPath(new URL(`../../../${name}`, import.meta.url));
}
