import { parseSettings, SettingsError } from '../../lib/config/settings.ts';

/** What is wrong with a configuration, one sentence each, as a person reads it at synth. */
export function complaintsAbout(settings: unknown): readonly string[] {
  try {
    parseSettings(settings);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.mistakes;
    throw error;
  }
}

/** An object with `value` at the end of a path such as `trail.name`. */
export function withSetting(path: string, value: unknown): Record<string, unknown> {
  const [key = '', ...rest] = path.split('.');
  return { [key]: rest.length === 0 ? value : withSetting(rest.join('.'), value) };
}
