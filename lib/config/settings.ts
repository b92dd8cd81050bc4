/**
 * What a deployment can set: the object under the context key `traildex` of cdk.json, its defaults and its limits.
 *
 * Checked as a whole at synth; every mistake is told at once: what the schemas refuse (mistakes.ts) and what is
 * wrong together (contradictions.ts), the latter also beside mistakes in other settings. Nothing here reads the
 * environment, so that synth gives the same template everywhere.
 */
import { findContradictions } from './contradictions.ts';
import { describeMistakes } from './mistakes.ts';
import { SETTINGS, SETTINGS_SCHEMA, type Settings } from './schema.ts';

export { SETTINGS_SCHEMA, type Settings, type SettingsInput } from './schema.ts';
export { SETTINGS_CONTEXT_KEY } from './sentence.ts';

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'invalid-settings';
  /** One sentence each. */
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(['The configuration of traildex (cdk.json, context) has mistakes:', ...mistakes].join('\n  '));
    this.mistakes = mistakes;
  }
}

/**
 * Checks settings as somebody wrote them. Not those that it gave back: with every default filled in, nothing tells any
 * more what was written, and some rules ask for that.
 *
 * @throws SettingsError naming every key that is wrong.
 */
export function parseSettings(value: unknown): Settings {
  const written = value ?? {};
  const parsed = SETTINGS.safeParse(written);
  const mistakes = parsed.success ? [] : describeMistakes(written, parsed.error.issues, SETTINGS_SCHEMA);
  mistakes.push(...findContradictions(written));
  if (!parsed.success || mistakes.length > 0) throw new SettingsError(mistakes);
  return parsed.data;
}
