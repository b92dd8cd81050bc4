/**
 * Tests an event against filters: the last word on every answer, because DynamoDB cannot filter everything.
 *
 * An event out of the index may be cut: where the part that is missing decides, the verdict is `unsure` and the full
 * record has to be asked. Of an event parsed from its record nothing is missing.
 */
import type { TrailEvent } from '../cloudtrail/event.ts';
import { parseAddressRange } from './address-range.ts';
import {
  type EventFilters,
  type FieldFilter,
  KEY_FILTERS,
  type NameFilter,
  type SummaryField,
} from './filters.ts';
import { beginningOfKey, isCutKey, toKeyValue } from './key-value.ts';
import { isBeginning, matchesPart } from './resource-list.ts';
import { shortNameTest } from './short-names.ts';
import { fold, matchesBeginning, matchesPattern, parsePattern, UNKNOWN_REST } from './text-pattern.ts';
import { allOf, anyOf, negated, type Verdict, verdictOf } from './verdict.ts';

export interface TestedEvent extends TrailEvent {
  /** Names of attributes of which only the beginning is known. @default none */
  readonly clipped?: readonly string[];
}

export type EventTest = (event: TestedEvent) => Verdict;

/** Whether some events may have to be looked up to decide: summaries cut what these filters ask for. */
export function needsRecords(filters: EventFilters): boolean {
  const { user, accessKeyId, sourceIPAddress, resource, userAgent, eventCategory, not, where } = filters;
  const asked = [user, accessKeyId, sourceIPAddress, resource, userAgent, eventCategory, not, where];
  return asked.some((values) => values !== undefined);
}

/** Tests everything but `where`, which only a record can answer. */
export function toEventTest(filters: EventFilters): EventTest {
  const tests = [...keyTests(filters), ...valueTests(filters), ...patternTests(filters)];
  if (filters.errors) tests.push((event) => verdictOf(event.failed));
  if (filters.succeeded) tests.push((event) => verdictOf(!event.failed));
  if (filters.readOnly !== undefined) tests.push(({ readOnly }) => verdictOf(readOnly === filters.readOnly));
  for (const excluded of filters.not ?? []) {
    const test = toFieldTest(excluded);
    tests.push((event) => negated(test(event)));
  }
  return (event) => allOf(tests, (test) => test(event));
}

/** Keys are cut the same way in the index and in a question: their equality is certain. */
function keyTests(filters: EventFilters): EventTest[] {
  return KEY_FILTERS.flatMap((attribute): EventTest[] => {
    const wanted = filters[attribute];
    if (wanted === undefined || attribute === 'accessKeyId' || attribute === 'sourceIPAddress') return [];
    const keys = new Set(wanted.map((value) => toKeyValue(attribute, value)));
    const holds = (event: TestedEvent) => keys.has(toKeyValue(attribute, event[attribute]));
    // Where an event has no user name, none is stored: `-` is the name of somebody then.
    if (attribute === 'userName') return [(event) => verdictOf(event.userName !== undefined && holds(event))];
    // An Insight may carry the error code that it is about.
    if (attribute === 'errorCode') return [(event) => verdictOf(event.failed && holds(event))];
    return [(event) => verdictOf(holds(event))];
  });
}

function valueTests(filters: EventFilters): EventTest[] {
  const attributes = ['recipientAccountId', 'awsRegion', 'eventCategory', 'credentialKind'] as const;
  return attributes.flatMap((attribute): EventTest[] => {
    const wanted: readonly string[] | undefined = filters[attribute];
    if (wanted === undefined) return [];
    const lower = new Set(wanted.map((value) => value.toLowerCase()));
    return [
      (event) => {
        const value = event[attribute];
        // What had to give way is missing as a whole, or else whole: these values are short.
        if (value === undefined && isClipped(event, attribute)) return 'unsure';
        return verdictOf(value !== undefined && lower.has(value.toLowerCase()));
      },
    ];
  });
}

