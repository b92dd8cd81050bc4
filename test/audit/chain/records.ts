/** Records as CloudTrail writes them, as short as a chain of credentials allows. */
export type Json = Readonly<Record<string, unknown>>;

export interface Written extends Json {
  readonly eventID: string;
  readonly eventTime: string;
}

const HOME = '111122223333';

/** `10:24:28` of the day that all tests play on. */
export function at(clock: string): string {
  return `2026-03-17T${clock}Z`;
}

export function call(eventID: string, clock: string, userIdentity: Json, others: Json = {}): Written {
  return {
    eventVersion: '1.11',
    eventID,
    eventTime: at(clock),
    eventSource: 's3.amazonaws.com',
    eventName: 'DeleteBucket',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.24',
    recipientAccountId: HOME,
    eventType: 'AwsApiCall',
    userIdentity,
    ...others,
  };
}

interface Issue {
  readonly name?: string;
  /** The response beside the credentials. */
  readonly response?: Json;
  readonly request?: Json;
  readonly others?: Json;
}

/** A call to STS that hands out `key`. */
export function issue(
  eventID: string,
  clock: string,
  userIdentity: Json,
  key: string,
  { name = 'AssumeRole', response = {}, request = {}, others = {} }: Issue = {},
): Written {
  return call(eventID, clock, userIdentity, {
    eventSource: 'sts.amazonaws.com',
    eventName: name,
    requestParameters: request,
    responseElements: { credentials: { accessKeyId: key }, ...response },
    ...others,
  });
}

/** The response of AssumeRole for a session. */
export function assumed(role: string, session: string, account = HOME): Json {
  return { assumedRoleUser: { arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}` } };
}

export function iamUser(userName: string, accessKeyId?: string, sessionContext?: Json): Json {
  const arn = `arn:aws:iam::${HOME}:user/${userName}`;
  return {
    type: 'IAMUser',
    principalId: `AIDA${userName}`,
    arn,
    accountId: HOME,
    userName,
    accessKeyId,
    sessionContext,
  };
}

export function root(accessKeyId?: string, sessionContext?: Json): Json {
  const arn = `arn:aws:iam::${HOME}:root`;
  return { type: 'Root', principalId: HOME, arn, accountId: HOME, accessKeyId, sessionContext };
}

interface Session {
  readonly account?: string;
  readonly path?: string;
  /** Members of the session context. */
  readonly context?: Json;
}

export function roleSession(
  role: string,
  session: string,
  accessKeyId: string | undefined,
  { account = HOME, path = '/', context = {} }: Session = {},
): Json {
  return {
    type: 'AssumedRole',
    principalId: `AROA${role}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId,
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${account}:role${path}${role}`, userName: role },
      attributes: { creationDate: '2026-03-17T08:00:00Z', mfaAuthenticated: 'false' },
      ...context,
    },
  };
}

export function foreign(accountId: string, principalId: string): Json {
  return { type: 'AWSAccount', accountId, principalId };
}

export function service(invokedBy: string): Json {
  return { type: 'AWSService', invokedBy };
}
