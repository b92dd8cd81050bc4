/** What the planner needs of the world, beside a listing of the bucket. lib/aws implements these with the SDK. */
export interface VerifyQueue {
  /** Sends at most `SEND_BATCH_LIMIT` messages; gives back those that SQS did not take, and why. */
  send(bodies: readonly string[]): Promise<readonly RefusedMessage[]>;
}

export interface VerifiedAccounts {
  /** Accounts of which hours of that day were verified, in their order. */
  findAccounts(day: string): Promise<readonly string[]>;
}

export interface RefusedMessage {
  readonly body: string;
  readonly reason: string;
}

/** SendMessageBatch takes no more. */
export const SEND_BATCH_LIMIT = 10;
