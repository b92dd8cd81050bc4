/**
 * Random trails: raw CloudTrail records as JSON objects, from alphabets so small that values, seconds and beginnings
 * collide. What makes answers hard is in them on purpose: texts longer than a summary or a key holds that begin alike,
 * lists of resources that overflow, missing members, one id for two records, one record in two log files.
 */
import fc from 'fast-check';

export type RawRecord = Readonly<Record<string, unknown>>;

export interface TrailEntry {
  readonly record: RawRecord;
  /** Which of the trail's log files holds it. */
  readonly file: number;
  /** Whether the writer used its first or its second number of write shards, where these differ. */
  readonly late: boolean;
}

/** Two in three of the usual values; `rare` are the ones that are cut, odd or missing. */
function mostly<Value, Rare>(usual: readonly Value[], rare: readonly Rare[]): fc.Arbitrary<Value | Rare> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...rare) },
  );
}

export const TIMES = [
  '2023-12-31T23:59:59Z',
  '2024-01-01T00:00:00Z',
  '2024-01-01T00:00:01Z',
  '2024-02-29T12:00:00Z',
  '2024-02-29T23:59:59Z',
  '2024-03-01T00:00:00Z',
  '2024-03-17T09:00:00Z',
  '2025-06-30T08:15:00Z',
];
/** The same moments in other words, a fraction of a second, the ends of time. */
const ODD_TIMES = [
  '2024-01-01T01:00:00+01:00',
  '2024-03-01T00:00:00.999Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
];

const LONG_USER = `build-${'u'.repeat(95)}`;
const LONG_PATH = `${'division/'.repeat(22)}`;
const LONG_IDENTITY = `carol.${'c'.repeat(60)}`;
const LONG_AGENT = 'aws-cli/2.15.30 md/awscrt#0.19.19 ua/2.0 os/linux#6.1';
const ACCOUNTS = ['111122223333', '444455556666'];

const account = fc.constantFrom(...ACCOUNTS);
const userName = mostly(
  ['alice', 'bob', 'Alice', 'deploy'],
  [`${LONG_USER}1`, `${LONG_USER}2`, 'zoë', 'ΟΔΥΣΣΕΥΣ', 'mallory\u001b[31m', undefined],
);
const sessionName = mostly(
  ['alice', 'alice@corp.example', 'i-0abc'],
  [`${LONG_USER}1`, `${LONG_USER}2`, `${LONG_USER}@corp.example`],
);
const roleName = mostly(['Admin', 'team/Auditor', 'admin'], [`${LONG_PATH}Admin`, `${LONG_PATH}Auditor`]);
const sourceIdentity = mostly(
  [undefined, 'alice', 'bob@corp.example'],
  [`${LONG_IDENTITY}1`, `${LONG_IDENTITY}2`, `${LONG_IDENTITY}@corp.example`],
);
const accessKeyId = mostly(
  ['AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE', 'AKIAI44QH8DHBEXAMPLE'],
  [undefined, '', `ASIA${'X'.repeat(40)}1`, `ASIA${'X'.repeat(40)}2`],
);

const userIdentity = fc
  .tuple(account, userName, fc.tuple(sessionName, roleName, sourceIdentity), accessKeyId, fc.nat(11))
  .map(([accountId, user, [session, role, identity], key, kind]): unknown => {
    const signed = { accountId, accessKeyId: key };
    if (kind < 3) {
      const arn = user && `arn:aws:iam::${accountId}:user/${user}`;
      return { type: 'IAMUser', userName: user, arn, principalId: 'AIDACKCEVSQ6C2EXAMPLE', ...signed };
    }
    if (kind < 7) {
      return {
        type: 'AssumedRole',
        principalId: `AROAEXAMPLE:${session}`,
        arn: `arn:aws:sts::${accountId}:assumed-role/${role.split('/').at(-1)}/${session}`,
        sessionContext: {
          sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${accountId}:role/${role}` },
          attributes: { mfaAuthenticated: session === 'alice' ? 'true' : 'false' },
          sourceIdentity: identity,
        },
        ...signed,
      };
    }
    const permissionSet = 'AWSReservedSSO_ReadOnly_0123456789abcdef';
    const others: readonly unknown[] = [
      { type: 'Root', arn: `arn:aws:iam::${accountId}:root`, ...signed },
      { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      { type: 'AWSAccount', accountId: '999900001111', principalId: `AIDAOTHER:${session}` },
      {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${accountId}:assumed-role/${permissionSet}/${session}`,
        ...signed,
      },
      undefined,
    ];
    return others[kind - 7];
  });

const address = mostly(
  ['203.0.113.7', '203.0.113.70', '203.0.114.7', '2001:db8::7', '2001:db8:0:0:0:0:0:70'],
  [
    'ec2.amazonaws.com',
    'AWS Internal',
    '10.0.0.1',
    '::ffff:203.0.113.7',
    undefined,
    `${'a'.repeat(60)}.example`,
  ],
);
const userAgent = mostly(
  ['aws-cli/2.15.30', LONG_AGENT, `${LONG_AGENT} Python/3.11`, `${LONG_AGENT} Python/3.12`],
  ['ec2.amazonaws.com', 'Boto3', '-', 'δοκιμή '.repeat(6), undefined],
);
const errorCode = mostly(
  [undefined, undefined, 'AccessDenied', 'Client.UnauthorizedOperation'],
  [`Failure${'F'.repeat(60)}1`, `Failure${'F'.repeat(60)}2`],
);
const errorMessage = mostly(
  [undefined, 'no identity-based policy allows it'],
  ['m'.repeat(119), 'm'.repeat(400)],
);

const bucketName = fc.constantFrom('logs', 'logs-archive', 'My.Bucket', `long-${'b'.repeat(58)}`);
const objectKey = mostly(
  [undefined, 'a/b', 'report.csv'],
  [`${'folder/'.repeat(20)}1`, `${'folder/'.repeat(20)}2`],
);
const listed = fc.array(
  fc.constantFrom(
    'arn:aws:s3:::logs',
    'arn:aws:s3:::logs/a/b',
    'arn:aws:iam::111122223333:role/Admin',
    `arn:aws:kms:us-east-1:111122223333:key/${'k'.repeat(36)}`,
    `arn:aws:s3:::logs/${'x'.repeat(160)}1`,
    `arn:aws:s3:::logs/${'x'.repeat(160)}2`,
  ),
  { maxLength: 5 },
);

const requestParameters = fc
  .tuple(bucketName, objectKey, fc.constantFrom(undefined, 'i-0abc', 'i-0def'), fc.nat(2))
  .map(([bucket, key, instanceId, count]): RawRecord | null => {
    if (count === 0) return null;
    const parameters = { instanceId, 'tag.key': instanceId, items: [{ count }, { count: count + 1 }, null] };
    return count === 1 ? { bucketName: bucket, key, ...parameters } : parameters;
  });

const identity = fc.tuple(
  // The first four characters order events of one second; they collide here.
  fc.constantFrom('aaaa', 'aaab', 'Aaaa', 'zzzz', 'ß…é'),
  fc.nat(60),
  fc.integer({ min: 0, max: 19 }),
);

const head = fc.record({
  time: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...TIMES) },
    { weight: 1, arbitrary: fc.constantFrom(...ODD_TIMES) },
  ),
  source: mostly(
    ['s3.amazonaws.com', 'iam.amazonaws.com', 'sts.amazonaws.com'],
    [undefined, `${'s'.repeat(70)}.example`],
  ),
  name: mostly(
    ['GetObject', 'getobject', 'AssumeRole', 'DeleteBucket'],
    [`Call${'N'.repeat(70)}1`, `Call${'N'.repeat(70)}2`],
  ),
  region: fc.constantFrom('us-east-1', 'eu-central-1', undefined),
  account: mostly(ACCOUNTS, [undefined]),
  readOnly: fc.constantFrom(true, false, 'true', undefined),
  category: mostly(['Management', 'Data'], [undefined, 'NetworkActivity']),
  vpcEndpointAccountId: fc.constantFrom(undefined, '111122223333'),
  issued: fc.constantFrom(undefined, undefined, 'ASIAISSUEDEXAMPLE'),
});

