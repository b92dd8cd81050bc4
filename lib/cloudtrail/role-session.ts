/**
 * What the ARN of a role session says: `arn:aws:sts::111122223333:assumed-role/Auditor/alice` is role `Auditor`,
 * session `alice`.
 *
 * The role's path is not in it: a role `/team/Auditor` is `assumed-role/Auditor` here, and the role ARN derived from
 * it lacks the path. IAM names are unique within an account whatever their path, so it still names one role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */

export interface RoleSession {
  /** Without the role's path. */
  readonly roleArn: string;
  readonly roleName: string;
  /** Undefined in Insights events, which cut the ARN after the role's name. */
  readonly sessionName?: string;
}

const MARK = ':assumed-role/';

/** The parts of a session ARN of any partition, or undefined for any other text. */
export function parseRoleSession(arn: string): RoleSession | undefined {
  const mark = arn.indexOf(MARK);
  if (mark < 0 || !arn.startsWith('arn:')) return undefined;
  const [, partition = '', service, , accountId = ''] = arn.slice(0, mark).split(':', 5);
  if (partition === '' || service !== 'sts') return undefined;
  const rest = arn.slice(mark + MARK.length);
  const slash = rest.indexOf('/');
  const roleName = slash < 0 ? rest : rest.slice(0, slash);
  if (roleName === '') return undefined;
  const sessionName = slash < 0 ? '' : rest.slice(slash + 1);
  return {
    roleArn: `arn:${partition}:iam::${accountId}:role/${roleName}`,
    roleName,
    ...(sessionName === '' ? {} : { sessionName }),
  };
}
