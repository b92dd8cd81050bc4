/** An SQS queue in memory: messages that come again until they are done, and a dead-letter queue after so many times. */
export interface QueueMessage {
  readonly body: string;
  receives: number;
}

export class MessageQueue {
  readonly maxReceives: number;
  dead: QueueMessage[] = [];
  private waiting: QueueMessage[] = [];

  constructor(maxReceives: number) {
    this.maxReceives = maxReceives;
  }

  get length(): number {
    return this.waiting.length;
  }

  send(body: string): void {
    this.waiting.push({ body, receives: 0 });
  }

  /** Hides them from others; those that are not given back are done. `pick` says which of the first n comes next. */
  receive(most: number, pick: (count: number) => number = () => 0): QueueMessage[] {
    const received: QueueMessage[] = [];
    while (received.length < most && this.waiting.length > 0) {
      const [message] = this.waiting.splice(pick(this.waiting.length), 1);
      if (message === undefined) break;
      message.receives++;
      received.push(message);
    }
    return received;
  }

  giveBack(messages: readonly QueueMessage[]): void {
    for (const message of messages)
      (message.receives < this.maxReceives ? this.waiting : this.dead).push(message);
  }

  redrive(): void {
    for (const { body } of this.dead) this.send(body);
    this.dead = [];
  }
}
