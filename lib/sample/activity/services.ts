/**
 * AWS services at work for themselves: with a service-linked role (Config recording, Auto Scaling, Trusted Advisor), or as
 * a bare service (CloudTrail delivering, EBS encrypting). No person is behind these calls.
 */

import { bucketCall } from '../data-events.ts';
import { drawEverydayError } from '../denials.ts';
import { asService, throughService } from '../identity.ts';
import {
  defineServiceLinkedRole,
  keyArn,
  LOG_ARCHIVE,
  ORGANIZATION_ID,
  type Place,
  TRAIL_BUCKET,
  WORKPLACES,
} from '../organization.ts';
import { type ServicePage, toApiCall } from '../reading/page.ts';
import { PAGES } from '../reading/pages.ts';
import type { Caller } from '../record.ts';
import { assumeByService } from '../security-tokens.ts';
import { perform, type Stage, useSession, wait } from '../stage.ts';

interface Watcher {
  readonly service: string;
  readonly roleName: string;
  readonly sessionName: string;
  readonly pages: readonly [ServicePage, ...ServicePage[]];
}

function pagesOf(...sources: readonly string[]): readonly [ServicePage, ...ServicePage[]] {
  const [first = PAGES[0], ...rest] = PAGES.filter((page) => sources.includes(page.source));
  return [first, ...rest];
}

const CONFIG: Watcher = {
  service: 'config.amazonaws.com',
  roleName: 'AWSServiceRoleForConfig',
  sessionName: 'AWSConfig-Describe',
  pages: pagesOf(
    'ec2',
    's3',
    'iam',
    'rds',
    'lambda',
    'dynamodb',
    'kms',
    'sqs',
    'sns',
    'elasticloadbalancing',
    'backup',
  ),
};

const WATCHERS: readonly [Watcher, ...Watcher[]] = [
  CONFIG,
  CONFIG,
  CONFIG,
  {
    service: 'autoscaling.amazonaws.com',
    roleName: 'AWSServiceRoleForAutoScaling',
    sessionName: 'AutoScaling',
    pages: pagesOf('ec2', 'elasticloadbalancing', 'monitoring'),
  },
  {
    service: 'trustedadvisor.amazonaws.com',
    roleName: 'AWSServiceRoleForTrustedAdvisor',
    sessionName: 'TrustedAdvisor',
    pages: pagesOf('ec2', 'rds', 's3', 'cloudfront', 'route53', 'elasticloadbalancing', 'servicequotas'),
  },
  {
    service: 'resource-explorer-2.amazonaws.com',
    roleName: 'AWSServiceRoleForResourceExplorer',
    sessionName: 'ResourceExplorer',
    pages: pagesOf(
      'ecs',
      'eks',
      'ecr',
      'glue',
      'athena',
      'kinesis',
      'firehose',
      'states',
      'events',
      'elasticfilesystem',
    ),
  },
];

/** A service looks around, in bursts of a few seconds. */
export function watchResources(stage: Stage): void {
  const { random } = stage;
  const watcher = random.pick(WATCHERS);
  const place = random.pick(WORKPLACES);
  const caller = useWatcherSession(stage, watcher, place);
  for (let remaining = random.between(3, 14); remaining > 0; remaining -= 1) {
    const page = random.pick(watcher.pages);
    // Nobody set up everything that a recorder asks for, and it asks fast.
    const error = random.chance(70) ? drawEverydayError(stage, page.source) : undefined;
    perform(stage, caller, { ...toApiCall(page, random.pick(page.calls), place), error });
    wait(stage, 0, 1);
  }
}

export function recordConfiguration(stage: Stage, place: Place, calls: number): void {
  const caller = useWatcherSession(stage, CONFIG, place);
  for (const page of CONFIG.pages.slice(0, calls)) {
    perform(stage, caller, toApiCall(page, page.calls[0], place));
    wait(stage, 0, 1);
  }
}

function useWatcherSession(stage: Stage, watcher: Watcher, place: Place): Caller {
  const { service, roleName, sessionName } = watcher;
  const holder = `${roleName}/${place.accountId}/${place.region}`;
  return useSession(stage, holder, 3600, () => {
    const session = assumeByService(stage, {
      role: defineServiceLinkedRole(place.accountId, service, roleName),
      sessionName,
      service,
      region: place.region,
      client: { address: service, agent: service },
    });
    return throughService(session, service);
  });
}

/** Log delivery as the log archive sees it: the bucket's permissions are checked, the key encrypts what arrives. */
export function deliverLogs(stage: Stage): void {
  const place: Place = { accountId: LOG_ARCHIVE, region: 'eu-west-1' };
  const cloudTrail = asService('cloudtrail.amazonaws.com', LOG_ARCHIVE);
  if (stage.random.chance(400)) {
    perform(stage, cloudTrail, bucketCall(stage, 'GetBucketAcl', TRAIL_BUCKET, place));
    return;
  }
  const path = `${TRAIL_BUCKET}/AWSLogs/${ORGANIZATION_ID}/${stage.random.pick(WORKPLACES).accountId}/CloudTrail/`;
  perform(stage, cloudTrail, {
    source: 'kms',
    name: 'GenerateDataKey',
    region: place.region,
    request: {
      keyId: keyArn(place),
      encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${path}` },
      keySpec: 'AES_256',
    },
    resources: [{ accountId: LOG_ARCHIVE, type: 'AWS::KMS::Key', arn: keyArn(place) }],
    sharedEventID: stage.random.uuid(),
  });
}
