/**
 * traildex as a construct: trail, notification, function, tables, alarms, wired. For use in any CDK app.
 *
 *     new Traildex(stack, 'Traildex', { settings: { trail: { keyPrefix: 'audit' }, index: { retentionDays: 365 } } });
 *
 * One in a stack, and in none that is nested: its outputs, by which the command line finds it, are the stack's.
 */
import { Annotations, CfnOutput, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { findNotices } from '../config/notices.ts';
import { parseSettings, type Settings, type SettingsInput } from '../config/settings.ts';
import { AccessPolicies } from './access/access-policies.ts';
import { acknowledgeFindings } from './acknowledgements.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import { Encryption } from './encryption.ts';
import { ExistingTrail } from './existing-trail/existing-trail.ts';
import { BackfillFunction } from './functions/backfill-function.ts';
import { IngestFunction } from './functions/ingest-function.ts';
import type { NodeFunction } from './functions/node-function.ts';
import { EventIndexTables } from './index/event-index-tables.ts';
import { askForAlarmTopic } from './monitoring/alarm-topic-policy.ts';
import { Alarms } from './monitoring/alarms.ts';
import { Dashboard } from './monitoring/dashboard.ts';
import { TrailWatch } from './monitoring/trail-watch.ts';
import { outputsOf } from './outputs.ts';
import { tellOwners } from './owners/tell-owners.ts';
import { checkPlace, checkStack } from './standing.ts';
import { OwnTrail } from './trail/own-trail.ts';
import { trailArnOf } from './trail/trail-arn.ts';
import { Verification } from './verification.ts';

export interface TraildexProps {
  /**
   * Settings as under the context key `traildex` of cdk.json: docs/configuration.md.
   * @default everything as the defaults say: a multi-region trail of this account, kept and indexed for ever
   */
  readonly settings?: SettingsInput;
}

const FUNCTION_TIMEOUT = Duration.minutes(5);

/** What is kept is what may hold data: a first deployment that is rolled back takes along what it made. */
const REMOVAL_POLICIES = {
  retain: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  destroy: RemovalPolicy.DESTROY,
} as const;

export class Traildex extends Construct {
  /** As checked, with every default filled in. */
  readonly settings: Settings;
  readonly encryption: Encryption;
  readonly delivery: DeliveryQueue;
  readonly source: OwnTrail | ExistingTrail;
  readonly tables: EventIndexTables;
  readonly ingest: IngestFunction;
  /** Undefined where the settings turn it off. */
  readonly backfill: BackfillFunction | undefined;
  /** Undefined where the settings turn it off. */
  readonly verification: Verification | undefined;
  readonly alarms: Alarms;
  readonly access: AccessPolicies;

  private readonly removalPolicy: RemovalPolicy;
  private readonly trailName: string;
  private readonly trailArn: string;

  /** @throws SettingsError naming every setting that is wrong, by itself or for the account and region of the stack. */
  constructor(scope: Construct, id: string, props: TraildexProps = {}) {
    super(scope, id);
    checkStack(this, Traildex);
    const settings = parseSettings(props.settings);
    checkPlace(this, settings);
    this.settings = settings;
    this.removalPolicy = REMOVAL_POLICIES[settings.removalPolicy];
    this.trailName = settings.trail.name ?? Stack.of(this).stackName;
    this.trailArn = trailArnOf(this, this.trailName);

    this.encryption = this.makeEncryption();
    const { encryption, removalPolicy } = this;
    const batchingWindow = Duration.seconds(settings.ingest.batchingWindowSeconds);
    this.delivery = new DeliveryQueue(this, 'Delivery', {
      functionTimeout: FUNCTION_TIMEOUT,
      batchingWindow,
      encryption,
    });
    this.source = this.makeSource();
    const { delivery, source } = this;
    this.tables = new EventIndexTables(this, 'Index', {
      settings: settings.index,
      encryption,
      removalPolicy,
    });
    const { tables } = this;
    this.ingest = new IngestFunction(this, 'Ingest', {
      settings,
      tables,
      source,
      queue: delivery.queue,
      timeout: FUNCTION_TIMEOUT,
      encryption,
      removalPolicy,
    });
    this.backfill = this.makeBackfill();
    this.verification = this.makeVerification();
    this.alarms = new Alarms(this, 'Alarms', {
      settings: settings.alarms,
      delivery,
      tables,
      ingest: this.ingest.function,
      backfill: this.backfill,
      verification: this.verification,
      encryption,
    });
    this.access = new AccessPolicies(this, 'Access', {
      tables,
      source,
      ownBucket: settings.trail.existing === undefined,
      keyPrefix: settings.trail.keyPrefix,
      delivery,
      verifyQueue: this.verification?.queue,
      encryption,
    });
    const watch = source instanceof OwnTrail ? this.record(source) : undefined;
    new Dashboard(this, 'Dashboard', {
      alarms: [...this.alarms.alarms, ...(watch?.alarms ?? [])],
      delivery,
      tables,
      ingest: this.ingest.function,
      verify: this.verification?.function,
    });
    this.tell();
    acknowledgeFindings(this, settings);
  }

  private makeEncryption(): Encryption {
    const { encryption, trail, alarms } = this.settings;
    return new Encryption(this, 'Encryption', {
      encryption,
      removalPolicy: this.removalPolicy,
      keyUsers: {
        trailArn: trail.existing === undefined ? this.trailArn : undefined,
        existing: trail.existing,
        alarmTopic: alarms.topicArn === undefined,
      },
    });
  }

  private makeSource(): OwnTrail | ExistingTrail {
    const { delivery, encryption, removalPolicy } = this;
    const { trail, bucket } = this.settings;
    const { existing, keyPrefix, organizationId } = trail;
    if (existing !== undefined)
      return new ExistingTrail(this, 'Trail', { existing, keyPrefix, organizationId, delivery });
    return new OwnTrail(this, 'Trail', {
      trailName: this.trailName,
      trailArn: this.trailArn,
      trail,
      bucket,
      delivery,
      encryption,
      removalPolicy,
    });
  }

  private makeBackfill(): BackfillFunction | undefined {
    const { everyHours } = this.settings.backfill;
    return everyHours === 0 ? undefined : new BackfillFunction(this, 'Backfill', this.scheduledWork());
  }

  private makeVerification(): Verification | undefined {
    const { everyHours } = this.settings.verify;
    return everyHours === 0 ? undefined : new Verification(this, 'Verification', this.scheduledWork());
  }

  /** What is done by the clock is done to the same things. */
  private scheduledWork() {
    const { settings, tables, source, delivery, encryption, removalPolicy } = this;
    return { settings, tables, source, topic: delivery.topic, encryption, removalPolicy };
  }

  private get functions(): readonly NodeFunction[] {
    const { ingest, backfill, verification } = this;
    const ofVerification =
      verification === undefined ? [] : [verification.planFunction, verification.function];
    return [ingest.function, ...(backfill === undefined ? [] : [backfill.function]), ...ofVerification];
  }

  private get queues(): readonly Queue[] {
    const pairs = [this.delivery, ...(this.verification === undefined ? [] : [this.verification.queue])];
    return pairs.flatMap(({ queue, deadLetterQueue }) => [queue, deadLetterQueue]);
  }

  /** Last of all: from here on there are events. */
  private record(trail: OwnTrail): TrailWatch {
    const { delivery, tables, alarms, functions, queues } = this;
    const { ownTopic } = alarms.topic;
    const recording = trail.record({
      tables: [tables.events.tableArn, tables.logFiles.tableArn],
      functions: functions.map(({ functionArn }) => functionArn),
      topics: [delivery.topic, ...(ownTopic === undefined ? [] : [ownTopic])].map(({ topicArn }) => topicArn),
      queues: queues.map(({ queueArn }) => queueArn),
    });
    return new TrailWatch(this, 'TrailWatch', {
      trail: { name: recording.ref, arn: recording.attrArn },
      bucket: trail.bucket,
      key: trail.key,
      deliveryTopic: delivery.topic,
      queues,
      tables,
      functions,
      schedules: [this.backfill, this.verification].flatMap((one) => one?.schedule ?? []),
      topic: alarms.topic,
      runbookUrl: this.settings.alarms.runbookUrl,
    });
  }

  /** Tags, notices at synth, outputs. */
  private tell(): void {
    const { topicArn } = this.settings.alarms;
    if (topicArn !== undefined)
      tellOwners(this.alarms, [askForAlarmTopic(this, topicArn, this.source instanceof OwnTrail)]);
    for (const [key, value] of Object.entries(this.settings.tags)) Tags.of(this).add(key, value);
    for (const { id, level, text } of findNotices(this.settings)) {
      if (level === 'info') Annotations.of(this).addInfoV2(`traildex:${id}`, text);
      else Annotations.of(this).addWarningV2(`traildex:${id}`, text);
    }
    for (const [name, value] of Object.entries(outputsOf(this))) {
      // Named as the command line looks for it, wherever in the app this construct stands.
      if (value !== undefined) new CfnOutput(this, name, { value }).overrideLogicalId(name);
    }
  }
}
