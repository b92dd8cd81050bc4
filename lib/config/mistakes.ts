/**
 * Tells what a configuration has that the schemas refuse: one sentence a mistake, with the key, what stands
 * there and what it takes. Of zod's findings only the place is used, never the wording.
 *
 * Where a setting takes several forms and what stands there is meant to be one of them (an object, where one
 * of the forms is an object), the mistakes inside are told instead.
 */
import type { z } from 'zod';
import { nearestNames } from '../audit/nearest-names.ts';
import { keyName, shown, writtenAt } from './sentence.ts';
import { alternativesOf, entryOf, keysOf, oneOf, type SchemaNode, whatItTakes } from './takes.ts';

type Issue = z.core.$ZodIssue;

export function describeMistakes(written: unknown, issues: readonly Issue[], schema: SchemaNode): string[] {
  return [...new Set(issues.flatMap((issue) => describe(written, issue, schema)))];
}

function describe(written: unknown, issue: Issue, schema: SchemaNode): string[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const forms = nodesAt(schema, path).flatMap((node) => alternativesOf(node));
    const known = forms.flatMap((form) => [...keysOf(form).keys()]);
    return issue.keys.map((key) => describeUnknownKey([...path, key], known));
  }
  if (issue.code === 'invalid_key') {
    const [key] = path.slice(-1);
    const takes = whatItTakes(nodesAt(schema, path.slice(0, -1))[0]?.propertyNames as SchemaNode);
    return [`${keyName(path.slice(0, -1))} has the key ${shown(key)}; a key takes ${takes}.`];
  }
  const inside = issue.code === 'invalid_union' ? issue.errors.find(isMeant) : undefined;
  if (inside !== undefined) {
    return inside.flatMap((deeper) =>
      describe(written, { ...deeper, path: [...path, ...deeper.path] }, schema),
    );
  }
  const takes = oneOf(nodesAt(schema, path).map((node) => whatItTakes(node)));
  return [`${keyName(path)} is ${shown(writtenAt(written, path))}; it takes ${takes}.`];
}

function describeUnknownKey(path: readonly PropertyKey[], known: readonly string[]): string {
  const [nearest] = nearestNames(String(path.at(-1)), known);
  const hint =
    nearest === undefined
      ? `${keyName(path.slice(0, -1))} takes ${oneOf(known)}`
      : `did you mean ${keyName([...path.slice(0, -1), nearest])}?`;
  return `${keyName(path)} is not a setting; ${hint}${hint.endsWith('?') ? '' : '.'}`;
}

/** Whether what stands there has the form, with mistakes inside it. */
function isMeant(mistakesOfForm: readonly Issue[]): boolean {
  return mistakesOfForm.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys');
}

/** What the schema has at a path: one node, or one of each form that has the path. */
function nodesAt(schema: SchemaNode, path: readonly PropertyKey[]): SchemaNode[] {
  return path.reduce<SchemaNode[]>(
    (nodes, step) => nodes.flatMap((node) => alternativesOf(node)).flatMap((node) => childrenOf(node, step)),
    [schema],
  );
}

function childrenOf(node: SchemaNode, step: PropertyKey): SchemaNode[] {
  if (typeof step === 'number') return [entryOf(node)];
  const child = keysOf(node).get(String(step)) ?? node.additionalProperties;
  return typeof child === 'object' ? [child] : [];
}
