/**
 * Bodies of messages that began as notifications: of keys around those of a trail, changed in any member, within their
 * envelopes, around them and once more in any character.
 */
import fc from 'fast-check';
import { envelope, FOREIGN_BUCKETS, FOREIGN_KEYS, GOOD_KEY, invocation, s3Event } from './forged-messages.ts';
import { BUCKET } from './world.ts';

type Json = fc.JsonValue;
/** Which of the places of a message changes, and into what; undefined takes it away. */
interface Change {
  readonly place: number;
  readonly to: Json | undefined;
}

function changed(message: unknown, { place, to }: Change): unknown {
  const places = placesOf(message);
  const at = place % places.length;
  let seen = 0;
  const rebuild = (value: unknown): unknown => {
    if (seen++ === at) return to;
    if (Array.isArray(value)) return value.map(rebuild).filter((element) => element !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rebuild(member)]));
  };
  return rebuild(message) ?? null;
}

function placesOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return [value, ...Object.values(value).flatMap(placesOf)];
}

/** Of the trail, of something else, or of the trail with something put in anywhere. */
function keysAround(own: readonly string[]): fc.Arbitrary<string> {
  const good = fc.constantFrom(...own);
  const foreign = FOREIGN_KEYS.map(([, key]) => key).filter((key) => key.length < 2_000);
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom('/', '../', '//', '\u0000', '.gz'),
  );
  const spoilt = fc
    .tuple(good, fc.nat(GOOD_KEY.length), text)
    .map(([key, at, inserted]) => key.slice(0, at) + inserted + key.slice(at));
  return fc.oneof(good, fc.constantFrom(...foreign), spoilt, fc.string({ unit: 'binary' }));
}

function messagesAbout(keys: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const buckets = fc.oneof(
    { weight: 5, arbitrary: fc.constant(BUCKET) },
    fc.constantFrom(...FOREIGN_BUCKETS),
  );
  return fc.oneof(
    fc.record({ s3Bucket: buckets, s3ObjectKey: fc.oneof(fc.array(keys, { maxLength: 5 }), keys) }),
    fc
      .tuple(buckets, keys)
      .map(([bucket, key]) => JSON.parse(s3Event(encodeURIComponent(key.toWellFormed()), bucket))),
    fc.tuple(buckets, keys).map(([name, key]) => ({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: { bucket: { name }, object: { key } },
    })),
  );
}

/** `own` are keys of the trail. */
export function bodiesAround(own: readonly string[]): fc.Arbitrary<string> {
  const keys = keysAround(own);
  const to: fc.Arbitrary<Json | undefined> = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(undefined, BUCKET, '__proto__', 'Notification', 'aws:sns', 'ObjectCreated:', 1e308),
    keys,
  );
  const change = fc.record({ place: fc.integer({ min: 1, max: 40 }), to });
  const changes = fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    fc.array(change, { minLength: 1, maxLength: 2 }),
  );
  const wraps = fc.array(
    fc.constantFrom(envelope, (body: string) => invocation(body, body)),
    { maxLength: 3 },
  );
  const splices = fc.option(fc.tuple(fc.nat(), fc.string({ maxLength: 2 })), { freq: 1 });
  return fc
    .tuple(messagesAbout(keys), changes, wraps, changes, splices)
    .map(([message, inner, around, outer, splice]) => {
      const text = around.reduce((body, wrap) => wrap(body), JSON.stringify(inner.reduce(changed, message)));
      const body = JSON.stringify(outer.reduce(changed, JSON.parse(text)));
      if (splice === null) return body;
      const at = splice[0] % body.length;
      return body.slice(0, at) + splice[1] + body.slice(at + 1);
    });
}
