/** CDK entry: one stack from the settings under the context key `traildex` of cdk.json. */
import { App } from 'aws-cdk-lib';
import { settingsInContext } from '../lib/config/context.ts';
import { SettingsError, type SettingsInput } from '../lib/config/settings.ts';
import { TraildexStack } from '../lib/constructs/traildex-stack.ts';

try {
  // Synthesis at exit would go on after a mistake in the settings, and bury its message.
  const app = new App({ autoSynth: false });
  const settings = settingsInContext(app.node.getAllContext()) as SettingsInput;
  new TraildexStack(app, 'Traildex', { settings });
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
