/** What the owner of a bucket, a topic or a key sets so that the stack may use it: another account, another team. */
export interface OwnerRequest {
  /** Names the output, too. */
  readonly name:
    | 'AccessLogBucketPolicy'
    | 'AlarmTopicPolicy'
    | 'BucketNotification'
    | 'BucketPolicy'
    | 'CopiesBucketPolicy'
    | 'CopiesKeyPolicy'
    | 'EncryptionKeyPolicy'
    | 'EventForwarding'
    | 'KeyPolicy'
    | 'TopicPolicy';
  /** Account that is asked, undefined for the stack's own. */
  readonly owner: string | undefined;
  /** Where the deployment fails as long as it is not set. */
  readonly deploymentNeedsIt: 'everywhere' | 'in-another-account' | 'nowhere';
  /** What to do with `paste`, and what for. */
  readonly text: string;
  /** Statements of a policy, or settings, as JSON. */
  readonly paste: object;
}
