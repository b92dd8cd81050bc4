/**
 * Who works at Tidewater Books: people who sign in through Identity Center or the company's SAML provider, the IAM
 * users that nobody dared to remove, and the programs they call AWS with. Invented, and the same under every seed.
 */

import { buildLastingUuid } from './identifiers.ts';
import { type Client, defineIamUser } from './identity.ts';
import { ANALYTICS, DOMAIN, MANAGEMENT, PRODUCTION, STAGING } from './organization.ts';
import type { Caller } from './record.ts';

export const AGENTS = {
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0',
  chrome:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36',
  edge: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36 Edg/145.0.0.0',
  cli: 'aws-cli/2.33.8 md/awscrt#0.30.1 ua/2.1 os/macos#25.2.0 md/arch#arm64 lang/python#3.13.11 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off',
  terraform:
    'APN/1.0 HashiCorp/1.0 Terraform/1.14.3 (+https://www.terraform.io) terraform-provider-aws/6.28.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.41.1 ua/2.1 os/linux lang/go#1.25.5 md/GOOS#linux md/GOARCH#amd64 api/sts#1.41.5',
  boto3:
    'Boto3/1.42.30 md/Botocore#1.42.30 ua/2.1 os/linux#6.12.58 md/arch#x86_64 lang/python#3.13.11 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.42.30',
  java: 'aws-sdk-java/2.41.10 md/io#sync md/http#Apache ua/2.1 os/Linux#6.12.58 lang/java#21.0.9 md/OpenJDK_64-Bit_Server_VM#21.0.9+10-LTS md/vendor#Amazon.com_Inc. cfg/retry-mode#legacy',
  javascript:
    'aws-sdk-js/3.972.0 ua/2.1 os/linux#6.1.158 lang/js md/nodejs#24.12.0 exec-env/AWS_Lambda_nodejs24.x',
  go: 'aws-sdk-go-v2/1.41.1 ua/2.1 os/linux lang/go#1.25.5 md/GOOS#linux md/GOARCH#amd64',
  ssmAgent: 'aws-sdk-go/1.55.8 (go1.24.11; linux; amd64) amazon-ssm-agent/3.3.3572.0',
  signIn: 'Jersey/3.1.9 (HttpUrlConnection 21.0.9)',
} as const;

export const OFFICE = '203.0.113.24';

export interface Person {
  /** The name of every role session that the person opens, and the user name in Identity Center. */
  readonly email: string;
  /** The id in the identity store. */
  readonly userId: string;
  readonly permissionSet: string;
  readonly accounts: readonly [string, ...string[]];
  readonly browser: Client;
  readonly terminal: Client;
}

function definePerson(
  name: string,
  permissionSet: string,
  accounts: readonly [string, ...string[]],
  address: string,
  browser: 'firefox' | 'chrome' | 'edge',
): Person {
  const email = `${name}@${DOMAIN}`;
  return {
    email,
    userId: buildLastingUuid(email),
    permissionSet,
    accounts,
    browser: { address, agent: AGENTS[browser] },
    terminal: { address, agent: AGENTS.cli },
  };
}

export const MAYA = definePerson(
  'maya.lindqvist',
  'AdministratorAccess',
  [PRODUCTION, MANAGEMENT],
  OFFICE,
  'firefox',
);
export const PRIYA = definePerson(
  'priya.raman',
  'AdministratorAccess',
  [ANALYTICS, PRODUCTION],
  OFFICE,
  'chrome',
);

export const PEOPLE: readonly [Person, ...Person[]] = [
  MAYA,
  PRIYA,
  definePerson('dana.okafor', 'AdministratorAccess', [PRODUCTION, STAGING], '203.0.113.71', 'chrome'),
  definePerson('tomas.novak', 'PowerUserAccess', [STAGING, PRODUCTION], OFFICE, 'chrome'),
  definePerson('elif.kaya', 'PowerUserAccess', [STAGING], '2001:db8:4:17::c2', 'firefox'),
  definePerson('sam.carter', 'PowerUserAccess', [STAGING, ANALYTICS], '198.51.100.201', 'edge'),
  definePerson('lucia.ferrari', 'DataAnalyst', [ANALYTICS], OFFICE, 'edge'),
  definePerson('henry.sato', 'Billing', [MANAGEMENT], '203.0.113.90', 'edge'),
  definePerson('anita.desouza', 'ReadOnlyAccess', [PRODUCTION], '198.51.100.214', 'chrome'),
];

const IDENTITY_STORE = `arn:aws:identitystore::${MANAGEMENT}:identitystore/d-9367example`;

/** A person in the access portal, before any role: Identity Center reports in the management account. */
export function asPortalUser(person: Person, client: Client): Caller {
  const identity = {
    type: 'IdentityCenterUser',
    accountId: MANAGEMENT,
    onBehalfOf: { userId: person.userId, identityStoreArn: IDENTITY_STORE },
    credentialId: buildLastingUuid(`${person.email} portal`),
  };
  return { identity, accountId: MANAGEMENT, arn: IDENTITY_STORE, ...client };
}

/** Uploads the reports from the company's own machine room; its key has been the same for years. */
export const REPORT_EXPORT = defineIamUser(ANALYTICS, 'report-export');
export const BACKUP_AGENT = defineIamUser(PRODUCTION, 'backup-agent');
export const PARTNER_PORTAL = defineIamUser(PRODUCTION, 'partner-portal');
export const CONTRACTOR = defineIamUser(STAGING, 'contractor-lee');
export const EMERGENCY = defineIamUser(MANAGEMENT, 'emergency-admin');

export const MACHINE_ROOM: Client = { address: '203.0.113.140', agent: AGENTS.boto3 };
