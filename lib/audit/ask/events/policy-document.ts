/**
 * What a policy document allows, as far as an audit asks: everything, to everyone, to other accounts.
 *
 * Records hold documents as text (IAM, KMS, SQS and most), as percent-encoded text (IAM's responses) or as an object
 * (S3). Members that AWS takes as one value or a list are lists here. What is no document allows nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { isObject, type JsonObject, memberOf } from '../../../cloudtrail/json.ts';

/** The statements of a document that allow something. */
export function allowancesIn(document: unknown): readonly JsonObject[] {
  return listOf(memberOf(parsed(document), 'Statement'))
    .filter(isObject)
    .filter((statement) => memberOf(statement, 'Effect') === 'Allow');
}

/** Any action on any resource; a condition may narrow when, not what. */
export function allowsEverything(statement: JsonObject): boolean {
  const actions = textsOf(memberOf(statement, 'Action'));
  const resources = textsOf(memberOf(statement, 'Resource'));
  return actions.some((action) => action === '*' || action === '*:*') && resources.includes('*');
}

/** Anybody at all: no condition of the statement says who or from where. */
export function allowsEveryone(statement: JsonObject): boolean {
  const isAnybody = accountsNamedIn(statement).includes('*') || Object.hasOwn(statement, 'NotPrincipal');
  return isAnybody && !isNarrowed(memberOf(statement, 'Condition'));
}

/** `*`, account numbers and ARNs that a statement names as principals of AWS. */
export function accountsNamedIn(statement: JsonObject): readonly string[] {
  const principal = memberOf(statement, 'Principal');
  return textsOf(isObject(principal) ? memberOf(principal, 'AWS') : principal);
}

/** Condition keys that tie a request to somebody or to a place. In lower case. */
const NARROWING = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'aws:username',
  'aws:vpcsourceip',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
]);

/** Values that tie to nobody and nowhere. */
const ANYTHING = new Set(['*', '0.0.0.0/0', '::/0']);

/** Operators that name who is left out, or let pass who does not say. */
const LOOSE_OPERATOR = /not|null$|ifexists$/i;

function isNarrowed(condition: unknown): boolean {
  if (!isObject(condition)) return false;
  return Object.entries(condition).some(
    ([operator, keys]) =>
      !LOOSE_OPERATOR.test(operator) &&
      isObject(keys) &&
      Object.entries(keys).some(
        ([key, values]) =>
          NARROWING.has(key.toLowerCase()) && !textsOf(values).some((value) => ANYTHING.has(value)),
      ),
  );
}

function parsed(document: unknown): unknown {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(/^%7b/i.test(document) ? decodeURIComponent(document) : document);
  } catch {
    return undefined; // Other text than a document.
  }
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((element) => typeof element === 'string');
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
