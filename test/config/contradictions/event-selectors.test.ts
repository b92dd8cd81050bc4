import { describe, expect, it } from 'vitest';
import { complaintsAbout } from '../complaints.ts';

const OBJECTS = { field: 'resources.type', equals: ['AWS::S3::Object'] };
const KMS = { field: 'eventSource', equals: ['kms.amazonaws.com'] };
const KEY = 'traildex.trail.eventSelectors[0]';

function complaintsAboutFields(category: string, fields: readonly unknown[]): readonly string[] {
  return complaintsAbout({ trail: { eventSelectors: [{ category, fields }] } });
}

describe('an event selector', () => {
  it.each([
    [
      'Data',
      'no type of resource',
      [{ field: 'readOnly', equals: ['false'] }],
      `${KEY}.fields has no "resources.type"; a selector of Data events takes it, with "equals" and one value.`,
    ],
    [
      'NetworkActivity',
      'no event source',
      [{ field: 'eventName', equals: ['Decrypt'] }],
      `${KEY}.fields has no "eventSource"; a selector of NetworkActivity events takes it, with "equals" and one value.`,
    ],
    [
      'Data',
      'two types of resources',
      [{ field: 'resources.type', equals: ['AWS::S3::Object', 'AWS::SNS::Topic'] }],
      `${KEY}.fields[0].equals is ["AWS::S3::Object","AWS::SNS::Topic"]; it takes one value, for "resources.type".`,
    ],
    [
      'NetworkActivity',
      'two event sources',
      [{ field: 'eventSource', equals: ['kms.amazonaws.com', 's3.amazonaws.com'] }],
      `${KEY}.fields[0].equals is ["kms.amazonaws.com","s3.amazonaws.com"]; it takes one value, for "eventSource".`,
    ],
    [
      'Data',
      'a type of resource by its beginning',
      [{ field: 'resources.type', startsWith: ['AWS::S3'] }],
      `${KEY}.fields[0].startsWith is set; "resources.type" takes equals only.`,
    ],
    [
      'Data',
      'a field of network activity',
      [OBJECTS, { field: 'errorCode', equals: ['VpceAccessDenied'] }],
      `${KEY}.fields[1].field is "errorCode"; it takes "resources.type", "resources.ARN", "eventName", "eventSource", "eventType", "readOnly", "sessionCredentialFromConsole" or "userIdentity.arn" in a selector of Data events.`,
    ],
    [
      'NetworkActivity',
      'a field of data events',
      [KMS, { field: 'readOnly', equals: ['true'] }],
      `${KEY}.fields[1].field is "readOnly"; it takes "eventSource", "eventName", "errorCode", "userIdentity.arn" or "vpcEndpointId" in a selector of NetworkActivity events.`,
    ],
    [
      'Data',
      'a field twice',
      [
        OBJECTS,
        { field: 'eventName', equals: ['PutObject'] },
        { field: 'eventName', startsWith: ['Delete'] },
      ],
      `${KEY}.fields[2].field is "eventName"; it takes a field that the selector does not have yet.`,
    ],
    [
      'Data',
      'a field without operator',
      [OBJECTS, { field: 'sessionCredentialFromConsole' }],
      `${KEY}.fields[1] has no operator; it takes equals or notEquals.`,
    ],
    [
      'Data',
      'an operator that the field does not take',
      [OBJECTS, { field: 'readOnly', notEquals: ['true'] }],
      `${KEY}.fields[1].notEquals is set; "readOnly" takes equals only.`,
    ],
    [
      'Data',
      'a value that the field does not take',
      [OBJECTS, { field: 'readOnly', equals: ['no'] }],
      `${KEY}.fields[1].equals is ["no"]; it takes ["true"] or ["false"], for "readOnly".`,
    ],
    [
      'NetworkActivity',
      'another error code',
      [KMS, { field: 'errorCode', equals: ['AccessDenied'] }],
      `${KEY}.fields[1].equals is ["AccessDenied"]; it takes ["VpceAccessDenied"], for "errorCode".`,
    ],
  ])('of %s events is refused with %s', (category, _, fields, complaint) => {
    expect(complaintsAboutFields(category, fields)).toEqual([complaint]);
  });

  it.each([
    [
      'Data',
      [
        OBJECTS,
        { field: 'resources.ARN', startsWith: ['arn:aws:s3:::customers/'], notEndsWith: ['.tmp'] },
        { field: 'eventName', notStartsWith: ['List', 'Head'] },
        { field: 'eventSource', equals: ['s3.amazonaws.com', 's3express.amazonaws.com'] },
        { field: 'eventType', notEquals: ['AwsServiceEvent'] },
        { field: 'readOnly', equals: ['false'] },
        { field: 'sessionCredentialFromConsole', notEquals: ['true'] },
        { field: 'userIdentity.arn', endsWith: ['/admin'] },
      ],
    ],
    [
      'NetworkActivity',
      [
        KMS,
        { field: 'eventName', startsWith: ['Decrypt'] },
        { field: 'errorCode', equals: ['VpceAccessDenied'] },
        { field: 'userIdentity.arn', notStartsWith: ['arn:aws:sts::111122223333:'] },
        { field: 'vpcEndpointId', equals: ['vpce-1a2b3c4d'] },
      ],
    ],
  ])('of %s events may have every field of its category', (category, fields) => {
    expect(complaintsAboutFields(category, fields)).toEqual([]);
  });
});

describe('the event selectors of a trail', () => {
  const objectsOf = (buckets: number) => ({
    category: 'Data',
    fields: [
      OBJECTS,
      {
        field: 'resources.ARN',
        startsWith: Array.from({ length: buckets }, (_, number) => `arn:${number}/`),
      },
    ],
  });

  it('have so many values that there is room for those of the stack', () => {
    // 500, less 4 for management events and 6 for each of two selectors.
    expect(complaintsAbout({ trail: { eventSelectors: [objectsOf(241), objectsOf(241)] } })).toEqual([]);
    expect(complaintsAbout({ trail: { eventSelectors: [objectsOf(241), objectsOf(242)] } })).toEqual([
      'traildex.trail.eventSelectors has 485 values in 2 selectors; it takes at most 484 in so many, because a trail takes 500 and the stack adds some of its own.',
    ]);
  });
});
