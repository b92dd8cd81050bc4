/**
 * Renders docs/configuration.md: what people need to know first, then a table of keys for every object of the settings,
 * from the schemas. A test holds the committed page against it.
 */
import { FOREWORD } from './reference-foreword.ts';
import { SETTINGS_SCHEMA } from './settings.ts';
import { alternativesOf, entryOf, keysOf, type SchemaNode, whatItTakes } from './takes.ts';

/** An object of the settings: the path of its keys, and its forms. */
interface ObjectPart {
  readonly path: string;
  readonly description: string;
  readonly forms: readonly SchemaNode[];
}

/** Descriptions say so where nothing is filled in. */
const DEFAULT_IN_WORDS = / Default: (.*)\.$/;

export function renderReference(): string {
  const parts = partsBelow('', SETTINGS_SCHEMA);
  const sections = parts.map((part) => renderPart(part, parts));
  return [FOREWORD, renderTable('', SETTINGS_SCHEMA), ...sections].join('\n');
}

function renderPart(part: ObjectPart, all: readonly ObjectPart[]): string {
  const { path, forms } = part;
  const level = path.includes('.') ? '###' : '##';
  const twin = all.find((other) => hasSameKeys(other, part)) ?? part;
  const keys =
    twin === part
      ? forms.map((form) => renderTable(path, form)).join('\nor\n\n')
      : `The same keys as [${twin.path}](#${anchorOf(twin.path)}).\n`;
  return `${level} ${path}\n\n${meaningOf(part)}\n\n${keys}`;
}

function hasSameKeys(one: ObjectPart, other: ObjectPart): boolean {
  const [keys, otherKeys] = [one, other].map(({ forms }) =>
    JSON.stringify(forms.map((form) => form.properties)),
  );
  return keys === otherKeys;
}

function renderTable(path: string, form: SchemaNode): string {
  const rows = [...keysOf(form)].map(([key, node]) => {
    const part = partOf(path, key, node);
    const name = part === undefined ? `\`${key}\`` : `[\`${key}\`](#${anchorOf(part.path)})`;
    const isRequired = form.required?.includes(key) ?? false;
    return `| ${name} | ${whatItTakes(node)} | ${defaultOf(node, isRequired)} | ${meaningOf(node)} |`;
  });
  return ['| key | takes | default | meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function meaningOf({ description = '' }: { readonly description?: string | undefined }): string {
  return description.replace(DEFAULT_IN_WORDS, '');
}

function defaultOf(node: SchemaNode, isRequired: boolean): string {
  const inWords = DEFAULT_IN_WORDS.exec(node.description ?? '')?.[1];
  if (inWords !== undefined) return inWords;
  if (isRequired) return 'must be set';
  const json = JSON.stringify(node.default);
  if (json === '{}' && keysOf(node).size > 0) return '';
  return json === undefined || json === '[]' || json === '{}' ? 'none' : json;
}

/** All objects inside, each before what is inside of it. */
function partsBelow(path: string, form: SchemaNode): ObjectPart[] {
  return [...keysOf(form)].flatMap(([key, node]) => {
    const part = partOf(path, key, node);
    if (part === undefined) return [];
    return [part, ...part.forms.flatMap((inner) => partsBelow(part.path, inner))];
  });
}

function partOf(path: string, key: string, node: SchemaNode): ObjectPart | undefined {
  const isList = node.type === 'array';
  const forms = alternativesOf(isList ? entryOf(node) : node).filter((form) => keysOf(form).size > 0);
  if (forms.length === 0) return undefined;
  const name = [...(path === '' ? [] : [path]), isList ? `${key}[]` : key].join('.');
  return { path: name, description: node.description ?? '', forms };
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^a-z0-9-]/g, '');
}
