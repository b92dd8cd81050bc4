/** A whole environment, opened from a small CDK-like project, used, closed, killed and opened again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type LocalEnvironment,
  type LocalEnvironmentOptions,
  openLocalEnvironment,
} from '../../lib/local/environment.ts';
import { eventually } from '../helpers/eventually.ts';
import { processesWith } from '../helpers/processes.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const FUNCTION = 'Small-Ingest';

const TEMPLATE = {
  Parameters: {
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/x/version' },
  },
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Enabled' } } },
    Topic: { Type: 'AWS::SNS::Topic' },
    Dead: { Type: 'AWS::SQS::Queue' },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: 1800,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 2 },
      },
    },
    Delivery: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        Protocol: 'sqs',
        TopicArn: { Ref: 'Topic' },
        Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        RawMessageDelivery: true,
      },
    },
    QueuePolicy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }] } },
    Events: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'eventID', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'eventID', AttributeType: 'S' }],
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    },
    Role: { Type: 'AWS::IAM::Role' },
    Ingest: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: { 'Fn::Sub': `assets-${'$'}{AWS::AccountId}` }, S3Key: 'code.zip' },
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        MemorySize: 256,
        Timeout: 10,
        Environment: { Variables: { EVENTS_TABLE: { Ref: 'Events' } } },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        FunctionName: { Ref: 'Ingest' },
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 5 },
      },
    },
    Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { S3BucketName: { Ref: 'Bucket' } } },
  },
  Outputs: {
    EventsTableName: { Value: { Ref: 'Events' } },
    TrailBucketName: { Value: { Ref: 'Bucket' } },
    DeliveryTopicArn: { Value: { Ref: 'Topic' } },
    IngestQueueUrl: { Value: { Ref: 'Queue' } },
    DeadLetterQueueUrl: { Value: { Ref: 'Dead' } },
  },
};

/** Writes an item for each message, by the plain protocol: it has no SDK to import. */
const HANDLER = `
  export const handler = async ({ Records }) => {
    const batchItemFailures = [];
    for (const { messageId, body } of Records) {
      if (body === 'hang') await new Promise((resolve) => setTimeout(resolve, 60_000));
      if (body === 'fail') { batchItemFailures.push({ itemIdentifier: messageId }); continue; }
      const response = await fetch(process.env.AWS_ENDPOINT_URL_DYNAMODB, {
        method: 'POST',
        headers: {
          authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-date': '20260101T000000Z',
          'x-amz-target': 'DynamoDB_20120810.PutItem',
        },
        body: JSON.stringify({ TableName: process.env.EVENTS_TABLE, Item: { eventID: { S: body }, by: { S: process.env.BY ?? 'template' } } }),
      });
      if (!response.ok) throw new Error(await response.text());
    }
    return { batchItemFailures };
  };
`;

async function makeProject(template: object = TEMPLATE): Promise<string> {
  const root = await temporaryDirectory();
  for (const directory of ['bin', 'lib', 'lambdas']) await mkdir(join(root, directory));
  await writeFile(join(root, 'cdk.json'), '{"context":{}}');
  await writeFile(join(root, 'lib/template.json'), JSON.stringify(template));
  await writeFile(join(root, 'lambdas/index.mjs'), HANDLER);
  await writeFile(
    join(root, 'bin/app.ts'),
    `
    import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
    const out = process.env.CDK_OUTDIR;
    const write = (file: string, content: object) => writeFileSync(out + '/' + file, JSON.stringify(content));
    mkdirSync(out + '/asset.code');
    copyFileSync('lambdas/index.mjs', out + '/asset.code/index.mjs');
    copyFileSync('lib/template.json', out + '/Small.template.json');
    write('Small.assets.json', { files: { code: { source: { path: 'asset.code', packaging: 'zip' }, destinations: { d: { objectKey: 'code.zip' } } } } });
    write('manifest.json', { artifacts: {
      Small: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Small.template.json' } },
      'Small.assets': { type: 'cdk:asset-manifest', properties: { file: 'Small.assets.json' } },
    } });
    `,
  );
  return root;
}

async function open(
  options: Partial<LocalEnvironmentOptions> & { projectRoot: string; dataDirectory: string },
) {
  const environment = await openLocalEnvironment({
    needs: 'everything',
    pace: { redeliverAfterMs: 1_000 },
    ...options,
  });
  onTestFinished(() => environment.close());
  return { ...environment, ...connect(environment) };
}

function connect({ connection: { endpoints, ...shared } }: LocalEnvironment) {
  const { dynamodb, s3 = dynamodb, sns = dynamodb, sqs = dynamodb } = endpoints;
  return {
    dynamodb: new DynamoDBClient({ ...shared, endpoint: dynamodb }),
    s3: new S3Client({ ...shared, endpoint: s3 }),
    sns: new SNSClient({ ...shared, endpoint: sns }),
    sqs: new SQSClient({ ...shared, endpoint: sqs }),
  };
}

