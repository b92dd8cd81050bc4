/**
 * What the full record of a call says about credentials and a summary has no room for: whose they became, the MFA
 * device, when the session began, and who vouched for it.
 */

import { parseEventTime } from '../../cloudtrail/event-time.ts';
import { flagOf, memberOf, textIn } from '../../cloudtrail/json.ts';
import type { IndexedEvent } from '../../event-index/event-item.ts';
import type { AuditContext } from '../ports.ts';
import { showIndexedEvents } from '../show.ts';

export interface CallDetails {
  /** Whoever was given the key that the call handed out: the ARN of a session, or the name of a user. */
  readonly issuedTo?: string | undefined;
  /** Serial number or ARN of the MFA device that the caller showed. */
  readonly mfaDevice?: string | undefined;
  /** When the caller's session began: UTC. */
  readonly sessionBegan?: string | undefined;
  /** ARN of the user or root whose rights a federated user has. */
  readonly sessionIssuerArn?: string | undefined;
  /** The web identity provider that vouched for the caller's session. */
  readonly federatedProvider?: string | undefined;
  /** `1.0` or `2.0`: an EC2 instance got the caller's credentials, by which version of its metadata service. */
  readonly ec2RoleDelivery?: string | undefined;
  /** The resource that the caller's credentials were made for: the ARN of a Lambda function. */
  readonly credentialsIssuedTo?: string | undefined;
  /** The session is one of sts:AssumeRoot. */
  readonly assumedRoot?: boolean | undefined;
}

export interface DetailReader {
  /** In the order of the events; without anything for records that cannot be read. Reads each record once. */
  read(events: readonly IndexedEvent[]): Promise<readonly CallDetails[]>;
  unreadable(): { readonly events: number; readonly problem: string | undefined };
}

export function createDetailReader(context: Pick<AuditContext, 'logFiles' | 'bucket'>): DetailReader {
  const known = new Map<IndexedEvent, CallDetails>();
  let unreadable: ReturnType<DetailReader['unreadable']> = { events: 0, problem: undefined };
  return {
    async read(events) {
      const wanted = events.filter((event) => !known.has(event));
      for (const shown of await showIndexedEvents(wanted, context)) {
        known.set(shown.event, shown.kind === 'intact' ? callDetailsOf(shown.bytes) : {});
        if (shown.kind === 'intact') continue;
        unreadable = { events: unreadable.events + 1, problem: unreadable.problem ?? shown.problem };
      }
      return events.map((event) => known.get(event) ?? {});
    },
    unreadable: () => unreadable,
  };
}

const UTF_8 = new TextDecoder('utf-8', { fatal: false });

/** @param bytes of a record that was indexed: JSON. */
export function callDetailsOf(bytes: Uint8Array): CallDetails {
  const record: unknown = JSON.parse(UTF_8.decode(bytes));
  const identity = memberOf(record, 'userIdentity');
  const session = memberOf(identity, 'sessionContext');
  const creationDate = textIn(memberOf(session, 'attributes'), 'creationDate');
  return {
    issuedTo: issuedToOf(memberOf(record, 'responseElements')),
    mfaDevice:
      textIn(memberOf(record, 'additionalEventData'), 'MFAIdentifier') ??
      textIn(memberOf(record, 'requestParameters'), 'serialNumber'),
    sessionBegan: creationDate === undefined ? undefined : parseEventTime(creationDate),
    sessionIssuerArn: textIn(memberOf(session, 'sessionIssuer'), 'arn'),
    federatedProvider: textIn(memberOf(session, 'webIdFederationData'), 'federatedProvider'),
    ec2RoleDelivery: textIn(session, 'ec2RoleDelivery'),
    credentialsIssuedTo: textIn(memberOf(identity, 'inScopeOf'), 'credentialsIssuedTo'),
    assumedRoot: flagOf(memberOf(session, 'assumedRoot')),
  };
}

function issuedToOf(response: unknown): string | undefined {
  return (
    textIn(memberOf(response, 'assumedRoleUser'), 'arn') ??
    textIn(memberOf(response, 'federatedUser'), 'arn') ??
    textIn(memberOf(response, 'accessKey'), 'userName')
  );
}
