/**
 * A value that events were counted by, for cells. What is no text of a record stands in brackets; a text that begins
 * with one is quoted, so that no user can be called `(none)`.
 */
import stringWidth from 'string-width';
import type { DimensionValue } from '../../audit/dimensions.ts';
import { cutMiddle, type Shorten } from './shorten.ts';

export type ValueKind = DimensionValue['kind'] | 'other';

const STAND_IN: Readonly<Record<'missing' | 'not-kept' | 'other', string>> = {
  missing: '(none)',
  'not-kept': '(not kept in the index)',
  other: '(other)',
};

/** @param text of a value that has one */
export function valueText(kind: ValueKind, text: string | undefined): string {
  if (kind !== 'whole' && kind !== 'beginning') return STAND_IN[kind];
  const shown = text?.startsWith('(') ? JSON.stringify(text) : (text ?? '');
  return kind === 'beginning' ? `${shown}…` : shown;
}

/** Said where values are counted together because only their beginnings are known. */
export function describeBeginnings(values: readonly { readonly value: DimensionValue }[]): string[] {
  if (!values.some(({ value }) => value.kind === 'beginning')) return [];
  return ['Of long values the index keeps the beginning: all that begin alike are counted as one.'];
}

/** The beginning that ARNs share gives way first; the service does where accounts and `role/` tell enough. */
export const shortenValue: Shorten = (text, width) =>
  stringWidth(text) <= width ? text : cutMiddle(text.replace(/^arn:[^:]*:(?:(?:iam|sts)::)?/, '…'), width);