const call = fc
  .tuple(
    head,
    identity,
    userIdentity,
    address,
    userAgent,
    fc.tuple(errorCode, errorMessage),
    requestParameters,
    listed,
  )
  .map(
    ([
      head,
      [beginning, number, oddity],
      userIdentity,
      address,
      agent,
      [code, message],
      parameters,
      arns,
    ]) => ({
      eventVersion: '1.08',
      eventTime: head.time,
      // Now and then two records share an id, or one has none.
      eventID:
        oddity === 0 ? undefined : oddity === 1 ? `${beginning}${'0'.repeat(60)}` : `${beginning}-${number}`,
      eventSource: head.source,
      eventName: head.name,
      awsRegion: head.region,
      sourceIPAddress: address,
      userAgent: agent,
      errorCode: code,
      errorMessage: message,
      userIdentity,
      requestParameters: parameters,
      responseElements: head.issued === undefined ? null : { credentials: { accessKeyId: head.issued } },
      resources: arns.length === 0 ? undefined : arns.map((ARN) => ({ ARN, accountId: head.account })),
      readOnly: head.readOnly,
      eventType: oddity === 2 ? 'AwsServiceEvent' : 'AwsApiCall',
      eventCategory: head.category,
      recipientAccountId: head.account,
      vpcEndpointAccountId: head.vpcEndpointAccountId,
    }),
  );

/** An unusual number of calls, or of failures: about a call, but none. */
const insight = fc
  .tuple(fc.constantFrom(...TIMES), identity, errorCode, fc.constantFrom('GetObject', 'AssumeRole'))
  .map(([eventTime, [beginning, number], code, eventName]) => ({
    eventTime,
    eventID: `${beginning}-${number}`,
    eventType: 'AwsCloudTrailInsight',
    eventCategory: 'Insight',
    recipientAccountId: ACCOUNTS[0],
    awsRegion: 'us-east-1',
    insightDetails: { eventSource: 's3.amazonaws.com', eventName, errorCode: code },
  }));

const record: fc.Arbitrary<RawRecord> = fc
  .oneof({ weight: 19, arbitrary: call }, { weight: 1, arbitrary: insight })
  // As a log file holds it: members without a value are not there.
  .map((fields) => JSON.parse(JSON.stringify(fields)) as RawRecord);

export const FILES = 3;

const entry: fc.Arbitrary<TrailEntry> = fc.record({ record, file: fc.nat(FILES - 1), late: fc.boolean() });

/** Some entries are delivered twice, in another log file or in the same. */
export function trails(size: {
  readonly min: number;
  readonly max: number;
}): fc.Arbitrary<readonly TrailEntry[]> {
  const entries = fc.array(entry, { minLength: size.min, maxLength: size.max, size: 'max' });
  const copies = fc.array(fc.record({ of: fc.nat(size.max), file: fc.nat(FILES - 1), late: fc.boolean() }), {
    maxLength: 2,
  });
  return fc
    .tuple(entries, copies)
    .map(([trail, again]) => [
      ...trail,
      ...again.flatMap(({ of, file, late }) =>
        trail.slice(of, of + 1).map(({ record }) => ({ record, file, late })),
      ),
    ]);
}
