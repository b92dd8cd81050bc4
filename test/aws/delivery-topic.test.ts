import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDeliveryTopic } from '../../lib/aws/delivery-topic.ts';
import { CREDENTIALS, startFaultServer } from '../helpers/fault-server.ts';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:delivery';

describe('announcing log files', () => {
  it('takes one message for all of them, in the words of CloudTrail', async () => {
    const bodies: URLSearchParams[] = [];
    const endpoint = await startFaultServer(({ body }, response) => {
      bodies.push(new URLSearchParams(body));
      response.end(
        '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
      );
    });
    const client = new SNSClient({ endpoint, region: 'us-east-1', credentials: CREDENTIALS });
    onTestFinished(() => client.destroy());
    const topic = openDeliveryTopic(client, { trailBucket: 'trail', deliveryTopic: TOPIC });
    await topic.announce(['AWSLogs/a.json.gz', 'AWSLogs/b.json.gz']);
    expect(bodies.map((body) => [body.get('TopicArn'), body.get('Message'), body.has('Subject')])).toEqual([
      [TOPIC, '{"s3Bucket":"trail","s3ObjectKey":["AWSLogs/a.json.gz","AWSLogs/b.json.gz"]}', false],
    ]);
  });
});
