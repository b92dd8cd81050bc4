/**
 * Tags, within what all services of the stack take. IAM is the strictest: of two keys that differ in case alone
 * it refuses one. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
import { z } from 'zod';
import { text } from './patterns.ts';

/** One is left to the CDK, which marks buckets that it empties before it deletes them. */
const MOST_TAGS = 49;

const CHARACTERS = 'letters, digits, spaces and _ . : / = + - @, not beginning with "aws:"';

const TAG_KEY = text(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu, `1 to 128 ${CHARACTERS}`);
const TAG_VALUE = text(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/iu, `up to 256 ${CHARACTERS}`);

export const TAGS = z
  .record(TAG_KEY, TAG_VALUE)
  .refine((tags) => Object.keys(tags).length <= MOST_TAGS && haveDistinctKeys(tags))
  .meta({
    takes: `an object of at most ${MOST_TAGS} tags (key: value), no two keys differing in upper and lower case alone`,
  })
  .default({})
  .describe('Tags of everything in the stack that takes tags.');

function haveDistinctKeys(tags: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(tags).map((key) => key.toLowerCase());
  return new Set(keys).size === keys.length;
}
