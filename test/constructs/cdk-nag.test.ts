/**
 * cdk-nag's packs find nothing that is not acknowledged, and nothing is acknowledged that they do not find.
 *
 * Through the validation of the CDK, as in the app of somebody who has cdk-nag and traildex in it.
 */
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { SETTINGS_SCHEMA } from '../../lib/config/settings.ts';
import { alternativesOf, keysOf, type SchemaNode } from '../../lib/config/takes.ts';
import { CONFIGURATION_NAMES, CONFIGURATIONS } from './configurations.ts';
import { synthesize } from './stack-templates.ts';

const PACKS = ['AwsSolutions', 'NIST.800.53.R5'];

const plugins = (app: App) => [new AwsSolutionsChecks(app), new NIST80053R5Checks(app)];

const SYNTHESIZED = CONFIGURATION_NAMES.map((name) => ({
  name,
  ...synthesize(CONFIGURATIONS[name], { plugins }),
}));

describe.each(SYNTHESIZED)('with $name, cdk-nag', ({ stack, reports }) => {
  const ofPacks = reports.filter(({ pluginName }) => PACKS.includes(pluginName));

  it('finds nothing that is not acknowledged', () => {
    const found = ofPacks.flatMap(({ violations }) =>
      violations.flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
      ),
    );
    expect(found).toEqual([]);
  });

  it('finds everything that is acknowledged', () => {
    const found = ofPacks.flatMap(({ suppressedViolations = [] }) =>
      suppressedViolations.map(
        ({ acknowledgedId, acknowledgedAt }) => `${acknowledgedId} at ${acknowledgedAt}`,
      ),
    );
    const acknowledged = acknowledgementsIn(stack).map(({ id, path }) => `${id} at ${path}`);
    expect(acknowledged.length).toBeGreaterThan(5);
    expect(acknowledged.sort()).toEqual([...new Set(found)].sort());
  });
});

it('reasons name settings that there are', () => {
  const reasons = SYNTHESIZED.flatMap(({ stack }) => acknowledgementsIn(stack).map(({ reason }) => reason));
  const named = reasons.flatMap((reason) => reason.match(/(?<=\btraildex\.)[\w.]*\w/g) ?? []);
  expect(named).toContain('encryption');
  expect(named.filter((setting) => !isSetting(setting))).toEqual([]);
});

it('a key prefix with brackets that do not pair is no mistake', () => {
  expect(() => synthesize({ trail: { keyPrefix: 'audit(1' } }, { validated: true })).not.toThrow();
});

/** What is acknowledged of the packs, with where. */
function acknowledgementsIn(scope: IConstruct): { id: string; reason: string; path: string }[] {
  return scope.node.findAll().flatMap(({ node: { metadata, path } }) =>
    metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .filter(([id]) => PACKS.some((pack) => id.startsWith(`${pack}::`)))
      .map(([id, reason]) => ({ id, reason, path })),
  );
}

function isSetting(name: string): boolean {
  const nodes = name
    .split('.')
    .reduce<readonly SchemaNode[]>(
      (parents, key) =>
        parents.flatMap(alternativesOf).flatMap<SchemaNode>((node) => keysOf(node).get(key) ?? []),
      [SETTINGS_SCHEMA],
    );
  return nodes.length > 0;
}
