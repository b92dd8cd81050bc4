/**
 * Configurations, synthesized as `cdk deploy` would with the context of cdk.json, once a test process each.
 *
 * What the CDK's validation found is handed on instead of thrown, so that a test can say what it expects of it.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, type Environment, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import type { SettingsInput } from '../../lib/config/settings.ts';
import { TraildexStack } from '../../lib/constructs/traildex-stack.ts';
import { CONFIGURATIONS, type ConfigurationName } from './configurations.ts';
import { testApp } from './test-app.ts';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: as many forms as there are types of resources
  readonly Properties: any;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface StackTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown; readonly Export?: unknown }>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}

/** What one plugin found, as it stands in validation-report.json; a plugin without findings has no report. */
export interface ValidationReport {
  readonly pluginName: string;
  readonly violations: readonly Violation[];
  readonly suppressedViolations?: readonly SuppressedViolation[];
}

export interface Violation {
  readonly ruleName: string;
  readonly severity: string;
  readonly description: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

export interface SuppressedViolation extends Violation {
  /** Plugin and rule, and the construct on which it is acknowledged. */
  readonly acknowledgedId: string;
  readonly acknowledgedAt: string;
}

export interface Synthesized {
  readonly stack: TraildexStack;
  readonly template: StackTemplate;
  readonly reports: readonly ValidationReport[];
}

export interface SynthesisOptions {
  readonly env?: Environment;
  /** By the CDK's own check of the template. @default false */
  readonly validated?: boolean;
  /** Further validation. */
  readonly plugins?: (app: App) => readonly IPolicyValidationPlugin[];
  /** Called before the synthesis. */
  readonly change?: (stack: TraildexStack) => void;
}

const CONTEXT = { '@aws-cdk/core:failSynthOnValidationErrors': false };

const synthesized = new Map<ConfigurationName, Synthesized>();

export function synthesizeConfiguration(name: ConfigurationName): Synthesized {
  const known = synthesized.get(name) ?? synthesize(CONFIGURATIONS[name]);
  synthesized.set(name, known);
  return known;
}

export function synthesize(settings: SettingsInput, options: SynthesisOptions = {}): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'traildex-test-'));
  try {
    return synthesizeInto(outdir, settings, options);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Leaves the cloud assembly in the directory. */
export function synthesizeInto(
  outdir: string,
  settings: SettingsInput,
  { env, validated = false, plugins, change }: SynthesisOptions = {},
): Synthesized {
  const app = testApp({ context: CONTEXT, outdir, validated });
  const stack = new TraildexStack(app, 'Traildex', { settings, ...(env === undefined ? {} : { env }) });
  if (plugins !== undefined) Validations.of(app).addPlugins(...plugins(app));
  change?.(stack);
  app.synth();
  const read = (name: string) => JSON.parse(readFileSync(join(outdir, name), 'utf8'));
  // There is no report where nothing was asked to look.
  const isReported = existsSync(join(outdir, 'validation-report.json'));
  return {
    stack,
    template: read('Traildex.template.json'),
    reports: isReported ? read('validation-report.json').pluginReports : [],
  };
}

/** The resources of these types, by logical id. */
export function resourcesOf(template: StackTemplate, ...types: string[]): [id: string, Resource][] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => types.includes(Type))
    .map(([id, { Properties = {}, ...resource }]) => [id, { ...resource, Properties }]);
}

/** The logical id that a value of the template refers to, by `Ref` or `Fn::GetAtt`. */
export function referredId(value: unknown): string | undefined {
  const { Ref: ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: string[] };
  return ref ?? attribute?.[0];
}

/** A joined text of the template, with `<…>` for what only the deployment knows. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const joined = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  return joined === undefined ? `<${referredId(value)}>` : joined[1].map(textOf).join(joined[0]);
}
