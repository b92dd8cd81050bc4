/**
 * Does once everything that traildex does in an account, so that every call is made: log files of all kinds delivered and
 * indexed, one that is missing, some whose notification is lost, every kind of question,
 * everything verified.
 *
 * The command line runs in a process of its own, as somebody with a deployed stack would run it.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { deliveryDayOf } from '../../lib/audit/delivery-days.ts';
import { clientConfig } from '../../lib/aws/connection.ts';
import { OUTPUT } from '../../lib/config/outputs.ts';
import { ORGANIZATION_ID } from '../../lib/sample/organization.ts';
import { generateSampleTrail } from '../../lib/sample/sample-trail.ts';
import { type Exercise, traildex, waitForStatus } from './exercise-steps.ts';
import { exerciseVerification } from './exercise-verification.ts';

const ACCOUNT_FOLDER = 'AWSLogs/111122223333/CloudTrail/us-east-1';
const OWN_FOLDER = 'AWSLogs/000000000000/CloudTrail/us-east-1';
const FILE_NAME = '111122223333_CloudTrail_us-east-1_20260317';
const BROKEN = `${OWN_FOLDER}/2026/03/17/${FILE_NAME}T1000Z_brokenbrokenbrok.json.gz`;
export async function exerciseEverything(exercise: Exercise): Promise<void> {
  const eventId = await writeLogFiles(join(exercise.directory, 'logs'));
  await traildex(exercise, 'operator', 'ingest', 'logs');
  // Most of it is there now: the second time each file is compared with what the bucket holds.
  await traildex(exercise, 'operator', 'ingest', 'logs');
  await announceMissingFile(exercise);
  await askQuestions(exercise, eventId);
  await redriveDeadLetter(exercise);
  const lost = await loseNotification(exercise, 'lostlostlostlost');
  await exercise.runBackfill();
  await waitForStatus(exercise, lost, 'indexed');
  await loseNotification(exercise, 'lostagainlostaga');
  expect(await traildex(exercise, 'operator', 'backfill', '--since', '2d')).toContain('of 1 log file.');
  await exerciseVerification(exercise);
}

/** Whole ones, one that is large enough to be stored in parts, one that is cut off; gives the id of an event. */
async function writeLogFiles(folder: string): Promise<string> {
  const files = new Map<string, Uint8Array>();
  for (const { key, body } of generateSampleTrail({ seed: 3, eventCount: 60 }))
    files.set(key.replace(`${ORGANIZATION_ID}/`, ''), body);
  const [whole = gzipSync('')] = files.values();
  const large = { Records: Array.from({ length: 12 }, (_, index) => largeRecord(`large-${index}`)) };
  const day = `${ACCOUNT_FOLDER}/2026/03/17/${FILE_NAME}`;
  files.set(BROKEN, whole.subarray(0, 40));
  files.set(`${day}T1005Z_largelargelargel.json.gz`, gzipSync(JSON.stringify(large)));
  for (const [key, body] of files) {
    await mkdir(dirname(join(folder, key)), { recursive: true });
    await writeFile(join(folder, key), body);
  }
  const { Records } = JSON.parse(gunzipSync(whole).toString()) as { Records: { eventID: string }[] };
  return Records[0]?.eventID ?? '';
}

function largeRecord(eventID: string) {
  const requestParameters = { body: randomBytes(500_000).toString('base64') };
  // Of a session that nobody is seen to open: the chain asks for it in vain.
  const arn = 'arn:aws:sts::111122223333:assumed-role/Auditor/erin';
  const userIdentity = { type: 'AssumedRole', arn, accessKeyId: 'ASIAIOSFODNN7EXAMPLE' };
  return { eventID, eventTime: '2026-03-17T10:04:00Z', eventName: 'Put', userIdentity, requestParameters };
}

/** The function notes it as pending and postpones its message. */
async function announceMissingFile(exercise: Exercise): Promise<void> {
  const { connection, outputs } = exercise.environment;
  const key = keyOfToday(exercise, 'missingmissingmi');
  const Message = JSON.stringify({ s3Bucket: outputs[OUTPUT.trailBucket], s3ObjectKey: [key] });
  const sns = new SNSClient(clientConfig(connection, 'sns'));
  await sns.send(new PublishCommand({ TopicArn: outputs[OUTPUT.deliveryTopic], Message }));
  sns.destroy();
  await waitForStatus(exercise, key, 'pending');
}

const QUESTIONS: readonly (readonly string[])[] = [
  ['--source', 'iam'],
  ['--name', 'Get*'],
  ['--principal', 'role/*'],
  ['--user', 'erin'],
  ['--access-key', 'AKIAIOSFODNN7EXAMPLE'],
  ['--ip', '192.0.2.1'],
  ['--errors'],
];

async function askQuestions(exercise: Exercise, eventId: string): Promise<void> {
  for (const question of QUESTIONS) await traildex(exercise, 'reader', 'query', ...question);
  expect(await traildex(exercise, 'reader', 'show', eventId)).toContain(eventId);
  expect(await traildex(exercise, 'reader', 'chain', 'large-0')).toContain('"end":"missing"');
}

/** About a file that was rejected before: it is read, and rejected, anew. */
async function redriveDeadLetter(exercise: Exercise): Promise<void> {
  const { connection, outputs } = exercise.environment;
  const key = `${outputs[OUTPUT.keyPrefix]}/${BROKEN}`;
  const MessageBody = JSON.stringify({ s3Bucket: outputs[OUTPUT.trailBucket], s3ObjectKey: [key] });
  const sqs = new SQSClient(clientConfig(connection, 'sqs'));
  await sqs.send(new SendMessageCommand({ QueueUrl: outputs[OUTPUT.deadLetterQueue], MessageBody }));
  sqs.destroy();
  expect(await traildex(exercise, 'operator', 'redrive')).toContain('"status":"rejected"');
}

/** A log file in the bucket that nobody is told of; gives its key. */
async function loseNotification(exercise: Exercise, uniqueString: string): Promise<string> {
  const { connection, outputs } = exercise.environment;
  const Key = keyOfToday(exercise, uniqueString);
  const s3 = new S3Client(clientConfig(connection, 's3'));
  const Body = gzipSync('{"Records":[]}');
  await s3.send(new PutObjectCommand({ Bucket: outputs[OUTPUT.trailBucket], Key, Body }));
  s3.destroy();
  return Key;
}

/** In a folder that the backfill function looks at: of the account that the stack is in. */
function keyOfToday({ environment }: Exercise, uniqueString: string): string {
  const day = deliveryDayOf(new Date()).replaceAll('-', '/');
  const prefix = environment.outputs[OUTPUT.keyPrefix];
  return `${prefix}/${OWN_FOLDER}/${day}/${FILE_NAME}T1010Z_${uniqueString}.json.gz`;
}
