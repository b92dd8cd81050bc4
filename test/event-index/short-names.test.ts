import { describe, expect, it } from 'vitest';
import type { NameFilter } from '../../lib/event-index/filters.ts';
import { shortNameTest } from '../../lib/event-index/short-names.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Admin';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/Admin/mary';

describe('shortNameTest', () => {
  it.each<[NameFilter, string, string, boolean]>([
    ['eventSource', 's3', 's3.amazonaws.com', true],
    ['eventSource', 'S3', 's3.amazonaws.com', true],
    ['eventSource', 's3', 's3-outposts.amazonaws.com', false],
    ['eventSource', 's3*', 's3-outposts.amazonaws.com', true],
    ['eventSource', 'odd', 'odd', true],
    ['eventSource', 'amazonaws.com', 's3.amazonaws.com', false],
    ['eventName', 'getobject', 'GetObject', true],
    ['eventName', 'object', 'GetObject', false],
    ['eventName', '*object', 'GetObject', true],
    ['errorCode', 'accessdenied', 'AccessDenied', true],
    ['errorCode', 'denied', 'AccessDenied', false],
    ['errorCode', '*denied*', 'AccessDeniedException', true],
    ['user', 'alice', 'Alice', true],
    ['user', 'alice', 'alice@example.com', true],
    ['user', 'alice', 'alice.smith', false],
    ['user', 'alice*', 'alice.smith', true],
    // With a star, only what the pattern says.
    ['user', '*lice', 'alice@example.com', false],
    ['user', 'alice*', 'team/alice', false],
    ['principal', ROLE, ROLE, true],
    ['principal', 'role/admin', ROLE, true],
    ['principal', 'Admin', ROLE, true],
    ['principal', 'dmin', ROLE, false],
    ['principal', 'Admin', SESSION, false],
    ['principal', 'mary', SESSION, true],
    ['principal', 'root', 'arn:aws:iam::111122223333:root', true],
    ['principal', 'ec2', 'ec2.amazonaws.com', true],
    // It begins inside an ARN, as short names do, but at a `:` or `/`.
    ['principal', 'role/Ad*', ROLE, true],
    ['principal', 'Admin/*', SESSION, true],
    ['principal', 'dmin*', ROLE, false],
    ['principal', '*dmin', ROLE, true],
    ['principal', '*dmi*', ROLE, true],
    ['eventSource', 'amazonaws*', 's3.amazonaws.com', false],
  ])('%s %s means %s: %s', (filter, asked, value, means) => {
    expect(shortNameTest(filter, asked)(value)).toBe(means);
  });
});