type Opened = Awaited<ReturnType<typeof open>>;

function publish({ sns, outputs }: Opened, Message: string) {
  return sns.send(new PublishCommand({ TopicArn: outputs.DeliveryTopicArn, Message }));
}

async function findEvent({ dynamodb, outputs }: Opened, id: string) {
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: outputs.EventsTableName,
      Key: { eventID: { S: id } },
      ConsistentRead: true,
    }),
  );
  return Item;
}

const fresh = async () => ({ projectRoot: await makeProject(), dataDirectory: await temporaryDirectory() });

describe('a local environment', () => {
  it('makes what the template declares, and runs its function on what is published', async () => {
    const environment = await open({ ...(await fresh()), functionEnvironment: { BY: 'laptop' } });
    expect(environment.outputs).toMatchObject({
      EventsTableName: 'Small-Events',
      TrailBucketName: 'small-bucket',
      DeliveryTopicArn: 'arn:aws:sns:us-east-1:000000000000:Small-Topic',
      IngestQueueUrl: `${environment.connection.endpoints.sqs}/000000000000/Small-Queue`,
    });
    await publish(environment, 'one');
    const item = await eventually(async () => {
      const found = await findEvent(environment, 'one');
      expect(found).toBeDefined();
      return found;
    });
    expect(item?.by).toEqual({ S: 'laptop' });
    const log = join(environment.logDirectory, `${FUNCTION}.log`);
    await eventually(async () => expect(await readFile(log, 'utf8')).toContain('START RequestId'));
  });

  it('sets aside what fails again and again', async () => {
    const environment = await open(await fresh());
    await publish(environment, 'fail');
    await eventually(async () => {
      const { Messages = [] } = await environment.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: environment.outputs.DeadLetterQueueUrl, VisibilityTimeout: 0 }),
      );
      expect(Messages.map(({ Body }) => Body)).toEqual(['fail']);
    });
  });

  it('keeps everything for the next command, and synthesizes nothing for it', async () => {
    const project = await fresh();
    const first = await open(project);
    await first.s3.send(new PutObjectCommand({ Bucket: 'small-bucket', Key: 'k', Body: 'evidence' }));
    await publish(first, 'one');
    await eventually(async () => expect(await findEvent(first, 'one')).toBeDefined());
    await first.close();

    const log: string[] = [];
    const second = await open({ ...project, log: (line) => log.push(line) });
    expect(log).toEqual([]);
    expect(await findEvent(second, 'one')).toBeDefined();
    const { Body } = await second.s3.send(new GetObjectCommand({ Bucket: 'small-bucket', Key: 'k' }));
    expect(await Body?.transformToString()).toBe('evidence');
    await publish(second, 'two');
    await eventually(async () => expect(await findEvent(second, 'two')).toBeDefined());
  });

  it('has tables only for a command that needs no more', async () => {
    const project = await fresh();
    const { outputs, connection, dynamodb } = await open({ ...project, needs: 'tables' });
    expect(Object.keys(connection.endpoints)).toEqual(['dynamodb']);
    expect((await dynamodb.send(new ListTablesCommand())).TableNames).toEqual(['Small-Events']);
    expect(outputs).toEqual({
      EventsTableName: 'Small-Events',
      TrailBucketName: 'small-bucket',
      DeliveryTopicArn: 'arn:aws:sns:us-east-1:000000000000:Small-Topic',
    });
  });

  it('has no function for a command that only reads the bucket', async () => {
    const project = await fresh();
    const environment = await open({ ...project, needs: 'tables-and-bucket' });
    await environment.s3.send(new PutObjectCommand({ Bucket: 'small-bucket', Key: 'k', Body: 'x' }));
    await publish(environment, 'later');
    await environment.close();
    const everything = await open(project);
    await eventually(async () => expect(await findEvent(everything, 'later')).toBeDefined());
  });

  it.each(['dynalite', 'auto'] as const)('remembers its engine (%s)', async (engine) => {
    const project = await fresh();
    const first = await open({ ...project, needs: 'tables', engine });
    await first.dynamodb.send(
      new PutItemCommand({ TableName: 'Small-Events', Item: { eventID: { S: 'kept' } } }),
    );
    await first.close();
    const second = await open({ ...project, needs: 'tables' });
    expect(second.engine).toBe(first.engine);
    expect(await findEvent(second, 'kept')).toBeDefined();
    await second.close();
    const other = first.engine === 'dynalite' ? 'dynoxide' : 'dynalite';
    await expect(open({ ...project, needs: 'tables', engine: other })).rejects.toThrow(
      `made by ${first.engine}`,
    );
  });

  it('writes into its data directory only', async () => {
    const project = await fresh();
    const before = await readdir(project.projectRoot, { recursive: true });
    const environment = await open(project);
    await publish(environment, 'one');
    await eventually(async () => expect(await findEvent(environment, 'one')).toBeDefined());
    await environment.close();
    expect(await readdir(project.projectRoot, { recursive: true })).toEqual(before);
    expect((await readdir(project.dataDirectory)).sort()).toEqual([
      '.gitignore',
      'cdk.out',
      'dynamodb',
      'environment.json',
      'logs',
      'services',
      'tmp',
    ]);
  });

  it('leaves no process behind when it is closed, also twice, also in the middle of an invocation', async () => {
    const project = await fresh();
    const environment = await open({ ...project, pace: { stopGraceMs: 50 } });
    await publish(environment, 'hang');
    const log = join(environment.logDirectory, `${FUNCTION}.log`);
    await eventually(async () => expect(await readFile(log, 'utf8')).toContain('START'));
    expect(processesWith(project.dataDirectory).length).toBeGreaterThan(1);
    await Promise.all([environment.close(), environment.close()]);
    await environment.close();
    await eventually(() => expect(processesWith(project.dataDirectory)).toEqual([]));
  });

  it('leaves no process behind when it cannot be opened', async () => {
    const dataDirectory = await temporaryDirectory();
    const template = {
      Resources: { ...TEMPLATE.Resources, Cache: { Type: 'AWS::ElastiCache::CacheCluster' } },
    };
    const projectRoot = await makeProject(template);
    await expect(openLocalEnvironment({ projectRoot, dataDirectory, needs: 'everything' })).rejects.toThrow(
      'resource Cache (AWS::ElastiCache::CacheCluster)',
    );
    await eventually(() => expect(processesWith(dataDirectory)).toEqual([]));
    expect(await readdir(dataDirectory)).not.toContain('lock');
  });

  it('refuses tables that are no longer what the stack declares', async () => {
    const project = await fresh();
    await (await open({ ...project, needs: 'tables' })).close();
    const { Events } = structuredClone(TEMPLATE.Resources);
    Events.Properties.KeySchema = [{ AttributeName: 'other', KeyType: 'HASH' }];
    Events.Properties.AttributeDefinitions = [{ AttributeName: 'other', AttributeType: 'S' }];
    const changed = { ...TEMPLATE, Resources: { ...TEMPLATE.Resources, Events } };
    await writeFile(join(project.projectRoot, 'lib/template.json'), JSON.stringify(changed));
    await expect(open({ ...project, needs: 'tables' })).rejects.toThrow(
      'there:    eventID\n  declared: other',
    );
  });

  it('is for one command at a time', async () => {
    const project = await fresh();
    const first = await open({ ...project, needs: 'tables', command: 'traildex ingest' });
    const query = { ...project, needs: 'tables', command: 'traildex query' } as const;
    await expect(open({ ...query, patienceMs: 50 })).rejects.toThrow(
      `in use by "traildex ingest" (process ${process.pid}, since`,
    );
    const waiting = open({ ...query, log: () => void first.close() });
    expect((await waiting).outputs.EventsTableName).toBe('Small-Events');
  });

  it.each(['SIGKILL', 'SIGINT', 'SIGHUP'] as const)(
    'has no process left and no damage after its command ended by %s while it worked',
    async (signal) => {
      const project = await fresh();
      const script = `
        import { openLocalEnvironment } from '${new URL('../../lib/local/environment.ts', import.meta.url).href}';
        import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
        const environment = await openLocalEnvironment({ ...${JSON.stringify(project)}, needs: 'everything' });
        const { endpoints, ...shared } = environment.connection;
        const sns = new SNSClient({ ...shared, endpoint: endpoints.sns });
        const publish = (Message) => sns.send(new PublishCommand({ TopicArn: environment.outputs.DeliveryTopicArn, Message }));
        for (let number = 0; number < 20; number++) await publish('m' + number);
        console.log('published');
      `;
      const command = spawn(process.execPath, ['--input-type=module', '--eval', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void command.kill('SIGKILL'));
      await once(command.stdout, 'data');
      command.kill(signal);
      await once(command, 'exit');
      await eventually(() => expect(processesWith(project.dataDirectory)).toEqual([]));

      const environment = await open(project);
      for (let number = 0; number < 20; number++) {
        await eventually(async () => expect(await findEvent(environment, `m${number}`)).toBeDefined());
      }
    },
  );

  it('says what is wrong with a data directory that is not one', async () => {
    const project = await fresh();
    await writeFile(join(project.dataDirectory, 'environment.json'), 'oops');
    await expect(open(project)).rejects.toThrow('it is not JSON');
    await rm(join(project.dataDirectory, 'environment.json'));
    await (await open({ ...project, needs: 'tables' })).close();
  });
});
