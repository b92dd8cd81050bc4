/** The matrix leaves no setting out: what is proven over it is proven of every setting. */
import { expect, it } from 'vitest';
import { SETTINGS_SCHEMA } from '../../lib/config/settings.ts';
import { alternativesOf, entryOf, keysOf, type SchemaNode } from '../../lib/config/takes.ts';
import { CONFIGURATIONS } from './configurations.ts';

/** The names of all keys below, lists left out: `trail.eventSelectors.fields.equals`. */
function settingsIn(node: SchemaNode, name: readonly string[] = []): string[] {
  return alternativesOf(node).flatMap((form) => [
    ...settingsInKeys(form, name),
    ...(form.items === undefined ? [] : settingsIn(entryOf(form), name)),
  ]);
}

function settingsInKeys(node: SchemaNode, name: readonly string[]): string[] {
  return [...keysOf(node)].flatMap(([key, child]) => {
    const full = [...name, key];
    return [full.join('.'), ...settingsIn(child, full)];
  });
}

function settingsWritten(value: unknown, name: readonly string[] = []): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => settingsWritten(entry, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const full = [...name, key];
    return [full.join('.'), ...settingsWritten(child, full)];
  });
}

it('every setting is in some configuration', () => {
  const settings = new Set(settingsIn(SETTINGS_SCHEMA));
  const written = new Set(
    Object.values(CONFIGURATIONS).flatMap((configuration) => settingsWritten(configuration)),
  );
  expect(settings).toContain('trail.eventSelectors.fields.equals');
  expect([...settings].filter((setting) => !written.has(setting))).toEqual([]);
});
