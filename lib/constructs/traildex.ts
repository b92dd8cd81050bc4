/**
 * traildex as a construct: trail, notification, function, tables, alarms, wired. For use in any CDK app.
 *
 *     new Traildex(stack, 'Traildex', { settings: { trail: { keyPrefix: 'audit' }, index: { retentionDays: 365 } } });
 *
 * One in a stack: its outputs, by which the command line finds it, belong to the stack.
 */
import { CfnOutput, Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { OUTPUT } from '../config/outputs.ts';
import { parseSettings, type Settings, type SettingsInput } from '../config/settings.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import { Encryption } from './encryption.ts';
import { EventIndexTables } from './event-index-tables.ts';
import { ExistingTrail } from './existing-trail.ts';
import { IngestFunction } from './ingest-function.ts';
import { OwnTrail } from './own-trail.ts';
import type { TrailSource } from './trail-source.ts';

export interface TraildexProps {
  /**
   * Settings as under the context key `traildex` of cdk.json: docs/configuration.md.
   * @default everything as the defaults say: a multi-region trail of this account, kept and indexed for ever
   */
  readonly settings?: SettingsInput;
}

const FUNCTION_TIMEOUT = Duration.minutes(5);

export class Traildex extends Construct {
  readonly settings: Settings;
  readonly source: TrailSource;
  readonly delivery: DeliveryQueue;
  readonly tables: EventIndexTables;
  readonly ingest: IngestFunction;

  /** @throws SettingsError naming every setting that is wrong. */
  constructor(scope: Construct, id: string, props: TraildexProps = {}) {
    super(scope, id);
    const settings = parseSettings(props.settings);
    const { trail } = settings;
    const removalPolicy = settings.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    const encryption = new Encryption(this, 'Encryption', {
      encryption: settings.encryption,
      removalPolicy,
    });
    const delivery = new DeliveryQueue(this, 'Delivery', { functionTimeout: FUNCTION_TIMEOUT, encryption });
    const source =
      trail.existing === undefined
        ? new OwnTrail(this, 'Trail', { trail, bucket: settings.bucket, delivery, encryption, removalPolicy })
        : new ExistingTrail(this, 'Trail', {
            existing: trail.existing,
            keyPrefix: trail.keyPrefix,
            delivery,
          });
    const tables = new EventIndexTables(this, 'Index', {
      settings: settings.index,
      encryption,
      removalPolicy,
    });
    const ingest = new IngestFunction(this, 'Ingest', {
      settings,
      tables,
      source,
      queue: delivery.queue,
      timeout: FUNCTION_TIMEOUT,
      encryption,
      removalPolicy,
    });
    if (source instanceof OwnTrail) {
      source.record({
        tables: [tables.events.tableArn, tables.logFiles.tableArn],
        functions: [ingest.function.functionArn],
        topics: [delivery.topic.topicArn],
        queues: [delivery.queue.queueArn, delivery.deadLetterQueue.queueArn],
      });
    }

    this.settings = settings;
    this.source = source;
    this.delivery = delivery;
    this.tables = tables;
    this.ingest = ingest;
    for (const [key, value] of Object.entries(settings.tags)) Tags.of(this).add(key, value);
    this.addOutputs();
  }

  private addOutputs(): void {
    const { settings, source, delivery, tables } = this;
    const outputs: Record<string, string> = {
      [OUTPUT.eventsTable]: tables.events.tableName,
      [OUTPUT.logFilesTable]: tables.logFiles.tableName,
      [OUTPUT.trailBucket]: source.bucket.bucketName,
      [OUTPUT.deliveryTopic]: delivery.topic.topicArn,
      [OUTPUT.queue]: delivery.queue.queueUrl,
      [OUTPUT.deadLetterQueue]: delivery.deadLetterQueue.queueUrl,
      ...(settings.trail.keyPrefix === undefined ? {} : { [OUTPUT.keyPrefix]: settings.trail.keyPrefix }),
    };
    for (const [name, value] of Object.entries(outputs)) {
      // Named as the command line looks for it, wherever in the app this construct stands.
      new CfnOutput(this, name, { value }).overrideLogicalId(name);
    }
  }
}
