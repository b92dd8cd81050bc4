/** A deployed stack, found through its outputs, as the names that everything else works with. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Retention } from '../audit/verify/request.ts';
import { OUTPUT } from '../config/outputs.ts';
import { OPTIONAL_EVENT_INDEXES, type OptionalIndexName } from '../event-index/tables.ts';
import { type AwsConnection, clientConfig } from './connection.ts';

export interface Deployment {
  readonly eventsTable: string;
  readonly logFilesTable: string;
  readonly trailBucket: string;
  readonly deliveryTopic: string;
  /** URLs of the queue that the function is fed from, and of its dead letters; absent where no SQS runs. */
  readonly queue?: string | undefined;
  readonly deadLetterQueue?: string | undefined;
  /** The trail's S3 key prefix. */
  readonly keyPrefix?: string | undefined;
  /** The organisation whose log files the stack takes beside those of none. */
  readonly organizationId?: string | undefined;
  /** The accounts whose log files the stack takes; undefined for those of any. */
  readonly accountIds?: readonly string[] | undefined;
  /** How many log files one notification may name, where the settings say it. */
  readonly maxKeysPerNotification?: number | undefined;
  /** Those of the optional indexes that the events table has. */
  readonly optionalIndexes: readonly OptionalIndexName[];
  /** How long bucket and index keep what they have. */
  readonly retention: Retention;
}

export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';
  readonly code = 'no-deployment';
}

/** @throws DeploymentError when an output is missing: `where` says whose. */
export function toDeployment(outputs: Readonly<Record<string, string>>, where: string): Deployment {
  const output = (name: string) => {
    const value = outputs[name];
    if (!value) throw new DeploymentError(`${where} has no output ${name}; is it a stack of traildex?`);
    return value;
  };
  return {
    eventsTable: output(OUTPUT.eventsTable),
    logFilesTable: output(OUTPUT.logFilesTable),
    trailBucket: output(OUTPUT.trailBucket),
    deliveryTopic: output(OUTPUT.deliveryTopic),
    queue: outputs[OUTPUT.queue],
    deadLetterQueue: outputs[OUTPUT.deadLetterQueue],
    keyPrefix: outputs[OUTPUT.keyPrefix],
    organizationId: outputs[OUTPUT.organizationId],
    accountIds: outputs[OUTPUT.accountIds]?.split(','),
    maxKeysPerNotification: numberIn(outputs[OUTPUT.maxKeysPerNotification]),
    optionalIndexes: optionalIndexesIn(outputs[OUTPUT.optionalIndexes] ?? ''),
    retention: {
      logFileDays: numberIn(outputs[OUTPUT.logFileRetentionDays]),
      digestDays: numberIn(outputs[OUTPUT.digestRetentionDays]),
      eventDays: numberIn(outputs[OUTPUT.eventRetentionDays]),
    },
  };
}

function numberIn(output: string | undefined): number | undefined {
  return output === undefined ? undefined : Number(output);
}

/** Indexes of a later version, which no question knows how to ask, are left out. */
function optionalIndexesIn(output: string): readonly OptionalIndexName[] {
  const names = output.split(',');
  return OPTIONAL_EVENT_INDEXES.map(({ name }) => name).filter((name) => names.includes(name));
}

export async function findDeployment(connection: AwsConnection, stackName: string): Promise<Deployment> {
  const client = new CloudFormationClient(clientConfig(connection, 'cloudformation'));
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return toDeployment(
      Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])),
      `The stack ${stackName}`,
    );
  } catch (error) {
    if (error instanceof DeploymentError) throw error;
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    throw new DeploymentError(
      `The stack ${stackName} cannot be read: ${reason}. Check --stack, --profile and --region, or add --local to ` +
        'work on this machine.',
      { cause: error },
    );
  } finally {
    client.destroy();
  }
}
