/**
 * Says in words what a setting takes: the same words in the messages of mistakes and in docs/configuration.md.
 *
 * The words come from the schemas in their JSON Schema form, which is plain data: limits, choices, forms. Where
 * a schema says `takes` in its metadata (lib/config/sections/patterns.ts), that is what it takes.
 */
import type { z } from 'zod';

export type SchemaNode = z.core.JSONSchema.JSONSchema;

export function whatItTakes(node: SchemaNode): string {
  return typeof node.takes === 'string' ? node.takes : oneOf(formsOf(node));
}

/** `a, b or c`, each once. */
export function oneOf(choices: readonly string[]): string {
  const distinct = [...new Set(choices)];
  const last = distinct.pop() ?? '';
  return distinct.length === 0 ? last : `${distinct.join(', ')} or ${last}`;
}

/** The forms that a setting may have; most have one. */
export function alternativesOf(node: SchemaNode): readonly SchemaNode[] {
  return node.anyOf ?? node.oneOf ?? [node];
}

/** What an entry of a list is. */
export function entryOf({ items }: SchemaNode): SchemaNode {
  return typeof items === 'object' && !Array.isArray(items) ? items : {};
}

/** The keys of an object, each with what it takes; nothing for anything but an object. */
export function keysOf({ properties = {} }: SchemaNode): ReadonlyMap<string, SchemaNode> {
  return new Map(
    Object.entries(properties).filter((entry): entry is [string, SchemaNode] => typeof entry[1] === 'object'),
  );
}

function formsOf(node: SchemaNode): string[] {
  const alternatives = alternativesOf(node);
  if (alternatives.length > 1) return alternatives.flatMap((alternative) => formsOf(alternative));
  if (node.enum !== undefined) return node.enum.map((value) => JSON.stringify(value));
  if (node.const !== undefined) return [JSON.stringify(node.const)];
  switch (node.type) {
    case 'boolean':
      return ['true', 'false'];
    case 'integer':
      return [`a whole number from ${node.minimum} to ${node.maximum}`];
    case 'array':
      return [listForm(node)];
    case 'object':
      return [objectForm(node)];
    default:
      return [`a text of ${node.minLength} to ${node.maxLength} characters`];
  }
}

function listForm(node: SchemaNode): string {
  const none = node.distinct === true ? ', none twice' : '';
  return `a list of ${size(node)}entries${none}, each ${whatItTakes(entryOf(node))}`;
}

function size({ minItems, maxItems }: SchemaNode): string {
  if (maxItems !== undefined) return `${minItems ?? 0} to ${maxItems} `;
  return minItems === undefined ? '' : `${minItems} or more `;
}

/** With the keys that must be there. */
function objectForm(node: SchemaNode): string {
  const required = node.required ?? [];
  if (required.length === 0) return 'an object of settings';
  const members = required.map((key) => {
    const value = keysOf(node).get(key)?.const;
    return `${JSON.stringify(key)}: ${value === undefined ? '…' : JSON.stringify(value)}`;
  });
  return `{ ${members.join(', ')} }`;
}