function patternTests(filters: EventFilters): EventTest[] {
  const { user, accessKeyId, sourceIPAddress, resource, userAgent } = filters;
  const tests: EventTest[] = [];
  const add = (wanted: readonly string[] | undefined, toTest: (value: string) => EventTest) => {
    if (wanted === undefined) return;
    const alternatives = wanted.map(toTest);
    tests.push((event) => anyOf(alternatives, (test) => test(event)));
  };
  add(user, (value) => {
    const [name, identity] = [nameTest('userName', 'user', value), nameTest('sourceIdentity', 'user', value)];
    return (event) => anyOf([name, identity], (test) => test(event));
  });
  add(accessKeyId, (value) => patternTest('accessKeyId', value));
  add(sourceIPAddress, addressTest);
  add(resource, resourceTest);
  add(userAgent, (value) => patternTest('userAgent', value));
  return tests;
}

function addressTest(asked: string): EventTest {
  const range = parseAddressRange(asked);
  if (range === undefined) return patternTest('sourceIPAddress', asked);
  return ({ sourceIPAddress }) => verdictOf(sourceIPAddress !== undefined && range.contains(sourceIPAddress));
}

/** Parts of a resource count, because the index does not keep a name that is a part of another entry. */
function resourceTest(asked: string): EventTest {
  const pattern = parsePattern(asked);
  return (event) => {
    const clipped = isClipped(event, 'resources');
    const known = event.resources.map((resource) =>
      clipped && isBeginning(resource) ? resource + UNKNOWN_REST : resource,
    );
    if (known.some((resource) => matchesPart(pattern, fold(resource)))) return 'yes';
    return clipped ? 'unsure' : 'no';
  };
}

type TextField = Exclude<SummaryField, 'mfa' | 'readOnly' | 'resources'>;

function patternTest(field: TextField, asked: string): EventTest {
  const pattern = parsePattern(asked);
  return (event) => {
    const value = event[field];
    if (isAskedByKey(field, asked, value)) return 'yes';
    if (!isClipped(event, field)) return verdictOf(matchesPattern(pattern, value));
    return matchesBeginning(pattern, value === undefined ? undefined : beginningOfKey(value));
  };
}

/** As `patternTest`, for fields whose values people shorten. */
function nameTest(field: TextField, filter: NameFilter, asked: string): EventTest {
  const whole = patternTest(field, asked);
  const isMeant = shortNameTest(filter, asked);
  return (event) => {
    const value = event[field];
    if (value === undefined || isAskedByKey(field, asked, value)) return whole(event);
    if (!isClipped(event, field)) return verdictOf(isMeant(value));
    if (isMeant(beginningOfKey(value) + UNKNOWN_REST)) return 'yes';
    // A short principal may be how the part ends that is missing.
    return filter === 'principal' ? 'unsure' : whole(event);
  };
}

/** Whether a long value is asked for as answers show it, as a beginning and a hash, or by all of it. */
function isAskedByKey(field: TextField, asked: string, value: string | undefined): boolean {
  const attribute = field === 'sourceIdentity' ? 'userName' : KEY_FILTERS.find((name) => name === field);
  if (attribute === undefined || value === undefined) return false;
  const key = toKeyValue(attribute, value);
  return isCutKey(key) && toKeyValue(attribute, asked) === key;
}

const NAMES: Readonly<Partial<Record<SummaryField, NameFilter>>> = {
  eventSource: 'eventSource',
  eventName: 'eventName',
  principal: 'principal',
  userName: 'user',
  sourceIdentity: 'user',
};

function toFieldTest({ field, value: asked }: FieldFilter): EventTest {
  if (field === 'resources') return resourceTest(asked);
  if (field === 'sourceIPAddress') return addressTest(asked);
  if (field === 'mfa' || field === 'readOnly') {
    const pattern = parsePattern(asked);
    return (event) => verdictOf(matchesPattern(pattern, event[field]?.toString()));
  }
  const filter = NAMES[field];
  const test = filter === undefined ? patternTest(field, asked) : nameTest(field, filter, asked);
  // The error code of an Insight is what it is about.
  return field === 'errorCode' ? (event) => (event.failed ? test(event) : 'no') : test;
}

function isClipped({ clipped }: TestedEvent, field: string): boolean {
  return clipped?.includes(field) ?? false;
}
