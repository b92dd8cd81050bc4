/**
 * What was acted on: the ARNs that the record lists itself, then the ids and names in its request, its response and,
 * for service events, which have neither, their details, by the table in resource-fields.ts.
 *
 * Few records carry `resources[]`, and an auditor asks for the bucket, the instance or the role by whatever they know
 * of it, so an ARN and the bare name both stay. An object is `bucket/key`: its key alone names nothing. The list is
 * bounded, whatever the record holds: it shares an index entry of 1 KB with the rest of the summary.
 */
import { elementsOf, isObject, type JsonObject, memberOf, textIn, textOf } from './json.ts';
import { FIELDS_BY_SOURCE, FIELDS_OF_ANY_SOURCE, NAMING_SUFFIXES, NOT_RESOURCES } from './resource-fields.ts';

/** Resources kept of one event. */
export const MAX_RESOURCES = 16;
/** Longer values are cut, in UTF-16 units: their beginning still finds them. */
export const MAX_RESOURCE_LENGTH = 512;

const MAX_MEMBERS = 64;
const MAX_ELEMENTS = 16;

/** The table as a tree, keyed by member name in lower case. */
interface FieldNode {
  names: boolean;
  readonly members: Map<string, FieldNode>;
}

const ANY_SOURCE = treeOf(FIELDS_OF_ANY_SOURCE);
const TREE_BY_SOURCE = new Map(
  Object.entries(FIELDS_BY_SOURCE).map(([source, paths]) => [
    source,
    treeOf([...FIELDS_OF_ANY_SOURCE, ...paths]),
  ]),
);
const MASKS: ReadonlySet<string> = new Set([
  'HIDDEN_DUE_TO_SECURITY_REASONS',
  '<sensitiveDataRemoved>',
  '***',
  '*',
  '-',
]);

/** At most MAX_RESOURCES well-formed values without repeats; the record's own list of resources first. */
export function resourcesOf(record: JsonObject): string[] {
  const found: string[] = [];
  addListed(found, memberOf(record, 'resources'));
  const request = memberOf(record, 'requestParameters');
  const source = textIn(record, 'eventSource') ?? '';
  const fields = TREE_BY_SOURCE.get(source) ?? ANY_SOURCE;
  if (source === 's3.amazonaws.com') addObject(found, request);
  const eventName = textIn(record, 'eventName') ?? '';
  addNamed(found, unwrapped(request, `${eventName}Request`), fields, true);
  addNamed(found, unwrapped(memberOf(record, 'responseElements'), `${eventName}Response`), fields, true);
  if (memberOf(record, 'eventType') === 'AwsServiceEvent') {
    addNamed(found, memberOf(record, 'serviceEventDetails'), fields, true);
    addNamed(found, memberOf(record, 'additionalEventData'), fields, true);
  }
  return found;
}

/** Adds `value` as it is kept, unless it is masked, no name at all, already there or one too many. */
export function addResource(found: string[], value: string): void {
  if (value === '' || found.length >= MAX_RESOURCES || MASKS.has(value)) return;
  const resource = clipped(decodedArn(value)).toWellFormed();
  if (!isName(resource) || found.includes(resource)) return;
  found.push(resource);
}

/** `ARN` is documented; `ARNPrefix` stands in its place in calls on many S3 objects at once. */
function addListed(found: string[], resources: unknown): void {
  for (const resource of elementsOf(isObject(resources) ? [resources] : resources, MAX_ELEMENTS)) {
    const arn = textIn(resource, 'ARN') ?? textIn(resource, 'arn') ?? textIn(resource, 'ARNPrefix');
    if (arn !== undefined) addResource(found, arn);
  }
}

function addObject(found: string[], request: unknown): void {
  const bucket = textIn(request, 'bucketName');
  const key = textIn(request, 'key');
  if (bucket !== undefined && key !== undefined) addResource(found, `${bucket}/${key}`);
}

