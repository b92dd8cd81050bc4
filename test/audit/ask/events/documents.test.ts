/** How policy documents and parameters are read, whoever wrote them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { membersNamed, textsIn } from '../../../../lib/audit/ask/events/members.ts';
import {
  accountsNamedIn,
  allowancesIn,
  allowsEveryone,
  allowsEverything,
} from '../../../../lib/audit/ask/events/policy-document.ts';

const statement = { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' };

describe('allowancesIn', () => {
  it('reads objects, text and percent-encoded text, one statement or several', () => {
    const text = JSON.stringify({ Statement: [statement, { ...statement, Effect: 'Deny' }] });
    expect(allowancesIn(JSON.parse(text))).toEqual([statement]);
    expect(allowancesIn(text)).toEqual([statement]);
    expect(allowancesIn(encodeURIComponent(text))).toEqual([statement]);
    expect(allowancesIn({ Statement: statement })).toEqual([statement]);
  });

  it('finds nothing in what is no document', () => {
    for (const value of [
      undefined,
      null,
      '',
      '*',
      '%7b%',
      '[1]',
      { Statement: 'Allow' },
      { Statement: [null] },
    ]) {
      expect(allowancesIn(value)).toEqual([]);
    }
  });

  it('takes any value without complaint', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, asText) => {
        const document = {
          Statement: { Effect: 'Allow', Principal: value, Action: value, Condition: value },
        };
        const allowances = allowancesIn(asText ? JSON.stringify(document) : document);
        expect(allowances).toHaveLength(1);
        for (const allowance of allowances) {
          expect(typeof allowsEveryone(allowance)).toBe('boolean');
          expect(typeof allowsEverything(allowance)).toBe('boolean');
          expect(accountsNamedIn(allowance).every((name) => typeof name === 'string')).toBe(true);
        }
      }),
    );
  });
});

describe('allowsEverything', () => {
  const allows = (own: object) => allowsEverything({ Effect: 'Allow', ...own });

  it.each(['*', '**', '*:*', '**:*', 'iam:*', 'IAM:*', 'Iam:**', 'iam:?*', 'iam:*?'])(
    'takes the action %s for all',
    (Action) => {
      expect(allows({ Action, Resource: '*' })).toBe(true);
    },
  );

  it.each(['', '?', 's3:*', 'iam:Get*', 'iam:?', 'iam:*User', '*:Get*', 'xiam:*', 'iam:'])(
    'takes the action %j for some',
    (Action) => {
      expect(allows({ Action, Resource: '*' })).toBe(false);
    },
  );

  it.each([
    '**',
    '?*',
    'arn:*',
    'arn:aws:*',
    'arn:aws:*:*:*:*',
    'arn:aws:iam::*',
    'arn:aws:iam::111122223333:*',
  ])('takes the resource %s for all', (Resource) => {
    expect(allows({ Action: 'iam:*', Resource })).toBe(true);
  });

  it.each(['', '?', 'arn:aws:s3:::*', 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::*:user/*'])(
    'takes the resource %j for some',
    (Resource) => {
      expect(allows({ Action: '*', Resource })).toBe(false);
    },
  );

  it('takes all but some for all', () => {
    expect(allows({ NotAction: 'sts:GetCallerIdentity', Resource: '*' })).toBe(true);
    expect(allows({ Action: '*', NotResource: 'arn:aws:s3:::none' })).toBe(true);
    expect(allows({ NotAction: ['s3:*'], NotResource: ['arn:aws:s3:::none'] })).toBe(true);
    expect(allows({ NotAction: 's3:*', Resource: 'arn:aws:s3:::web' })).toBe(false);
    expect(allows({ Action: 's3:*', NotResource: 'arn:aws:s3:::none' })).toBe(false);
  });

  it('does not take long over what somebody made long', () => {
    const long = '*'.repeat(200_000);
    expect(allows({ Action: `iam:${long}x`, Resource: `arn:aws:${long}x` })).toBe(false);
    expect(allows({ Action: '*', Resource: `arn:${'*:'.repeat(100_000)}x` })).toBe(false);
  });
});

describe('allowsEveryone', () => {
  const under = (Condition: unknown) => allowsEveryone({ ...statement, Condition });

  it('counts everybody but those named, too', () => {
    expect(allowsEveryone({ Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } })).toBe(
      true,
    );
  });

  it.each([
    { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::web' } },
    { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } },
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-abcdefghij/r-ab12/*' } },
    { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:*' } },
    { StringLike: { 'aws:PrincipalArn': 'arn:*:111122223333:role/ci' } },
    { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::cloudfront:user/CloudFront' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:web' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:111122223333:*' } },
    { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32', '2001:db8::1'] } },
  ])('takes %j for a limit', (condition) => {
    expect(under(condition)).toBe(false);
  });

  it.each([
    undefined,
    {},
    { Bool: { 'aws:SecureTransport': 'true' } },
    { StringNotEquals: { 'aws:SourceAccount': '111122223333' } },
    { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } },
    { Null: { 'aws:SourceAccount': 'true' } },
    { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
    { 'forallvalues:StringLike': { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:*' } },
    { StringLike: { 'aws:PrincipalArn': '*' } },
    { StringLike: { 'aws:PrincipalArn': '**' } },
    { StringLike: { 'aws:PrincipalArn': '*:role/ci' } },
    { StringLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:root', 'arn:*'] } },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:alarms' } },
    { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
    { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } },
    { IpAddress: { 'aws:SourceIp': '2000::/3' } },
    { IpAddress: { 'aws:SourceIp': '::/0' } },
    { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '0.0.0.0/0'] } },
  ])('takes %j for none', (condition) => {
    expect(under(condition)).toBe(true);
  });
});

describe('members and texts', () => {
  const parameters = {
    groupId: 'sg-1',
    ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }, { CidrIp: 7 }] } }] },
  };

  it('are found at any depth, names in any case', () => {
    expect(membersNamed(parameters, 'cidrip', 'cidripv6')).toEqual(['10.0.0.0/8', 7]);
    expect(textsIn(parameters)).toEqual(['sg-1', '10.0.0.0/8']);
    expect(textsIn('one')).toEqual(['one']);
    expect(textsIn(['one', ['two']])).toEqual(['one', 'two']);
    expect(textsIn(null)).toEqual([]);
  });

  it('are not looked for without end', () => {
    let deep: unknown = { cidrIp: '0.0.0.0/0' };
    for (let level = 0; level < 10_000; level++) deep = { items: [deep] };
    expect(membersNamed(deep, 'cidrip')).toEqual([]);
  });
});
