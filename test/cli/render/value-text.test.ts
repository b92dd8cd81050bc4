import { describe, expect, it } from 'vitest';
import {
  describeBeginnings,
  shortenValue,
  type ValueKind,
  valueText,
} from '../../../lib/cli/render/value-text.ts';

describe('valueText', () => {
  it.each<[ValueKind, string | undefined, string]>([
    ['whole', 'alice', 'alice'],
    ['beginning', 'aws-sdk', 'aws-sdk…'],
    ['missing', undefined, '(none)'],
    ['not-kept', undefined, '(not kept in the index)'],
    ['other', undefined, '(other)'],
    ['whole', '(none)', '"(none)"'],
  ])('%s %s', (kind, text, shown) => {
    expect(valueText(kind, text)).toBe(shown);
  });
});

describe('shortenValue', () => {
  it.each([
    ['arn:aws:iam::111122223333:role/Admin', 36, 'arn:aws:iam::111122223333:role/Admin'],
    ['arn:aws:iam::111122223333:role/Admin', 35, '…111122223333:role/Admin'],
    ['arn:aws-cn:sts::111122223333:assumed-role/A/b', 40, '…111122223333:assumed-role/A/b'],
    ['arn:aws:sqs:eu-west-1:111122223333:orders', 35, '…sqs:eu-west-1:111122223333:orders'],
    ['arn:aws:iam::111122223333:role/service-role/orders', 24, '…11112222333…role/orders'],
    ['Mozilla/5.0 (X11; Linux)', 11, 'Mozil…inux)'],
  ])('%s in %d columns', (text, width, shown) => {
    expect(shortenValue(text, width)).toBe(shown);
  });
});

it('says that beginnings are counted as one, where there are any', () => {
  expect(
    describeBeginnings([{ value: { kind: 'whole', text: 'a' } }, { value: { kind: 'missing' } }]),
  ).toEqual([]);
  expect(describeBeginnings([{ value: { kind: 'beginning', text: 'a' } }])).toEqual([
    'Of long values the index keeps the beginning: all that begin alike are counted as one.',
  ]);
});