/** Newer EC2 actions put everything below one member that is named after the action. */
function unwrapped(parameters: unknown, wrapper: string): unknown {
  const inner = memberOf(parameters, wrapper);
  return isObject(inner) ? inner : parameters;
}

function addNamed(found: string[], parameters: unknown, fields: FieldNode, isFirstLevel: boolean): void {
  if (!isObject(parameters)) return;
  // A member listed as a whole (an encryption context) has keys that no table knows; its ARNs are told by their looks.
  const takesArns = isFirstLevel || fields.members.size === 0;
  let members = 0;
  for (const name of Object.keys(parameters)) {
    if (found.length >= MAX_RESOURCES || ++members > MAX_MEMBERS) return;
    const value = parameters[name];
    if (value === null || value === undefined || typeof value === 'boolean') continue;
    const field = fields.members.get(name.toLowerCase());
    const isNamed = field?.names === true || (isFirstLevel && hasNamingSuffix(name));
    addValue(found, value, { isNamed, takesArns, field });
  }
}

interface Found {
  /** Any text here is a resource's name. */
  readonly isNamed: boolean;
  /** Text that is an ARN is one. */
  readonly takesArns: boolean;
  readonly field: FieldNode | undefined;
}

function addValue(found: string[], value: unknown, at: Found): void {
  if (typeof value === 'string') {
    if (at.isNamed || (at.takesArns && isArn(value))) addResource(found, value);
  } else if (Array.isArray(value)) {
    for (const element of elementsOf(value, MAX_ELEMENTS)) {
      // An array in an array is no shape of AWS's, and would let a record decide how deep this goes.
      if (!Array.isArray(element)) addValue(found, element, at);
    }
  } else if (isObject(value)) {
    // EC2's wrapped actions write list elements as {"tag": 1, "content": "i-…"}.
    const content = at.isNamed ? textOf(memberOf(value, 'content')) : undefined;
    if (content !== undefined) addResource(found, content);
    if (at.field !== undefined) addNamed(found, value, at.field, false);
  }
}

function hasNamingSuffix(name: string): boolean {
  const singular = name.endsWith('s') ? name.slice(0, -1) : name;
  for (const suffix of NAMING_SUFFIXES) {
    if (singular.endsWith(suffix))
      return singular.length > suffix.length && !NOT_RESOURCES.has(singular.toLowerCase());
  }
  return false;
}

function isArn(value: string): boolean {
  return value.startsWith('arn:') && !value.includes(' ');
}

/** A name is one line; what opens with a bracket is a document that a service keeps under a name-like member. */
function isName(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return !/^[{[]|[\x00-\x1f\x7f]/.test(value);
}

/** REST services log path parameters as sent, `arn%3Aaws%3A…`; nobody would ask for that spelling. */
function decodedArn(value: string): string {
  if (!/^arn%3a/i.test(value)) return value;
  try {
    const decoded = decodeURIComponent(value);
    return isName(decoded) ? decoded : value;
  } catch {
    return value; // Not percent-encoding after all: the text as it stands is what there is to find.
  }
}

function clipped(value: string): string {
  if (value.length <= MAX_RESOURCE_LENGTH) return value;
  const lastUnit = value.charCodeAt(MAX_RESOURCE_LENGTH - 1);
  const splitsPair = lastUnit >= 0xd800 && lastUnit <= 0xdbff;
  return value.slice(0, splitsPair ? MAX_RESOURCE_LENGTH - 1 : MAX_RESOURCE_LENGTH);
}

function treeOf(paths: readonly string[]): FieldNode {
  const root: FieldNode = { names: false, members: new Map() };
  for (const path of paths) {
    let node = root;
    for (const name of path.toLowerCase().split('.')) {
      const next = node.members.get(name) ?? { names: false, members: new Map() };
      node.members.set(name, next);
      node = next;
    }
    node.names = true;
  }
  return root;
}
