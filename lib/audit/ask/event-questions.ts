/** All questions whose answer is events, in the order of the list: what one asks about something, ours, the benchmark's. */
import { ACCESS_KEY_USE } from './events/access-key-use.ts';
import { ADDRESS_ACTIVITY } from './events/address-activity.ts';
import { ADMINISTRATOR_RIGHTS } from './events/administrator-rights.ts';
import { BUCKETS_MADE_PUBLIC, PUBLIC_ACCESS_ALLOWED } from './events/buckets-opened.ts';
import { CALLS_BY_SERVICES } from './events/calls-by-services.ts';
import { NETWORK_CHANGES } from './events/cis-network-changes.ts';
import { SECURITY_CHANGES } from './events/cis-security-changes.ts';
import { CONSOLE_SIGN_IN_FAILURES, CONSOLE_SIGN_INS_WITHOUT_MFA } from './events/cis-sign-ins.ts';
import { UNAUTHORIZED_CALLS } from './events/cis-unauthorized-calls.ts';
import { CONSOLE_SIGN_INS } from './events/console-sign-ins.ts';
import { CREDENTIALS_FOR_OTHERS } from './events/credentials-for-others.ts';
import { CROSS_ACCOUNT_ROLES } from './events/cross-account-roles.ts';
import { BACKUP_DELETIONS, DELETIONS } from './events/deletions.ts';
import { DETECTION_OFF } from './events/detection-off.ts';
import { ENCRYPTION_WEAKENED } from './events/encryption-weakened.ts';
import { IMAGES_SHARED } from './events/images-shared.ts';
import { IMDSV1_ALLOWED, INSTANCE_ROLE_IN_CONSOLE } from './events/instance-roles.ts';
import { LOG_SOURCES_OFF } from './events/log-sources-off.ts';
import { IDENTITY_PROVIDERS, NEW_ACCESS_KEYS, NEW_USERS } from './events/new-identities.ts';
import { PERMISSION_CHANGES } from './events/permission-changes.ts';
import { RESOURCE_CHANGES } from './events/resource-changes.ts';
import { RESOURCE_POLICIES_OPENED } from './events/resource-policies-opened.ts';
import { ROLES_OPENED } from './events/roles-opened.ts';
import { ROOT_USE, ROOT_WITHOUT_MFA } from './events/root.ts';
import { KEY_USE, PARAMETERS_DECRYPTED, SECRET_READS } from './events/secret-reads.ts';
import { SECURITY_GROUPS_OPENED } from './events/security-groups-opened.ts';
import { MFA_REMOVED, PASSWORD_POLICY_WEAKENED } from './events/sign-in-rules.ts';
import { TRAIL_TAMPERING } from './events/trail-tampering.ts';
import { UNUSUAL_IDENTITIES } from './events/unusual-identities.ts';
import type { EventsQuestion } from './question.ts';

export const EVENT_QUESTIONS: readonly EventsQuestion[] = [
  ACCESS_KEY_USE,
  ADDRESS_ACTIVITY,
  CONSOLE_SIGN_INS,
  CALLS_BY_SERVICES,
  RESOURCE_CHANGES,
  TRAIL_TAMPERING,
  DETECTION_OFF,
  LOG_SOURCES_OFF,
  ROOT_WITHOUT_MFA,
  INSTANCE_ROLE_IN_CONSOLE,
  ADMINISTRATOR_RIGHTS,
  CREDENTIALS_FOR_OTHERS,
  NEW_USERS,
  NEW_ACCESS_KEYS,
  IDENTITY_PROVIDERS,
  PERMISSION_CHANGES,
  ROLES_OPENED,
  CROSS_ACCOUNT_ROLES,
  MFA_REMOVED,
  PASSWORD_POLICY_WEAKENED,
  SECURITY_GROUPS_OPENED,
  BUCKETS_MADE_PUBLIC,
  PUBLIC_ACCESS_ALLOWED,
  IMAGES_SHARED,
  RESOURCE_POLICIES_OPENED,
  ENCRYPTION_WEAKENED,
  IMDSV1_ALLOWED,
  SECRET_READS,
  PARAMETERS_DECRYPTED,
  KEY_USE,
  DELETIONS,
  BACKUP_DELETIONS,
  UNUSUAL_IDENTITIES,
  UNAUTHORIZED_CALLS,
  CONSOLE_SIGN_INS_WITHOUT_MFA,
  ROOT_USE,
  CONSOLE_SIGN_IN_FAILURES,
  ...SECURITY_CHANGES,
  ...NETWORK_CHANGES,
];
