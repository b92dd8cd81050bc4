/** Settings that the manuals name exist, and what they show is accepted. docs/configuration.md has a test of its own. */
import { describe, expect, it } from 'vitest';
import { parseSettings, SETTINGS_SCHEMA } from '../../lib/config/settings.ts';
import { codeBlocks, codeSpans, MANUALS, read } from './documents.ts';

const SECTIONS = Object.keys(propertiesOf(SETTINGS_SCHEMA as Schema));

/** As much of a JSON schema as leads to the names of settings. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
}

function propertiesOf(schema: Schema): Readonly<Record<string, Schema>> {
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return Object.assign({}, schema.properties, ...forms.map(propertiesOf));
}

function isSetting(path: string): boolean {
  let schema: Schema | undefined = SETTINGS_SCHEMA as Schema;
  for (const key of path.split('.')) schema = schema && propertiesOf(schema)[key];
  return schema !== undefined;
}

/** `index.retentionDays`, alone in a code span or with a value behind it. */
function settingsIn(path: string): string[] {
  const form = new RegExp(`^(?:traildex\\.)?((?:${SECTIONS.join('|')})\\.[A-Za-z.]+)(?::.*)?$`);
  return codeSpans(read(path)).flatMap((code) => form.exec(code)?.[1] ?? []);
}

/** The values of `traildex` in code blocks that are whole objects. */
function examplesIn(path: string): unknown[] {
  const wholes = codeBlocks(read(path), 'json').filter((code) => code.trimStart().startsWith('{'));
  return wholes
    .map((code) => JSON.parse(code))
    .flatMap(({ traildex, context }) => traildex ?? context?.traildex ?? []);
}

describe.each(MANUALS)('%s', (path) => {
  it('names settings that exist', () => {
    expect(settingsIn(path).filter((name) => !isSetting(name))).toEqual([]);
  });

  it('shows settings that are accepted', () => {
    for (const example of examplesIn(path)) expect(() => parseSettings(example)).not.toThrow();
  });
});

it('finds settings and examples where they are', () => {
  expect(settingsIn('docs/costs.md')).toContain('index.tableClass');
  expect(examplesIn('docs/teardown.md')).toEqual([{ removalPolicy: 'destroy' }]);
});
