/** What another account, or another team of this one, sets so that the stack can read or hear a trail. */
export interface OwnerRequest {
  readonly name: 'TopicPolicy' | 'BucketPolicy' | 'KeyPolicy' | 'BucketNotification' | 'EventForwarding';
  /** Account that is asked, undefined for the stack's own. */
  readonly owner: string | undefined;
  readonly beforeDeployment: boolean;
  /** What to do with `paste`, and what for. */
  readonly text: string;
  /** Statements of a policy, or settings, as JSON. */
  readonly paste: object;
}
