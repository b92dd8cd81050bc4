/**
 * What a policy document allows, as far as an audit asks: everything, to everyone, to other accounts.
 *
 * Records hold documents as text (IAM, KMS, SQS and most), as percent-encoded text (IAM's responses) or as an object
 * (S3). Members that AWS takes as one value or a list are lists here. What is no document allows nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { isObject, type JsonObject, memberOf } from '../../../cloudtrail/json.ts';
import { isNarrowed, listOf, textsOf } from './policy-condition.ts';

/** The statements of a document that allow something. */
export function allowancesIn(document: unknown): readonly JsonObject[] {
  return listOf(memberOf(parsed(document), 'Statement'))
    .filter(isObject)
    .filter((statement) => memberOf(statement, 'Effect') === 'Allow');
}

/** Whoever has all of IAM can give themselves the rest. Names of actions are the same in any case. */
const EVERY_ACTION = /^(?:\*+|\*+:\*+|iam:\?*\*[*?]*)$/i;
const EVERY_RESOURCE = /^(?:arn:(?:[^:]*:(?:iam:[^:]*:(?:[^:]*:)?)?)?)?[?:]*\*[*?:]*$/;

/**
 * Any action on any resource, or any of IAM's; a condition may narrow when, not what. All but some (`NotAction`,
 * `NotResource`) is any too: whoever writes the document chooses the spelling.
 */
export function allowsEverything(statement: JsonObject): boolean {
  const isEvery = (name: 'Action' | 'Resource', every: RegExp) =>
    Object.hasOwn(statement, `Not${name}`) ||
    textsOf(memberOf(statement, name)).some((value) => every.test(value));
  return isEvery('Action', EVERY_ACTION) && isEvery('Resource', EVERY_RESOURCE);
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

function parsed(document: unknown): unknown {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(/^%7b/i.test(document) ? decodeURIComponent(document) : document);
  } catch {
    return undefined; // Other text than a document.
  }
}
