/**
 * Several configurations run, each from its synthesized template: log files come in on the way that the configuration
 * has for them, and every index of its table answers.
 */
import { gunzipSync } from 'node:zlib';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANY, ENV } from '../../lambdas/ingest/env.ts';
import { query } from '../../lib/audit/query.ts';
import { clientConfig } from '../../lib/aws/connection.ts';
import { toDeployment } from '../../lib/aws/deployment.ts';
import { OPERATION_CLOCK } from '../../lib/aws/operation-clock.ts';
import { connectWorkplace, type Workplace } from '../../lib/aws/workplace.ts';
import { OUTPUT } from '../../lib/config/outputs.ts';
import type { IndexedEvent } from '../../lib/event-index/event-item.ts';
import { type EventFilters, KEY_FILTERS } from '../../lib/event-index/filters.ts';
import { type LocalEnvironment, openLocalEnvironment } from '../../lib/local/environment.ts';
import { ingestLogFiles } from '../../lib/operations/ingest/ingest.ts';
import { ORGANIZATION_ID } from '../../lib/sample/organization.ts';
import { generateSampleTrail } from '../../lib/sample/sample-trail.ts';
import { CONFIGURATIONS, type ConfigurationName } from '../constructs/configurations.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const PROJECT_ROOT = new URL('../..', import.meta.url).pathname;

interface Case {
  readonly name: ConfigurationName;
  /** Name of the bucket, where the stack does not make it. */
  readonly bucket?: string;
  /** Of the trail, if it is an organisation's. */
  readonly organizationId?: string;
  /** @default as CloudTrail does, to the stack's own topic */
  readonly announce?: (key: string, environment: LocalEnvironment) => Promise<unknown>;
}

const CASES: readonly Case[] = [
  { name: 'default' },
  { name: 'everything on' },
  { name: 'organisation trail', organizationId: 'o-exampleorg1' },
  {
    name: 'shared topic of another account',
    bucket: 'trail-of-the-organisation',
    organizationId: 'o-exampleorg1',
    announce: publishToTheirTopic,
  },
  { name: 'S3 notification', bucket: 'trail-of-the-organisation', announce: notifyAsS3 },
];

const SHARED_TOPIC = 'aws-controltower-AllConfigNotifications';

async function publishToTheirTopic(key: string, { connection, outputs }: LocalEnvironment) {
  const sns = new SNSClient(clientConfig(connection, 'sns'));
  const { region } = connection;
  const Message = JSON.stringify({ s3Bucket: outputs[OUTPUT.trailBucket], s3ObjectKey: [key] });
  await sns.send(
    new PublishCommand({ TopicArn: `arn:aws:sns:${region}:000000000000:${SHARED_TOPIC}`, Message }),
  );
  sns.destroy();
}

async function notifyAsS3(key: string, { connection, outputs }: LocalEnvironment) {
  const sqs = new SQSClient(clientConfig(connection, 'sqs'));
  const s3 = { bucket: { name: outputs[OUTPUT.trailBucket] }, object: { key: encodeURIComponent(key) } };
  const event = { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 };
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: outputs[OUTPUT.queue],
      MessageBody: JSON.stringify({ Records: [event] }),
    }),
  );
  sqs.destroy();
}

describe.each(CASES)('$name', ({ name, bucket, organizationId, announce }) => {
  const files = new Map<string, Uint8Array>();
  let directory: string;
  let place: Workplace;
  let all: readonly IndexedEvent[];

  beforeAll(async () => {
    const folder = organizationId === undefined ? '' : `${organizationId}/`;
    for (const { key, body } of generateSampleTrail({ seed: 3, eventCount: 60 }))
      files.set(key.replace(`${ORGANIZATION_ID}/`, folder), body);
    directory = await makeTemporaryDirectory();
    const environment = await openLocalEnvironment({
      dataDirectory: directory,
      projectRoot: PROJECT_ROOT,
      needs: 'everything',
      context: { traildex: CONFIGURATIONS[name] },
      // The sample is of a day that is further away each day.
      functionEnvironment: { [ENV.retentionDays]: '', [ENV.accountIds]: ANY },
    });
    place = connectWorkplace(environment.connection, toDeployment(environment.outputs, 'the test stack'), {
      now: new Date('2026-11-21T00:00:00Z'),
      close: environment.close,
    });
    const { delivery, ledger, deployment } = place;
    const summary = await ingestLogFiles(sources(), {
      delivery: {
        ...delivery,
        announce: async (key) => void (await (announce?.(key, environment) ?? delivery.announce(key))),
      },
      ledger,
      readFile: async ({ relativePath }) => files.get(relativePath) ?? new Uint8Array(),
      clock: OPERATION_CLOCK,
      keyPrefix: deployment.keyPrefix,
      settings: { pollIntervalMs: 100, giveUpAfterMs: 60_000 },
    });
    expect(summary).toMatchObject({ end: 'done', indexedFiles: files.size });
    all = await ask({});
  });

  afterAll(async () => {
    await place?.close();
    await removeDirectory(directory);
  });

  async function* sources() {
    for (const [key, body] of files) yield { path: `/${key}`, relativePath: key, sizeBytes: body.byteLength };
  }

  async function ask(filters: EventFilters): Promise<IndexedEvent[]> {
    const events: IndexedEvent[] = [];
    for await (const event of query({ filters, window: {}, order: 'newest-first' }, place).events)
      events.push(event);
    return events;
  }

  const idsOf = (events: Iterable<{ readonly eventID: string }>) => [...events].map(({ eventID }) => eventID);

  it('has every delivered event once', () => {
    const delivered = [...files.values()].flatMap((body) => {
      const { Records } = JSON.parse(gunzipSync(body).toString()) as { Records: { eventID: string }[] };
      return idsOf(Records);
    });
    expect(delivered.length).toBeGreaterThan(60);
    expect(idsOf(all).sort()).toEqual([...new Set(delivered)].sort());
  });

  it('answers by every index and filter', async () => {
    for (const attribute of KEY_FILTERS) {
      const values = [...new Set(all.flatMap((event) => event[attribute] ?? []))];
      expect(values.length, attribute).toBeGreaterThan(1);
      const wanted = values.slice(0, 3);
      const expected = all.filter((event) => wanted.includes(event[attribute] ?? ''));
      expect(idsOf(await ask({ [attribute]: wanted })).sort(), attribute).toEqual(idsOf(expected).sort());
    }
    const failed = idsOf(all.filter(({ errorCode }) => errorCode !== undefined));
    expect(idsOf(await ask({ errors: true })).sort()).toEqual(failed.sort());
  });

  if (bucket !== undefined) {
    it('reads the log files where they are', () => {
      expect(place.deployment.trailBucket).toBe(bucket);
    });
  }
});
