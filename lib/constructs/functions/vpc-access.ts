/**
 * Puts a function into a VPC: its subnets and security groups, and the rights with which Lambda makes its interfaces.
 *
 * By ids alone: the CDK's own way needs the availability zones of the subnets, which only a look-up in the account
 * would tell. The rights are those of "Giving Lambda functions access to resources in an Amazon VPC", with the denial
 * that it advises: Lambda may use them to attach the function, the function's own code may not.
 */
import { Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IngestSettings } from '../../config/sections/ingest.ts';

const NETWORK_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

export function attachToVpc(fn: LambdaFunction, role: IRole, vpc: NonNullable<IngestSettings['vpc']>): void {
  const { defaultChild } = fn.node;
  if (!CfnFunction.isCfnFunction(defaultChild)) throw new Error(`${fn.node.path} is no Lambda function.`);
  defaultChild.vpcConfig = { subnetIds: vpc.subnetIds, securityGroupIds: vpc.securityGroupIds };
  // Describing can be allowed on everything only, and the interfaces have no names before Lambda makes them.
  role.addToPrincipalPolicy(
    new PolicyStatement({ sid: 'AttachToVpc', actions: NETWORK_ACTIONS, resources: ['*'] }),
  );
  role.addToPrincipalPolicy(
    new PolicyStatement({
      sid: 'NotFromTheCode',
      effect: Effect.DENY,
      actions: NETWORK_ACTIONS,
      resources: ['*'],
      // Only calls that the function's code makes carry this key.
      conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }),
  );
}
