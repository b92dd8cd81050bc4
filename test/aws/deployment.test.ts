import { describe, expect, it } from 'vitest';
import { DeploymentError, findDeployment, toDeployment } from '../../lib/aws/deployment.ts';
import { CREDENTIALS, type ReceivedRequest, startFaultServer } from '../helpers/fault-server.ts';

const OUTPUTS = {
  EventsTableName: 'Traildex-Events',
  LogFilesTableName: 'Traildex-LogFiles',
  TrailBucketName: 'trail-111122223333',
  DeliveryTopicArn: 'arn:aws:sns:us-east-1:111122223333:delivery',
};

const DEPLOYMENT = {
  eventsTable: 'Traildex-Events',
  logFilesTable: 'Traildex-LogFiles',
  trailBucket: 'trail-111122223333',
  deliveryTopic: 'arn:aws:sns:us-east-1:111122223333:delivery',
  keyPrefix: undefined,
  optionalIndexes: [],
  retention: {},
};

describe('a deployment by its outputs', () => {
  it('has the names that the outputs say, and a key prefix where there is one', () => {
    expect(toDeployment(OUTPUTS, 'The stack')).toEqual(DEPLOYMENT);
    expect(toDeployment({ ...OUTPUTS, KeyPrefix: 'audit/main' }, 'The stack')).toEqual({
      ...DEPLOYMENT,
      keyPrefix: 'audit/main',
    });
  });

  it('has the addresses of its queues where SQS runs', () => {
    const outputs = {
      ...OUTPUTS,
      IngestQueueUrl: 'https://sqs/ingest',
      DeadLetterQueueUrl: 'https://sqs/dead',
    };
    expect(toDeployment(outputs, 'The stack')).toEqual({
      ...DEPLOYMENT,
      queue: 'https://sqs/ingest',
      deadLetterQueue: 'https://sqs/dead',
    });
  });

  it('has the optional indexes that the outputs name and this version knows', () => {
    const outputs = { ...OUTPUTS, OptionalIndexes: 'by-source-ip,by-weather,by-user-name' };
    expect(toDeployment(outputs, 'The stack').optionalIndexes).toEqual(['by-user-name', 'by-source-ip']);
  });

  it('knows for how many days bucket and index keep what they have, where they do not keep it for ever', () => {
    const outputs = { LogFileRetentionDays: '400', DigestRetentionDays: '3653', EventRetentionDays: '365' };
    expect(toDeployment({ ...OUTPUTS, ...outputs }, 'The stack').retention).toEqual({
      logFileDays: 400,
      digestDays: 3653,
      eventDays: 365,
    });
  });

  it.each(Object.keys(OUTPUTS))('names the output %s when it is missing or empty', (name) => {
    const message = `The stack Shop has no output ${name}; is it a stack of traildex?`;
    const { [name as keyof typeof OUTPUTS]: _, ...others } = OUTPUTS;
    expect(() => toDeployment(others, 'The stack Shop')).toThrow(new DeploymentError(message));
    expect(() => toDeployment({ ...others, [name]: '' }, 'The stack Shop')).toThrow(
      new DeploymentError(message),
    );
  });
});

describe('finding a deployed stack', () => {
  async function cloudFormation(status: number, body: string) {
    const requests: ReceivedRequest[] = [];
    const endpoint = await startFaultServer((request, response) => {
      requests.push(request);
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    });
    const connection = {
      region: 'us-east-1',
      credentials: CREDENTIALS,
      endpoints: { cloudformation: endpoint },
    };
    return { requests, connection };
  }

  const describeStacks = (outputs: Readonly<Record<string, string>>) => {
    const members = Object.entries(outputs).map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    );
    const stack = `<member><StackName>Traildex</StackName><Outputs>${members.join('')}</Outputs></member>`;
    return `<DescribeStacksResponse><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`;
  };

  const errorOf = (code: string, message: string) =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

  it('reads the outputs of the stack of that name', async () => {
    const { requests, connection } = await cloudFormation(200, describeStacks(OUTPUTS));
    expect(await findDeployment(connection, 'Traildex')).toEqual(DEPLOYMENT);
    expect(requests).toHaveLength(1);
    const asked = new URLSearchParams(requests[0]?.body);
    expect([asked.get('Action'), asked.get('StackName')]).toEqual(['DescribeStacks', 'Traildex']);
  });

  it('says that it is not a stack of traildex where outputs are missing', async () => {
    const { connection } = await cloudFormation(200, describeStacks({ Url: 'https://shop.example.com' }));
    await expect(findDeployment(connection, 'Shop')).rejects.toThrow(
      new DeploymentError('The stack Shop has no output EventsTableName; is it a stack of traildex?'),
    );
  });

  it.each([
    ['ValidationError', 'Stack with id Traildex does not exist'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
  ])('says what CloudFormation said and what to check after a %s', async (code, message) => {
    const { connection } = await cloudFormation(400, errorOf(code, message));
    await expect(findDeployment(connection, 'Traildex')).rejects.toThrow(
      new DeploymentError(
        `The stack Traildex cannot be read: ${message.replace('invalid.', 'invalid')}. Check --stack, --profile and ` +
          '--region, or add --local to work on this machine.',
      ),
    );
  });
});
