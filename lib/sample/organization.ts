/**
 * The organisation whose day is told: Tidewater Books, six accounts, four regions, and what runs in them.
 *
 * Account ids are those of AWS's documentation, names and addresses are invented and of the ranges reserved for
 * examples (RFC 5737, RFC 3849, RFC 2606): nothing here belongs to anybody. All of it is the same under every seed, so
 * that a demonstration can name a role or a bucket.
 */

import { buildLastingHex, buildLastingId, buildLastingUuid } from './identifiers.ts';
import { createRandom, HEX } from './random.ts';

export const ORGANIZATION_ID = 'o-exampleorgid';
export const DOMAIN = 'tidewater.example';

export const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1', 'us-west-2'] as const;
export type Region = (typeof REGIONS)[number];

/** Where the services that have no region of their own report: IAM, Organizations, CloudFront, Route 53. */
export const GLOBAL_REGION: Region = 'us-east-1';

export const MANAGEMENT = '111122223333';
export const SECURITY = '444455556666';
export const LOG_ARCHIVE = '777788889999';
export const PRODUCTION = '123456789012';
export const STAGING = '210987654321';
export const ANALYTICS = '999988887777';
export const ACCOUNTS = [PRODUCTION, ANALYTICS, STAGING, MANAGEMENT, SECURITY, LOG_ARCHIVE] as const;

/** The account of a monitoring vendor: not in the organisation, so none of its own log files arrive. */
export const VENDOR = '222233334444';

export const TRAIL_BUCKET = 'tidewater-org-trail';
export const CUSTOMER_BUCKET = 'tidewater-customer-data';
export const EXPORT_BUCKET = 'tidewater-report-exports';
export const BACKUP_BUCKET = 'tidewater-offsite-backup';
export const ASSET_BUCKET = 'tidewater-storefront-assets';

export interface Role {
  readonly accountId: string;
  readonly name: string;
  readonly arn: string;
  readonly principalId: string;
}

export function defineRole(accountId: string, name: string, path = '/'): Role {
  const arn = `arn:aws:iam::${accountId}:role${path}${name}`;
  return { accountId, name, arn, principalId: buildLastingId('AROA', arn) };
}

/** Identity Center makes one such role per account and permission set; the hash differs between accounts. */
export function defineSsoRole(accountId: string, permissionSet: string): Role {
  const hash = buildLastingHex(`${accountId}/${permissionSet}`, 16);
  return defineRole(
    accountId,
    `AWSReservedSSO_${permissionSet}_${hash}`,
    '/aws-reserved/sso.amazonaws.com/eu-west-1/',
  );
}

export function defineServiceLinkedRole(accountId: string, service: string, name: string): Role {
  return defineRole(accountId, name, `/aws-service-role/${service}/`);
}

/** One place where something runs. Repeats weigh: production carries most of the day. */
export interface Place {
  readonly accountId: string;
  readonly region: Region;
}

export const WORKPLACES: readonly [Place, ...Place[]] = [
  { accountId: PRODUCTION, region: 'us-east-1' },
  { accountId: PRODUCTION, region: 'us-east-1' },
  { accountId: PRODUCTION, region: 'us-east-1' },
  { accountId: PRODUCTION, region: 'us-east-1' },
  { accountId: PRODUCTION, region: 'eu-west-1' },
  { accountId: PRODUCTION, region: 'eu-west-1' },
  { accountId: PRODUCTION, region: 'us-west-2' },
  { accountId: ANALYTICS, region: 'eu-central-1' },
  { accountId: ANALYTICS, region: 'eu-central-1' },
  { accountId: STAGING, region: 'eu-west-1' },
  { accountId: STAGING, region: 'us-east-1' },
  { accountId: SECURITY, region: 'eu-west-1' },
  { accountId: LOG_ARCHIVE, region: 'eu-west-1' },
  { accountId: MANAGEMENT, region: 'us-east-1' },
];

export interface LambdaFunction extends Place {
  readonly name: string;
  readonly arn: string;
  readonly role: Role;
  readonly runtime: string;
}

const FUNCTION_NAMES = [
  'order-intake',
  'payment-capture',
  'invoice-mailer',
  'stock-sync',
  'price-refresh',
  'search-indexer',
  'image-resizer',
  'returns-handler',
];
/** Repeats weigh here too. */
const FUNCTION_PLACES: readonly Place[] = [
  { accountId: PRODUCTION, region: 'us-east-1' },
  { accountId: PRODUCTION, region: 'us-east-1' },
  { accountId: PRODUCTION, region: 'us-east-1' },
  { accountId: PRODUCTION, region: 'us-east-1' },
  { accountId: PRODUCTION, region: 'eu-west-1' },
  { accountId: STAGING, region: 'eu-west-1' },
];

export const FUNCTIONS = atLeastOne(
  FUNCTION_PLACES.flatMap((place) => FUNCTION_NAMES.map((name, index) => defineFunction(place, name, index))),
);

function defineFunction({ accountId, region }: Place, name: string, index: number): LambdaFunction {
  return {
    accountId,
    region,
    name,
    arn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
    // One role per function and account, whatever the region: roles have none.
    role: defineRole(accountId, `${name}-execution`, '/service-role/'),
    runtime: index % 3 === 0 ? 'python3.13' : 'nodejs24.x',
  };
}

export interface Instance extends Place {
  readonly id: string;
  readonly role: Role;
  readonly hostName: string;
  readonly privateAddress: string;
  readonly publicAddress: string;
}

const FLEETS: readonly { place: Place; roleName: string; host: string; count: number }[] = [
  {
    place: { accountId: PRODUCTION, region: 'us-east-1' },
    roleName: 'storefront-web',
    host: 'web',
    count: 8,
  },
  {
    place: { accountId: PRODUCTION, region: 'eu-west-1' },
    roleName: 'storefront-web',
    host: 'web',
    count: 4,
  },
  {
    place: { accountId: PRODUCTION, region: 'us-west-2' },
    roleName: 'search-cluster',
    host: 'search',
    count: 3,
  },
  {
    place: { accountId: ANALYTICS, region: 'eu-central-1' },
    roleName: 'warehouse-loader',
    host: 'loader',
    count: 4,
  },
  { place: { accountId: STAGING, region: 'us-east-1' }, roleName: 'staging-web', host: 'stage', count: 2 },
];

export const INSTANCES = atLeastOne(
  FLEETS.flatMap(({ place, roleName, host, count }, fleet) =>
    Array.from({ length: count }, (_, index): Instance => {
      const hostName = `${host}${index + 1}.${place.region}.internal`;
      return {
        ...place,
        id: `i-0${createRandom(fleet * 100 + index, 'instance').text(HEX, 16)}`,
        role: defineRole(place.accountId, roleName),
        hostName,
        privateAddress: `10.${20 + fleet}.${index * 4}.${17 + index * 11}`,
        publicAddress: `198.51.100.${64 + fleet * 16 + index}`,
      };
    }),
  ),
);

/** The customer managed KMS key of an account in a region. */
export function keyArn({ accountId, region }: Place): string {
  return `arn:aws:kms:${region}:${accountId}:key/${buildLastingUuid(`${accountId}/${region}`)}`;
}

function atLeastOne<T>(values: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = values;
  if (first === undefined) throw new Error('The sample organisation has lost its machines.');
  return [first, ...rest];
}
