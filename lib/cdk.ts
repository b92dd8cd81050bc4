/**
 * The constructs, for CDK apps: a stack of its own, or a part of another one.
 *
 *     import { TraildexStack } from 'traildex/cdk';
 *
 *     new TraildexStack(app, 'Traildex', { settings: { index: { retentionDays: 365 } } });
 */
export { SETTINGS_CONTEXT_KEY, type Settings, SettingsError, type SettingsInput } from './config/settings.ts';
export { Traildex, type TraildexProps } from './constructs/traildex.ts';
export { TraildexStack, type TraildexStackProps } from './constructs/traildex-stack.ts';
