/**
 * Delivers files as CloudTrail does, objects first and then the message to the topic, as fast as the function follows;
 * and keeps account of what was delivered.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import pLimit from 'p-limit';
import { clientConfig } from '../../lib/aws/connection.ts';
import type { Workplace } from '../../lib/aws/workplace.ts';
import { OUTPUT } from '../../lib/config/outputs.ts';
import type { LedgerEntry } from '../../lib/event-index/ledger.ts';
import type { LocalEnvironment } from '../../lib/local/environment.ts';
import type { Announcement } from './announcements.ts';
import type { DeliveredFile } from './delivered-file.ts';
import type { Delivered } from './differences.ts';

/** Messages that may wait in the queue: enough that the function never waits for one. */
const BACKLOG = 100;
/** Messages between two looks at the queue. */
const LOOK_EVERY = 20;
const FILES_AT_ONCE = 8;
const POLL_MS = 50;

export class TrailDelivery {
  messages = 0;
  private readonly sns: SNSClient;
  private readonly sqs: SQSClient;
  private readonly queueUrl: string;
  private readonly place: Workplace;
  private readonly onAnnounced: (key: string) => void;
  private readonly account = {
    events: new Set<string>(),
    entries: new Map<string, Partial<LedgerEntry>>(),
    hopeless: [] as string[],
  };
  private readonly gate = pLimit(FILES_AT_ONCE);

  constructor(
    { connection, outputs }: Pick<LocalEnvironment, 'connection' | 'outputs'>,
    place: Workplace,
    onAnnounced: (key: string) => void,
  ) {
    this.sns = new SNSClient(clientConfig(connection, 'sns'));
    this.sqs = new SQSClient({ ...clientConfig(connection, 'sqs'), useQueueUrlAsEndpoint: false });
    this.queueUrl = outputs[OUTPUT.queue] ?? '';
    this.place = place;
    this.onAnnounced = onAnnounced;
  }

  get delivered(): Delivered {
    return this.account;
  }

  async deliver({ message, files }: Announcement): Promise<void> {
    if (this.messages % LOOK_EVERY === 0) await this.untilThereIsRoom();
    await Promise.all(files.map((file) => this.gate(() => this.put(file))));
    for (const { key } of files) this.onAnnounced(key);
    await this.sns.send(
      new PublishCommand({ TopicArn: this.place.deployment.deliveryTopic, Message: message }),
    );
    this.messages++;
  }

  /** A message that can never be done, and must end in the dead-letter queue. */
  async deliverHopeless(announcement: Announcement): Promise<void> {
    this.account.hopeless.push(announcement.message);
    await this.deliver(announcement);
  }

  /** False if messages still wait or are being worked on when the time is over. */
  async untilQueueIsEmpty(patienceMs: number): Promise<boolean> {
    const deadline = performance.now() + patienceMs;
    while (performance.now() < deadline) {
      const { waiting, underWay } = await this.lookAtQueue();
      if (waiting + underWay === 0) return true;
      await wait(POLL_MS);
    }
    return false;
  }

  close(): void {
    this.sns.destroy();
    this.sqs.destroy();
  }

  private async put({ key, body, entry, events }: DeliveredFile): Promise<void> {
    for (const event of events) this.account.events.add(event);
    this.account.entries.set(key, entry);
    if (body !== undefined) await this.place.delivery.put({ key, body, notAsDelivered: false });
  }

  private async untilThereIsRoom(): Promise<void> {
    while ((await this.lookAtQueue()).waiting > BACKLOG) await wait(POLL_MS);
  }

  private async lookAtQueue(): Promise<{ waiting: number; underWay: number }> {
    const { Attributes = {} } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.queueUrl, AttributeNames: ['All'] }),
    );
    const number = (name: keyof typeof Attributes) => Number(Attributes[name] ?? 0);
    return {
      waiting: number('ApproximateNumberOfMessages') + number('ApproximateNumberOfMessagesDelayed'),
      underWay: number('ApproximateNumberOfMessagesNotVisible'),
    };
  }
}
