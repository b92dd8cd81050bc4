/**
 * JSON as it is written rather than as it is understood: members may repeat, numbers keep their digits, a value may be
 * no JSON at all. Texts are binary strings, one character a byte, so that bytes that are not UTF-8 can stand in them.
 */

export type Node =
  | { readonly kind: 'text'; text: string }
  | { readonly kind: 'object'; readonly members: Member[] }
  | { readonly kind: 'array'; readonly elements: Node[] };

export interface Member {
  /** With its quotes. */
  name: string;
  value: Node;
}

export function treeOf(value: unknown): Node {
  if (Array.isArray(value)) return { kind: 'array', elements: value.map(treeOf) };
  if (typeof value !== 'object' || value === null) return { kind: 'text', text: jsonText(value) };
  return {
    kind: 'object',
    members: Object.entries(value).map(([name, member]) => memberOf(name, treeOf(member))),
  };
}

export function memberOf(name: string, value: Node): Member {
  return { name: jsonText(name), value };
}

/** The binary string of a value that JSON can write. */
export function jsonText(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('latin1');
}

export function textOf(node: Node): string {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'array') return `[${node.elements.map(textOf).join(',')}]`;
  return `{${node.members.map(({ name, value }) => `${name}:${textOf(value)}`).join(',')}}`;
}

/** A place in a tree where a value stands, with what stands around it. */
export interface Place {
  readonly siblings: Member[] | Node[];
  readonly index: number;
  readonly value: Node;
  replace(value: Node): void;
}

/** Every place below `node`, outer ones first. */
export function placesIn(node: Node): Place[] {
  if (node.kind === 'text') return [];
  if (node.kind === 'array') {
    const { elements } = node;
    return elements.flatMap((value, index) => {
      const replace = (replacement: Node) => void elements.splice(index, 1, replacement);
      return [{ siblings: elements, index, value, replace }, ...placesIn(value)];
    });
  }
  const { members } = node;
  return members.flatMap(({ name, value }, index) => {
    const replace = (replacement: Node) => void members.splice(index, 1, { name, value: replacement });
    return [{ siblings: members, index, value, replace }, ...placesIn(value)];
  });
}
