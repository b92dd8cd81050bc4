/** Modules as whoever wants to make the function faster thinks of them. */

interface Group {
  readonly name: string;
  readonly modules: RegExp;
}

const OTHER = 'the rest';

export const GROUPS: readonly Group[] = [
  {
    name: 'AWS SDK: requests made, written as JSON, signed, tried again',
    modules: /^npm:@(?:aws-sdk|smithy|aws-crypto)/,
  },
  { name: 'HTTP and sockets', modules: /^node:http/ },
  { name: 'hashes: of records, of files, of signatures', modules: /^node:crypto$/ },
  { name: 'inflating', modules: /^(?:node:zlib$|lib\/cloudtrail\/(?:gunzip|inflat|gzip|carried))/ },
  {
    name: 'finding records in the file',
    modules: /^lib\/cloudtrail\/(?:record-splitter|json-value-end|log-file-grammar)/,
  },
  { name: 'JSON.parse of records, reading their fields', modules: /^lib\/cloudtrail\// },
  { name: 'making items', modules: /^lib\/event-index\// },
  { name: 'batches, catalogue, progress', modules: /^(?:lambdas|lib\/aws)\// },
  { name: 'garbage collector', modules: /^\(garbage collector\)$/ },
  { name: OTHER, modules: /^/ },
];

export function groupOf(module: string): string {
  return GROUPS.find(({ modules }) => modules.test(module))?.name ?? OTHER;
}
