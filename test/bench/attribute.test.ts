import { SourceMap } from 'node:module';
import { expect, it } from 'vitest';
import { timeByModule } from '../../bench/measures/profile/attribute.ts';
import { groupOf } from '../../bench/measures/profile/groups.ts';

/** `a` of the bundle is of lib/core.ts, `b` of a package: one line of the bundle, two segments. */
const MAP = new SourceMap({
  version: 3,
  file: 'index.mjs',
  sources: ['../lib/core.ts', '../node_modules/@aws-sdk/client/dist/send.js'],
  names: [],
  // Column 0 is line 1 of the first source, column 10 line 1 of the second.
  mappings: 'AAAA,UCAA',
  sourceRoot: '',
  sourcesContent: [],
});

const frame = (functionName: string, url: string, columnNumber = 0) => ({
  functionName,
  url,
  lineNumber: 0,
  columnNumber,
});

it('counts samples for the module on top of the stack, and what Node.js does for it by what it is', () => {
  const times = timeByModule(
    {
      nodes: [
        { id: 1, callFrame: frame('(root)', ''), children: [2, 3, 6, 7] },
        { id: 2, callFrame: frame('a', 'file:///tmp/index.mjs', 0), children: [4, 8] },
        { id: 3, callFrame: frame('b', 'file:///tmp/index.mjs', 10), children: [5] },
        { id: 4, callFrame: frame('toString', 'node:buffer') },
        { id: 5, callFrame: frame('writev', '') },
        { id: 6, callFrame: frame('(garbage collector)', '') },
        { id: 7, callFrame: frame('(idle)', '') },
        { id: 8, callFrame: frame('update', 'node:internal/crypto/hash') },
      ],
      samples: [2, 3, 4, 5, 6, 7, 8],
      timeDeltas: [1, 2, 4, 8, 16, 32, 64],
    },
    'index.mjs',
    MAP,
  );
  expect(Object.fromEntries(times)).toEqual({
    'lib/core.ts': 5,
    'npm:@aws-sdk/client': 2,
    'node:http and sockets': 8,
    '(garbage collector)': 16,
    'node:crypto': 64,
  });
});

it.each([
  ['npm:@smithy/core', 'AWS SDK: requests made, written as JSON, signed, tried again'],
  ['lib/cloudtrail/json-value-end.ts', 'finding records in the file'],
  ['lib/cloudtrail/principal.ts', 'JSON.parse of records, reading their fields'],
  ['lib/event-index/event-item.ts', 'making items'],
  ['lambdas/ingest/batch-writer.ts', 'batches, catalogue, progress'],
  ['npm:p-limit', 'the rest'],
])('puts %s under "%s"', (module, group) => {
  expect(groupOf(module)).toBe(group);
});
