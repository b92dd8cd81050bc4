/**
 * The event that Lambda gives a function for messages of an SQS queue, and what the function's answer means for them.
 *
 * Event: "Using Lambda with Amazon SQS", example event. Answer: "Handling errors for an SQS event source in Lambda",
 * success and failure conditions. Pure.
 */
import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import { isRecord } from '../json-shape.ts';

export function buildSqsEvent(messages: readonly Message[], queueArn: string, region: string) {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
          name,
          toEventAttribute(value),
        ]),
      ),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: region,
    })),
  };
}

function toEventAttribute({ StringValue, BinaryValue, DataType }: MessageAttributeValue) {
  return {
    ...(StringValue === undefined ? {} : { stringValue: StringValue }),
    ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}

/**
 * Ids of the messages of a batch that failed, by the answer of a function that reports batch item failures.
 *
 * Nothing reported is a success of all. An answer that cannot be understood (no JSON, an entry without an identifier,
 * an identifier of no message in the batch) is a failure of all: better twice than never.
 */
export function findFailedMessages(answer: string, messageIds: readonly string[]): ReadonlySet<string> {
  const everyOne = new Set(messageIds);
  if (answer === '') return new Set();
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer);
  } catch {
    return everyOne;
  }
  if (parsed === null) return new Set();
  if (!isRecord(parsed)) return everyOne;
  const failures = parsed.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return everyOne;
  const failed = new Set<string>();
  for (const failure of failures) {
    const id: unknown = isRecord(failure) ? failure.itemIdentifier : undefined;
    if (typeof id !== 'string' || !everyOne.has(id)) return everyOne;
    failed.add(id);
  }
  return failed;
}
