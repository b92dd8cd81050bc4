/**
 * Evaluates a DynamoDB filter expression of comparisons and functions joined by AND and OR, with brackets, as DynamoDB
 * does: AND binds closer than OR, a comparison with a missing attribute is false. Anything else is refused.
 */
import type { Item } from '../../lib/event-index/attribute-value.ts';
import type { FilterExpression } from '../../lib/event-index/filter-expression.ts';
import { textOf } from './memory-table.ts';

const TOKEN = /\s*(AND|OR|attribute_exists|attribute_not_exists|begins_with|contains|[(),=]|[#:]\w+)/y;

export function evaluateFilter(item: Item, filter: FilterExpression): boolean {
  const tokens = tokenize(filter.expression);
  let at = 0;
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`ValidationException: ${token} instead of ${expected} in ${filter.expression}`);
    }
    return token;
  };
  const nameOf = (token: string) => {
    const name = filter.names[token];
    if (name === undefined) throw new Error(`ValidationException: the name ${token} is not defined`);
    return name;
  };
  const textFor = (token: string) => {
    const value = filter.values[token];
    if (value === undefined) throw new Error(`ValidationException: the value ${token} is not defined`);
    return textOf(value);
  };

  const alternatives = (): boolean => {
    let result = clauses();
    while (tokens[at] === 'OR') {
      take();
      // Both sides are read, whatever the first says: the tokens must be consumed.
      const next = clauses();
      result = result || next;
    }
    return result;
  };
  const clauses = (): boolean => {
    let result = condition();
    while (tokens[at] === 'AND') {
      take();
      const next = condition();
      result = result && next;
    }
    return result;
  };
  const condition = (): boolean => {
    const first = take();
    if (first === '(') {
      const result = alternatives();
      take(')');
      return result;
    }
    if (first.startsWith('#')) {
      take('=');
      const [name, value] = [nameOf(first), textFor(take())];
      return name in item && textOf(item[name]) === value;
    }
    return callOf(first);
  };
  const takeArgument = (): string => {
    if (tokens[at] !== ',') return '';
    take();
    return textFor(take());
  };
  const callOf = (name: string): boolean => {
    take('(');
    const attribute = nameOf(take());
    const argument = takeArgument();
    take(')');
    const stored = item[attribute];
    if (name === 'attribute_exists') return stored !== undefined;
    if (name === 'attribute_not_exists') return stored === undefined;
    if (stored === undefined) return false;
    return name === 'begins_with' ? textOf(stored).startsWith(argument) : textOf(stored).includes(argument);
  };

  const result = alternatives();
  if (at !== tokens.length) throw new Error(`ValidationException: ${tokens[at]} is not expected`);
  return result;
}

function tokenize(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(expression); match !== null; match = TOKEN.exec(expression)) {
    tokens.push(match[1] ?? '');
    if (TOKEN.lastIndex === expression.length) return tokens;
  }
  throw new Error(`ValidationException: the expression ${expression} cannot be read`);
}
