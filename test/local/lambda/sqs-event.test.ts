import { describe, expect, it } from 'vitest';
import { buildSqsEvent, findFailedMessages } from '../../../lib/local/lambda/sqs-event.ts';

const IDS = ['m1', 'm2', 'm3'];

describe('the answer of a function that reports batch item failures', () => {
  it.each([
    ['an empty list', '{"batchItemFailures":[]}'],
    ['a null list', '{"batchItemFailures":null}'],
    ['an empty answer', '{}'],
    ['no answer', 'null'],
    ['nothing', ''],
  ])('is a success of all: %s', (_what, answer) => {
    expect([...findFailedMessages(answer, IDS)]).toEqual([]);
  });

  it('names the messages that failed', () => {
    const answer = '{"batchItemFailures":[{"itemIdentifier":"m3"},{"itemIdentifier":"m1"}]}';
    expect([...findFailedMessages(answer, IDS)].sort()).toEqual(['m1', 'm3']);
  });

  it.each([
    ['no JSON', 'oops'],
    ['a text', '"m1"'],
    ['a list', '[]'],
    ['a list that is none', '{"batchItemFailures":"m1"}'],
    ['an empty identifier', '{"batchItemFailures":[{"itemIdentifier":""}]}'],
    ['a null identifier', '{"batchItemFailures":[{"itemIdentifier":null}]}'],
    ['a wrong name', '{"batchItemFailures":[{"itemIdentifer":"m1"}]}'],
    [
      'an identifier of no message',
      '{"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m9"}]}',
    ],
    ['a null entry', '{"batchItemFailures":[null]}'],
  ])('is a failure of all: %s', (_what, answer) => {
    expect([...findFailedMessages(answer, IDS)]).toEqual(IDS);
  });
});

it('builds the event that Lambda gives', () => {
  const message = {
    MessageId: 'm1',
    ReceiptHandle: 'r1',
    Body: 'hello',
    MD5OfBody: '5d41402abc4b2a76b9719d911017c592',
    Attributes: { ApproximateReceiveCount: '1' },
    MessageAttributes: {
      kind: { DataType: 'String', StringValue: 'x' },
      raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
    },
  };
  expect(buildSqsEvent([message], 'arn:aws:sqs:us-east-1:111122223333:q', 'us-east-1')).toEqual({
    Records: [
      {
        messageId: 'm1',
        receiptHandle: 'r1',
        body: 'hello',
        attributes: { ApproximateReceiveCount: '1' },
        messageAttributes: {
          kind: { stringValue: 'x', stringListValues: [], binaryListValues: [], dataType: 'String' },
          raw: { binaryValue: 'AQI=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
        },
        md5OfBody: '5d41402abc4b2a76b9719d911017c592',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:us-east-1:111122223333:q',
        awsRegion: 'us-east-1',
      },
    ],
  });
});
