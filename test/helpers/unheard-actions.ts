/**
 * What the stack's policies allow and no test can hear, with the reason: beside the rights in access-rights.ts that give
 * a reason themselves.
 */
export interface UnheardAction {
  readonly action: string;
  /** End of the resource's ARN. @default any */
  readonly on?: string;
  readonly reason: string;
}

/** Called by others in the role's name. */
export const UNHEARD_ACTIONS: readonly UnheardAction[] = [
  { action: 'kms:Decrypt', reason: 'S3, SQS, SNS and DynamoDB ask it in the name of who reads or writes' },
  { action: 'kms:GenerateDataKey', reason: 'S3 and SNS ask it in the name of who writes' },
  { action: 'logs:CreateLogStream', reason: 'Lambda does it, for what the function prints' },
  { action: 'logs:PutLogEvents', reason: 'Lambda does it, for what the function prints' },
];

/** Allowed on `*`: actions that know no resources, or only such as have no name before. */
export const ACTIONS_ON_EVERYTHING: readonly UnheardAction[] = [
  {
    action: 'cloudtrail:ListPublicKeys',
    reason: "AWS's keys are no resources; behind an endpoint that was given, nobody looks for CloudTrail",
  },
  { action: 'xray:PutTraceSegments', reason: 'X-Ray knows no resources for it' },
  { action: 'xray:PutTelemetryRecords', reason: 'X-Ray knows no resources for it' },
  { action: 'ec2:DescribeNetworkInterfaces', reason: 'EC2 knows no resources for it' },
  { action: 'ec2:DescribeSubnets', reason: 'EC2 knows no resources for it' },
  { action: 'ec2:CreateNetworkInterface', reason: 'Lambda makes the interface, under a name of its own' },
  { action: 'ec2:DeleteNetworkInterface', reason: 'of the interface that Lambda makes' },
  { action: 'ec2:AssignPrivateIpAddresses', reason: 'of the interface that Lambda makes' },
  { action: 'ec2:UnassignPrivateIpAddresses', reason: 'of the interface that Lambda makes' },
];
