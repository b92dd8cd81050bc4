/**
 * An app with the feature flags that a deployment has, which makes templates and nothing else.
 *
 * Without bundling the functions: no template depends on it. Without the CDK's check of the finished template, which
 * takes four times as long as all the rest: `validated` asks for it, and test/constructs/invariants.test.ts does so for
 * every configuration.
 */
import { readFileSync } from 'node:fs';
import { App, type AppProps } from 'aws-cdk-lib';

const CDK_CONTEXT = JSON.parse(readFileSync('cdk.json', 'utf8')).context as Record<string, unknown>;

export interface TestAppOptions extends Pick<AppProps, 'outdir' | 'context'> {
  readonly validated?: boolean;
}

export function testApp({ validated = false, context, outdir }: TestAppOptions = {}): App {
  return new App({
    context: { ...CDK_CONTEXT, 'aws:cdk:bundling-stacks': [], ...context },
    builtinCloudFormationValidation: validated,
    ...(outdir === undefined ? {} : { outdir }),
  });
}
