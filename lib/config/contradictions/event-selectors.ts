/** What CloudTrail refuses of event selectors, told before it does. The table of fields is selector-fields.ts. */
import type { EventSelectorSettings } from '../sections/trail.ts';
import { refuse } from '../sentence.ts';
import { oneOf } from '../takes.ts';
import { positionsIn } from './parts.ts';
import { type Rule, rule } from './rule.ts';
import { type Category, FIELDS, type FieldSelector, OPERATORS, REQUIRED_FIELD } from './selector-fields.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const VALUES_OF_A_TRAIL = 500;
/** The selector of management events: category, kind, two sources left out. */
const VALUES_OF_MANAGEMENT = 4;
/** What the stack adds to a selector: its category, and its own resources of one kind, which are left out. */
const VALUES_ADDED = 6;

const fieldsOfSelectors: Rule = (written) =>
  positionsIn(written, 'trail.eventSelectors').flatMap((position) => {
    const key = `trail.eventSelectors[${position}]` as const;
    return rule([`${key}.category`, `${key}.fields[]`], (category, fields) => [
      ...missingField(category, fields, key),
      ...fields.flatMap((field, fieldPosition) =>
        field === undefined ? [] : mistakesOfField(category, field, `${key}.fields[${fieldPosition}]`),
      ),
      ...repeatedFields(fields, key),
    ])(written);
  });

const numberOfValues = rule(['trail.eventSelectors'], (selectors) => {
  const most = VALUES_OF_A_TRAIL - VALUES_OF_MANAGEMENT - VALUES_ADDED * selectors.length;
  const count = countValues(selectors);
  if (count <= Math.max(most, 0)) return [];
  return [
    `traildex.trail.eventSelectors has ${count} values in ${selectors.length} selectors; it takes at most ` +
      `${Math.max(most, 0)} in so many, because a trail takes ${VALUES_OF_A_TRAIL} and the stack adds some of its own.`,
  ];
});

function countValues(selectors: readonly EventSelectorSettings[]): number {
  return selectors
    .flatMap(({ fields }) => fields)
    .flatMap((field) => OPERATORS.map((operator) => field[operator]?.length ?? 0))
    .reduce((sum, count) => sum + count, 0);
}

/** Fields as they stand in a selector; undefined where one has mistakes of its own. */
type WrittenFields = readonly (FieldSelector | undefined)[];

function missingField(category: Category, fields: WrittenFields, key: string): string[] {
  const required = REQUIRED_FIELD[category];
  // Of one with mistakes nobody knows: it may be the one.
  if (fields.some((field) => field === undefined || field.field === required)) return [];
  return [
    `traildex.${key}.fields has no "${required}"; a selector of ${category} events takes it, ` +
      'with "equals" and one value.',
  ];
}

function repeatedFields(fields: WrittenFields, key: string): string[] {
  const names = fields.map((field) => field?.field);
  return names.flatMap((name, position) => {
    if (name === undefined || names.indexOf(name) === position) return [];
    return [refuse(`${key}.fields[${position}].field`, name, 'a field that the selector does not have yet')];
  });
}

function mistakesOfField(category: Category, field: FieldSelector, key: string): string[] {
  const known = FIELDS[category][field.field];
  if (known === undefined) {
    const choices = oneOf(Object.keys(FIELDS[category]).map((name) => JSON.stringify(name)));
    return [refuse(`${key}.field`, field.field, `${choices} in a selector of ${category} events`)];
  }
  const used = OPERATORS.filter((operator) => field[operator] !== undefined);
  if (used.length === 0) return [`traildex.${key} has no operator; it takes ${oneOf(known.operators)}.`];
  return used.flatMap((operator) => {
    const values = field[operator] ?? [];
    if (!known.operators.includes(operator)) {
      return [`traildex.${key}.${operator} is set; "${field.field}" takes ${oneOf(known.operators)} only.`];
    }
    const areKnown = known.values === undefined || values.every((value) => known.values?.includes(value));
    if (areKnown && !(known.single && values.length > 1)) return [];
    const choices = known.values?.map((value) => JSON.stringify([value])) ?? ['one value'];
    return [refuse(`${key}.${operator}`, values, `${oneOf(choices)}, for "${field.field}"`)];
  });
}

export const EVENT_SELECTOR_RULES: readonly Rule[] = [fieldsOfSelectors, numberOfValues];
