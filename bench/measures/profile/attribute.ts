/**
 * Whose time a profile shows: each sample belongs to the module on top of its stack, found through the source map.
 *
 * What Node.js does on behalf of a module (sockets, zlib, crypto) is told apart from what it does by itself, because a
 * module that calls into Node.js a lot would otherwise look idle.
 */
import type { SourceMap } from 'node:module';

export interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
      readonly columnNumber: number;
    };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

type ProfileNode = Profile['nodes'][number];

/** Microseconds by module: a source file, a package, `node:…`, or `(garbage collector)`. Idle time is left out. */
export function timeByModule(profile: Profile, bundle: string, map: SourceMap): ReadonlyMap<string, number> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  const modules = new Map<number, string>();

  function moduleOf(node: ProfileNode): string {
    const known = modules.get(node.id);
    if (known !== undefined) return known;
    const own = ownModule(node, bundle, map);
    const parent = nodes.get(parents.get(node.id) ?? -1);
    const found = own ?? (parent === undefined ? '(Node.js itself)' : moduleOf(parent));
    modules.set(node.id, found);
    return found;
  }

  const times = new Map<string, number>();
  profile.samples.forEach((id, index) => {
    const node = nodes.get(id);
    if (node === undefined || node.callFrame.functionName === '(idle)') return;
    const name = moduleOf(node);
    times.set(name, (times.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0));
  });
  return times;
}

/** Undefined for what belongs to its caller: functions of the engine, and Node.js's helpers of everything. */
function ownModule({ callFrame }: ProfileNode, bundle: string, map: SourceMap): string | undefined {
  const { functionName, url, lineNumber, columnNumber } = callFrame;
  if (functionName === '(garbage collector)' || functionName === '(program)') return functionName;
  if (url.endsWith(bundle)) return sourceOf(map.findEntry(lineNumber, columnNumber));
  const [, network] = /^node:(?:internal\/)?_?(http|net|tls|stream_base|zlib|crypto)/.exec(url) ?? [];
  if (network === undefined) return SENDS.has(functionName) ? NETWORK : undefined;
  return network === 'zlib' || network === 'crypto' ? `node:${network}` : NETWORK;
}

/** Functions of the engine's sockets, which have no module. */
const SENDS: ReadonlySet<string> = new Set(['writev', 'writeLatin1String', 'writeUtf8String', 'writeBuffer']);
const NETWORK = 'node:http and sockets';

function sourceOf(entry: ReturnType<SourceMap['findEntry']>): string | undefined {
  if (!('originalSource' in entry)) return undefined;
  const source = entry.originalSource.replace(/^(?:\.\.\/)*/, '');
  const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source) ?? [];
  return name === undefined ? source : `npm:${name}`;
}
