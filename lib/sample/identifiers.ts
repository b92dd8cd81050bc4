/**
 * Ids in the form that AWS gives them: access keys, unique ids of users and roles, ids of resources.
 *
 * Everything that could be mistaken for a live credential ends in EXAMPLE, as AWS's own documentation does, so that no
 * secret scanner and no reader takes a sample trail for a leak. What belongs to the organisation (a role's unique id)
 * follows from its name and is the same under every seed; what happens on the day is drawn.
 * Forms: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */

import { BASE32, createRandom, HEX, hashText, type Random } from './random.ts';

const UPPER_ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The beginning that real session tokens share, then an invented rest. */
const SESSION_TOKEN_START = 'IQoJb3JpZ2luX2VjE';

/** The id of a user (`AIDA`), role (`AROA`) or long-term key (`AKIA`) that exists whatever the seed. */
export function buildLastingId(kind: 'AIDA' | 'AROA' | 'AKIA', name: string): string {
  const length = kind === 'AKIA' ? 20 : 21;
  const drawn = createRandom(hashText(name), kind).text(BASE32, length - 'AKIAEXAMPLE'.length);
  return `${kind}${drawn}EXAMPLE`;
}

/** Key ids and UUIDs of the resources that exist whatever the seed. */
export function buildLastingUuid(name: string): string {
  return createRandom(hashText(name), 'uuid').uuid();
}

export function buildLastingHex(name: string, length: number): string {
  return createRandom(hashText(name), 'hex').text(HEX, length);
}

export function drawTemporaryKey(random: Random): string {
  return `ASIA${random.text(BASE32, 9)}EXAMPLE`;
}

export function drawSessionToken(random: Random): string {
  return `${SESSION_TOKEN_START}${random.text(BASE64, 40)}EXAMPLETOKEN==`;
}

/** S3 gives request ids of its own form. */
export function drawS3RequestId(random: Random): string {
  return random.text(UPPER_ALPHANUMERIC, 16);
}

/** `i-0…`, `vol-0…`, `eni-0…`: ids of EC2 resources have 17 hexadecimal digits, the first of them 0. */
export function drawEc2Id(random: Random, kind: string): string {
  return `${kind}-0${random.text(HEX, 16)}`;
}

/** S3's second request id, as `additionalEventData` carries it. */
export function drawExtendedRequestId(random: Random): string {
  return `${random.text(BASE64, 75)}=`;
}
