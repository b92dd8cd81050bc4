/**
 * What traildex keeps of a record: the summary that the index stores and a `query` line shows.
 *
 * Field names are CloudTrail's own where CloudTrail has the field. Everything here is derived from one record's
 * bytes; where the record came from (log file, position) is the index's business, not the event's.
 */

/** Whose credentials made the call: the three questions of AWS's userIdentity page, told apart. */
export type CredentialKind =
  | 'root'
  | 'iam-user'
  | 'role'
  | 'federated'
  | 'service'
  | 'account'
  | 'anonymous'
  | 'unknown';

export interface TrailEvent {
  /** As in the record, or undefined where the record has none (eventVersion 1.0). */
  readonly eventID?: string;
  /** UTC, whole seconds: `2023-07-19T21:33:41Z`, however the record wrote it. */
  readonly eventTime: string;
  readonly eventSource?: string;
  readonly eventName?: string;
  readonly awsRegion?: string;
  readonly recipientAccountId?: string;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /**
   * True for every failed call, also those that name no `errorCode` (a failed console sign-in). Never for an Insights
   * event: the error code it may carry is what it is about.
   */
  readonly failed: boolean;
  readonly readOnly?: boolean;
  readonly eventType?: string;
  /** `Management`, `Data`, `NetworkActivity`, `Insight`, `Aggregated`; inferred for versions before 1.07 where certain. */
  readonly eventCategory?: string;
  readonly sharedEventID?: string;
  /** Whoever an auditor would name; never empty. See principal.ts. */
  readonly principal: string;
  /** What CloudTrail's Event history calls User name. */
  readonly userName?: string;
  /** The role behind a session, where the principal is not that role itself (Identity Center sessions). */
  readonly roleArn?: string;
  readonly identityType?: string;
  readonly credentialKind: CredentialKind;
  readonly accessKeyId?: string;
  readonly invokedBy?: string;
  readonly sourceIdentity?: string;
  readonly mfa?: boolean;
  /** `responseElements.ConsoleLogin` and its kin: `Success` or `Failure`. */
  readonly signInResult?: string;
  /** The access key id that this call handed out (STS, sign-in, `CreateAccessKey`). */
  readonly issuedAccessKeyId?: string;
  /** ARNs, ids and names of what was acted on, the record's own list first, no repeats. See resources.ts. */
  readonly resources: readonly string[];
}
