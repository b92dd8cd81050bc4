/** How a mistake is told, wherever it is found: the key, what stands there, what it takes. */

export const SETTINGS_CONTEXT_KEY = 'traildex';

/** Longer values are cut: the key says where to look. */
const SHOWN_CHARACTERS = 120;

/** `traildex.trail.eventSelectors[0].name` */
export function keyName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, step) => (typeof step === 'number' ? `${name}[${step}]` : `${name}.${String(step)}`),
    SETTINGS_CONTEXT_KEY,
  );
}

/** @param key without `traildex.` */
export function refuse(key: string, got: unknown, takes: string): string {
  return `${SETTINGS_CONTEXT_KEY}.${key} is ${shown(got)}; it takes ${takes}.`;
}

export function shown(value: unknown): string {
  const json = JSON.stringify(value);
  if (json === undefined) return 'not set';
  return json.length > SHOWN_CHARACTERS ? `${json.slice(0, SHOWN_CHARACTERS)}…` : json;
}

/** What stands at a path of the configuration as it was written; undefined where nothing does. */
export function writtenAt(written: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    written,
  );
}
