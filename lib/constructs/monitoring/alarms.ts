/**
 * All that can be seen to go wrong, told to one topic. What is watched, and from when on, is in the *-alarms.ts files;
 * what to do is in docs/runbook.md, to which each alarm links.
 */
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { AlarmSettings } from '../../config/sections/alarms.ts';
import type { Encryption } from '../encryption.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { backfillAlarms, type WatchedBackfill } from './backfill-alarms.ts';
import { deliveryAlarms, type NotificationWay } from './delivery-alarms.ts';
import { functionAlarms } from './function-alarms.ts';
import { ingestAlarms } from './ingest-alarms.ts';
import { RunbookAlarm } from './runbook-alarm.ts';
import { tableAlarms } from './table-alarms.ts';
import type { MeasuredTables } from './table-metrics.ts';
import { verifyAlarms, type WatchedVerification } from './verify-alarms.ts';

export interface AlarmsProps {
  readonly settings: AlarmSettings;
  readonly delivery: NotificationWay;
  readonly tables: MeasuredTables;
  readonly ingest: IFunction;
  /** @default the stack has none */
  readonly backfill?: WatchedBackfill | undefined;
  /** @default the stack has none */
  readonly verification?: WatchedVerification | undefined;
  readonly encryption: Pick<Encryption, 'forTopic'>;
}

export class Alarms extends Construct {
  readonly topic: AlarmTopic;
  readonly alarms: readonly RunbookAlarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { settings, delivery, tables, ingest, backfill, verification } = props;
    this.topic = new AlarmTopic(this, 'Topic', { settings, encryption: props.encryption });
    const definitions = [
      ...deliveryAlarms(delivery, settings),
      ...ingestAlarms(ingest, settings),
      ...functionAlarms('ingest', ingest),
      ...(backfill === undefined
        ? []
        : [...backfillAlarms(backfill), ...functionAlarms('backfill', backfill.function)]),
      ...(verification === undefined
        ? []
        : [
            ...verifyAlarms(verification),
            ...functionAlarms('verify-plan', verification.planFunction),
            ...functionAlarms('verify', verification.function),
          ]),
      ...tableAlarms(tables),
    ];
    const { topic } = this.topic;
    const { runbookUrl } = settings;
    this.alarms = definitions.map(
      (definition) => new RunbookAlarm(this, { ...definition, topic, runbookUrl }),
    );
  }
}
