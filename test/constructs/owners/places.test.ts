import { App, Aws, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { withPlaces } from '../../../lib/constructs/owners/places.ts';

const anywhere = () => new Stack(new App(), 'Audit');

describe('a text for people before the deployment', () => {
  it('holds places for what only the deployment decides', () => {
    const stack = anywhere();
    const text = `arn:${stack.partition}:sqs:${stack.region}:${stack.account}:* at sqs.${Aws.URL_SUFFIX}`;
    expect(withPlaces(stack, text)).toBe('arn:<partition>:sqs:<region>:<account>:* at sqs.<domain of AWS>');
  });

  it('holds places for names that CloudFormation makes up', () => {
    const stack = anywhere();
    const bucket = new CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket' });
    expect(withPlaces(stack, `${bucket.ref} and ${bucket.getAtt('Arn')}`)).toBe(
      '<Bucket> and <Arn of Bucket>',
    );
  });

  it('names the domain of a region that is known', () => {
    const stack = new Stack(new App(), 'Audit', { env: { account: '111122223333', region: 'cn-north-1' } });
    expect(withPlaces(stack, `logs.${Aws.URL_SUFFIX}`)).toBe('logs.amazonaws.com.cn');
  });

  it('leaves functions of a template that is to be pasted as they are', () => {
    const stack = anywhere();
    new CfnOutput(stack, 'Role', { value: 'role' });
    const template = JSON.stringify({ RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } });
    expect(withPlaces(stack, template)).toBe('{"RoleArn":{"Fn::GetAtt":["Role","Arn"]}}');
  });
});
