/**
 * Dependencies point inward: the formats know nothing, the index design knows the formats, questions and operations know
 * both (operations change what questions read), and only the outer folders know the SDK, the CDK, files and the process. See docs/adr/0001-architecture.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Rule {
  /** Folders of ours that may be imported, besides the folder itself. */
  readonly ours: readonly string[];
  /** Packages and Node modules that may be imported; undefined allows any. */
  readonly packages?: readonly RegExp[];
}

/** `net` for its address ranges, which open no connection. */
const PURE_NODE = /^node:(crypto|zlib|net)$/;

/** Knows nothing, and may be known by everybody. */
const LEAVES = ['lib/batches.ts'];

const OF_FUNCTIONS = [/^@aws-lambda-powertools\//, /^aws-lambda$/, /^p-limit$/];
const OF_SCHEDULED_WORK = [
  'lambdas/metrics',
  'lambdas/environment',
  'lib/cloudtrail',
  'lib/event-index',
  'lib/audit',
  'lib/operations',
  'lib/aws',
];

const RULES: Readonly<Record<string, Rule>> = {
  'lib/cloudtrail': { ours: [], packages: [PURE_NODE] },
  'lib/event-index': { ours: ['lib/cloudtrail'], packages: [PURE_NODE] },
  'lib/audit': { ours: ['lib/cloudtrail', 'lib/event-index'], packages: [PURE_NODE, /^p-limit$/] },
  'lib/operations': {
    ours: ['lib/cloudtrail', 'lib/event-index', 'lib/audit'],
    packages: [PURE_NODE, /^p-limit$/],
  },
  'lib/config': {
    ours: ['lib/event-index/tables.ts', 'lib/audit/nearest-names.ts'],
    packages: [/^zod$/],
  },
  'lib/sample': { ours: ['lib/cloudtrail'], packages: [PURE_NODE] },
  'lib/constructs': {
    ours: [
      'lib/cloudtrail/delivery-notification.ts',
      'lib/cloudtrail/object-key.ts',
      'lib/config',
      'lib/event-index',
      'lambdas/ingest/env.ts',
      'lambdas/ingest/metric-names.ts',
      'lambdas/ingest/retry-wait.ts',
      'lambdas/backfill/env.ts',
      'lambdas/backfill/metric-names.ts',
      'lambdas/verify/env.ts',
      'lambdas/verify/metric-names.ts',
      'lambdas/verify-plan/env.ts',
      'lambdas/verify-plan/metric-names.ts',
      'lambdas/metrics/metric-space.ts',
    ],
    packages: [/^aws-cdk-lib/, /^constructs$/, /^node:(child_process|url)$/],
  },
  'lib/aws': {
    ours: [
      'lib/cloudtrail',
      'lib/event-index',
      'lib/audit',
      'lib/operations',
      'lib/config/outputs.ts',
      'lambdas/ingest/env.ts',
      'lambdas/ingest/ports.ts',
      'lambdas/backfill/env.ts',
      'lambdas/verify/env.ts',
      'lambdas/verify/ports.ts',
      'lambdas/verify-plan/env.ts',
      'lambdas/verify-plan/ports.ts',
    ],
    packages: [/^@aws-sdk\//, /^@smithy\//, /^node:(?:stream|timers\/promises)$/, /^p-limit$/],
  },
  'lib/local': { ours: [] },
  'lib/cli': {
    ours: [
      'lib/cloudtrail',
      'lib/event-index',
      'lib/audit',
      'lib/operations',
      'lib/aws',
      'lib/local',
      'lib/sample',
      'lib/open-index.ts',
    ],
    packages: [/^(?!@aws-sdk|aws-cdk)/],
  },
  'lambdas/metrics': { ours: [], packages: [] },
  'lambdas/environment': { ours: [], packages: [] },
  'lambdas/backfill': {
    ours: OF_SCHEDULED_WORK,
    packages: [PURE_NODE, /^node:timers\/promises$/, ...OF_FUNCTIONS],
  },
  'lambdas/verify': { ours: OF_SCHEDULED_WORK, packages: [PURE_NODE, ...OF_FUNCTIONS] },
  'lambdas/verify-plan': {
    ours: [
      'lambdas/metrics',
      'lambdas/environment',
      'lambdas/verify/verify-message.ts',
      'lib/cloudtrail',
      'lib/audit',
      'lib/aws',
    ],
    packages: [PURE_NODE, /^node:timers\/promises$/, ...OF_FUNCTIONS],
  },
  'lambdas/ingest': {
    ours: ['lambdas/metrics', 'lambdas/environment', 'lib/cloudtrail', 'lib/event-index', 'lib/aws'],
    packages: [PURE_NODE, /^node:(?:events|timers\/promises)$/, ...OF_FUNCTIONS],
  },
};

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(source: string): string[] {
  return [...readFileSync(source, 'utf8').matchAll(IMPORT)].map(([, a, b, c]) => a ?? b ?? c ?? '');
}

function isAllowed(source: string, specifier: string, folder: string, rule: Rule): boolean {
  if (!specifier.startsWith('.')) return rule.packages?.some((allowed) => allowed.test(specifier)) ?? true;
  const target = normalize(join(dirname(source), specifier));
  return [folder, ...rule.ours, ...LEAVES].some(
    (allowed) => target === allowed || target.startsWith(`${allowed}/`),
  );
}

function brokenImportsOf(source: string, folder: string, rule: Rule): string[] {
  return importsOf(source)
    .filter((specifier) => !isAllowed(source, specifier, folder, rule))
    .map((specifier) => `${source} imports ${specifier}`);
}

describe('the dependency rule', () => {
  it.each(Object.entries(RULES))('holds in %s', (folder, rule) => {
    const sources = sourcesIn(folder);
    expect(sources.length).toBeGreaterThan(0);
    const broken = sources.flatMap((source) => brokenImportsOf(source, folder, rule));
    expect(broken).toEqual([]);
  });

  it('holds for the library, which hands on questions and their wiring', () => {
    const ours = ['lib/audit', 'lib/aws', 'lib/cloudtrail', 'lib/event-index', 'lib/open-index.ts'];
    expect(brokenImportsOf('lib/index.ts', 'lib/index.ts', { ours, packages: [] })).toEqual([]);
    const opened = ['lib/aws', 'lib/local', 'lambdas/ingest/env.ts'];
    expect(
      brokenImportsOf('lib/open-index.ts', 'lib/open-index.ts', { ours: opened, packages: [/^node:/] }),
    ).toEqual([]);
  });

  it('covers every folder of lib and lambdas', () => {
    const folders = ['lib', 'lambdas'].flatMap((top) =>
      readdirSync(top, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${top}/${entry.name}`),
    );
    expect(folders.sort()).toEqual(Object.keys(RULES).sort());
  });

  it.each(['lib/cloudtrail', 'lib/event-index', 'lib/audit', 'lib/operations'])(
    'keeps environment, clock, chance and output out of %s',
    (folder) => {
      const impure = /\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\b|\bconsole\./;
      expect(sourcesIn(folder).filter((source) => impure.test(readFileSync(source, 'utf8')))).toEqual([]);
    },
  );
});
