/**
 * What redriving needs of the two queues: dead letters can be looked at, let go, sent back and taken away.
 *
 * A letter that was received is hidden from others until it is released or its time is up; nothing is lost with it.
 * Moving by the queue service itself is the first choice, because it goes on when this process ends. Not every service
 * that speaks SQS can do it.
 */

/** What it takes to let go of a letter. */
export interface HeldLetter {
  /** Of the receive. */
  readonly receipt: string;
}

export interface DeadLetter extends HeldLetter {
  readonly id: string;
  readonly body: string;
  /** When the message was first sent: it keeps its age when it is set aside. */
  readonly sentAt: Date | undefined;
  /** How often it was received, looks at it included. */
  readonly receives: number;
  /** Message attributes in the service's own form, to go on unchanged. */
  readonly attributes?: Readonly<Record<string, object>> | undefined;
}

export interface DeadLetterCount {
  /** About so many can be received. */
  readonly visible: number;
  /** About so many are hidden, because somebody has received them. */
  readonly hidden: number;
}

export interface DeadLetterQueue {
  count(): Promise<DeadLetterCount>;
  /** A few letters, hidden from others for so long; none if there are none to be had. */
  receive(hiddenSeconds: number): Promise<readonly DeadLetter[]>;
  /** Lets them be received again, `RELEASE_MS` later. */
  release(letters: readonly HeldLetter[]): Promise<void>;
  /** Puts a copy into the delivery queue. */
  sendBack(letter: DeadLetter): Promise<void>;
  delete(letters: readonly DeadLetter[]): Promise<void>;
  /** Lets the service move everything; undefined where it does not know how. */
  startMove(): Promise<QueueMove | undefined>;
}

/** A move by the queue service. One at a time: a second start joins the first. */
export interface QueueMove {
  /** Somebody else started it. */
  readonly isJoined: boolean;
  read(): Promise<MoveState>;
  /** What was moved stays moved. A move that was joined goes on. */
  cancel(): Promise<void>;
}

export interface MoveState {
  readonly status: 'running' | 'done' | 'cancelled' | 'failed';
  readonly moved: number;
  /** Of about so many; undefined where the service does not say. */
  readonly total: number | undefined;
  /** Why it failed. */
  readonly reason?: string | undefined;
}

/** SQS counts whole seconds, and fauxqs loses a message that is released at once. */
export const RELEASE_MS = 1_000;
