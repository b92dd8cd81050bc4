/**
 * Text for people before the deployment: with places held for what only the deployment decides, such as
 * `<account>` in a stack without a fixed environment.
 */
import { Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';

/** A part of a text that CloudFormation fills in. */
interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly [logicalId: string, attribute: string];
}

export function withPlaces(scope: Construct, text: string): string {
  const stack = Stack.of(scope);
  const resolved: string | { 'Fn::Join': [string, (string | Intrinsic)[]] } = stack.resolve(text);
  if (typeof resolved === 'string') return resolved;
  const { partition, domainSuffix } = RegionInfo.get(stack.region);
  const places: Record<string, string> = {
    'AWS::Partition': partition ?? '<partition>',
    'AWS::Region': '<region>',
    'AWS::AccountId': '<account>',
    'AWS::URLSuffix': domainSuffix ?? '<domain of AWS>',
  };
  return resolved['Fn::Join'][1]
    .map((part) => (typeof part === 'string' ? part : placeOf(part, places)))
    .join('');
}

function placeOf(
  { Ref: ref = '', 'Fn::GetAtt': attribute }: Intrinsic,
  places: Record<string, string>,
): string {
  if (attribute === undefined) return places[ref] ?? `<${ref}>`;
  const [logicalId, name] = attribute;
  return `<${name} of ${logicalId}>`;
}
