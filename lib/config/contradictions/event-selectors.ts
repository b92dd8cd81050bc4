/** What CloudTrail refuses of event selectors, told before it does. The table of fields is selector-fields.ts. */
import type { EventSelectorSettings, TrailSettings } from '../sections/trail.ts';
import { refuse } from '../sentence.ts';
import { oneOf } from '../takes.ts';
import { rule } from './rule.ts';
import { FIELDS, type FieldRule, type FieldSelector, OPERATORS, REQUIRED_FIELD } from './selector-fields.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const VALUES_OF_A_TRAIL = 500;
/** The selector of management events: category, kind, two sources left out. */
const VALUES_OF_MANAGEMENT = 4;
/** What the stack adds to a selector: its category, and its own resources of one kind, which are left out. */
const VALUES_ADDED = 6;

const fieldsOfSelectors = rule(['trail'], ({ trail }) =>
  trail.eventSelectors.flatMap((selector, position) =>
    mistakesOf(selector, `trail.eventSelectors[${position}]`),
  ),
);

const numberOfValues = rule(['trail'], ({ trail }) => {
  const most = VALUES_OF_A_TRAIL - VALUES_OF_MANAGEMENT - VALUES_ADDED * trail.eventSelectors.length;
  const count = countValues(trail);
  if (count <= Math.max(most, 0)) return [];
  return [
    `traildex.trail.eventSelectors has ${count} values in ${trail.eventSelectors.length} selectors; it takes at most ` +
      `${Math.max(most, 0)} in so many, because a trail takes ${VALUES_OF_A_TRAIL} and the stack adds some of its own.`,
  ];
});

function countValues({ eventSelectors }: TrailSettings): number {
  return eventSelectors
    .flatMap(({ fields }) => fields)
    .flatMap((field) => OPERATORS.map((operator) => field[operator]?.length ?? 0))
    .reduce((sum, count) => sum + count, 0);
}

function mistakesOf({ category, fields }: EventSelectorSettings, key: string): string[] {
  const names = fields.map(({ field }) => field);
  const required = REQUIRED_FIELD[category];
  const missing =
    `traildex.${key}.fields has no "${required}"; a selector of ${category} events takes it, ` +
    'with "equals" and one value.';
  return [
    ...(names.includes(required) ? [] : [missing]),
    ...fields.flatMap((field, position) => {
      const fieldKey = `${key}.fields[${position}]`;
      const known = FIELDS[category][field.field];
      if (known === undefined) {
        const choices = oneOf(Object.keys(FIELDS[category]).map((name) => JSON.stringify(name)));
        return [refuse(`${fieldKey}.field`, field.field, `${choices} in a selector of ${category} events`)];
      }
      const isRepeated = names.indexOf(field.field) < position;
      const repeated = refuse(
        `${fieldKey}.field`,
        field.field,
        'a field that the selector does not have yet',
      );
      return [...(isRepeated ? [repeated] : []), ...mistakesOfField(field, known, fieldKey)];
    }),
  ];
}

function mistakesOfField(field: FieldSelector, known: FieldRule, key: string): string[] {
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

export const EVENT_SELECTOR_RULES = [fieldsOfSelectors, numberOfValues];
