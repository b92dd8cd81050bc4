import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../lib/cli/errors.ts';
import { addFilterOptions, filtersOf, flagsFor } from '../../lib/cli/filter-options.ts';
import type { EventFilters } from '../../lib/event-index/filters.ts';

/** What a command line asks for; what it does not is left out. */
function parse(...argv: string[]): EventFilters {
  const command = addFilterOptions(new Command().exitOverride().configureOutput({ writeErr: () => {} }));
  const filters = filtersOf(command.parse(argv, { from: 'user' }).opts());
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

describe('filter flags', () => {
  it.each<[string[], EventFilters]>([
    [[], {}],
    [['--source', 's3', '--source', 'iam'], { eventSource: ['s3', 'iam'] }],
    [['--name', 'Delete*'], { eventName: ['Delete*'] }],
    [['--principal', 'role/Admin'], { principal: ['role/Admin'] }],
    [['--user', 'alice'], { user: ['alice'] }],
    [['--access-key', 'akiaiosfodnn7example'], { accessKeyId: ['AKIAIOSFODNN7EXAMPLE'] }],
    [['--ip', '2001:DB8::7', '--ip', '10.0.0.0/8'], { sourceIPAddress: ['2001:db8::7', '10.0.0.0/8'] }],
    [['--ip', 'aws internal'], { sourceIPAddress: ['AWS Internal'] }],
    [['--resource', 'reports'], { resource: ['reports'] }],
    [['--user-agent', 'aws-cli*'], { userAgent: ['aws-cli*'] }],
    [['--account', '1111-2222-3333'], { recipientAccountId: ['111122223333'] }],
    [['--event-region', 'EU-West-1'], { awsRegion: ['eu-west-1'] }],
    [['--kind', 'ROOT', '--kind', 'role'], { credentialKind: ['root', 'role'] }],
    [['--category', 'networkactivity'], { eventCategory: ['NetworkActivity'] }],
    [['--errors'], { errors: true }],
    [['--error', '*Denied*'], { errorCode: ['*Denied*'] }],
    [['--succeeded'], { succeeded: true }],
    [['--writes'], { readOnly: false }],
    [['--reads'], { readOnly: true }],
    // Every name is no filter, beside others as well; a user is not every event's.
    [['--source', '*', '--name', 'A', '--name', '*', '--principal', '*'], {}],
    [['--user', '*', '--error', '*'], { user: ['*'], errorCode: ['*'] }],
  ])('%j', (argv, filters) => {
    expect(parse(...argv)).toEqual(filters);
  });

  it.each([
    ['source=s3', 'eventSource', 's3'],
    ['eventsource=s3', 'eventSource', 's3'],
    ['User=alice', 'userName', 'alice'],
    ['ip=10.0.0.0/8', 'sourceIPAddress', '10.0.0.0/8'],
    ['resource=reports', 'resources', 'reports'],
    ['error=AccessDenied', 'errorCode', 'AccessDenied'],
    ['kind=root', 'credentialKind', 'root'],
    ['region=eu-*', 'awsRegion', 'eu-*'],
    ['mfa=true', 'mfa', 'true'],
    // The first = separates.
    ['userAgent=a=b', 'userAgent', 'a=b'],
    ['errorMessage=', 'errorMessage', ''],
  ])('--not %s', (typed, field, value) => {
    expect(parse('--not', typed)).toEqual({ not: [{ field, value }] });
  });

  it('--where takes any path as it is typed', () => {
    expect(parse('--where', 'requestParameters.Key=a=b', '--where', 'additionalEventData.x=1')).toEqual({
      where: [
        { path: 'requestParameters.Key', value: 'a=b' },
        { path: 'additionalEventData.x', value: '1' },
      ],
    });
  });

  it.each([
    [['--not', 'source'], 'It takes a name and a value: source=s3.'],
    [['--not', '=s3'], 'It takes a name and a value: source=s3.'],
    [['--not', 'usrAgent=x'], 'There is no field usrAgent. Did you mean userAgent?'],
    [['--where', 'bucket'], 'It takes a name and a value'],
    [['--ip', '10.0.0/8'], 'A range is an address and a number of bits'],
    [['--kind', 'robot'], 'Use root, iam-user,'],
    [['--category', 'Manage'], 'Use Management, Data,'],
    [['--account', '123'], 'An account id has 12 digits; * at either end stands for others.'],
    [['--event-region', 'eu_1'], 'A region is named like eu-central-1.'],
    [['--user', ' '], 'It needs a value.'],
    [['--user', '--errors'], 'That is a flag'],
  ])('refuses %j', (argv, message) => {
    expect(() => parse(...argv)).toThrow(message);
  });

  it.each([
    ['--errors', '--succeeded'],
    ['--error=X', '--succeeded'],
    ['--writes', '--reads'],
  ])('refuses %s beside %s', (...argv) => {
    expect(() => parse(...argv)).toThrow(UsageError);
  });
});

describe('flagsFor', () => {
  it.each<[string[]]>([
    [['--source', 's3', '--name', 'Get*', '--principal', 'role/x y', '--user', "o'neil"]],
    [['--access-key', 'AKIA*', '--ip', '10.0.0.0/8', '--resource', 'a', '--user-agent', '*x*']],
    [['--account', '111122223333', '--event-region', 'eu-west-1', '--kind', 'root', '--category', 'Data']],
    [['--error', 'X', '--errors', '--writes']],
    [['--succeeded', '--reads', '--not', 'eventSource=s3', '--where', 'a.b=c d']],
  ])('gives back what %j means', (argv) => {
    const words = flagsFor(parse(...argv)).flatMap((flag) => {
      const [, name = flag, value] = /^(--[\w-]+) (.*)$/s.exec(flag) ?? [];
      if (value === undefined) return [name];
      return [name, value.replace(/^'(.*)'$/s, '$1').replaceAll("'\\''", "'")];
    });
    expect(parse(...words)).toEqual(parse(...argv));
    expect(words.toSorted()).toEqual(argv.toSorted());
  });

  it('quotes what a shell would take apart', () => {
    const filters: EventFilters = {
      eventName: ['a b'],
      user: ["o'neil"],
      where: [{ path: 'a', value: '$(b)' }],
    };
    expect(flagsFor(filters)).toEqual(["--name 'a b'", "--user 'o'\\''neil'", "--where 'a=$(b)'"]);
  });

  it('has no flag for what nobody can type, and none for what is not asked', () => {
    expect(flagsFor({ userName: ['alice'], errors: false, eventName: undefined })).toEqual([]);
  });
});
