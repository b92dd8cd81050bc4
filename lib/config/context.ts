/**
 * Finds the settings in the context of a CDK app.
 *
 * `cdk --context traildex.index.retentionDays=30` sets a key of that very name, which nothing reads, and
 * `--context traildex='{…}'` a text: both would be taken for settings by whoever typed them, so both are refused.
 * https://docs.aws.amazon.com/cdk/v2/guide/context.html
 */
import { shown } from './sentence.ts';
import { SETTINGS_CONTEXT_KEY, SettingsError } from './settings.ts';

const INSTEAD = `write it in cdk.json, in the object under context.${SETTINGS_CONTEXT_KEY}`;

/** @throws SettingsError naming every context key that is meant to be a setting and is none. */
export function settingsInContext(context: Readonly<Record<string, unknown>>): unknown {
  const settings = context[SETTINGS_CONTEXT_KEY] ?? {};
  const mistakes = Object.keys(context)
    .filter((key) => key.startsWith(`${SETTINGS_CONTEXT_KEY}.`))
    .map((key) => `${key} is a context key of its own, which nothing reads; ${INSTEAD}.`);
  if (typeof settings === 'string')
    mistakes.unshift(`${SETTINGS_CONTEXT_KEY} is the text ${shown(settings)}; ${INSTEAD}.`);
  if (mistakes.length > 0) throw new SettingsError(mistakes);
  return settings;
}
