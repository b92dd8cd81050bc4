/**
 * A chain of credentials as rows: one for each call, from the event back, in the order in which fields are written.
 *
 * Fields that are the event's have CloudTrail's names. What the chain as a whole says (`end`, `behind` …) stands in the
 * last row, which is the call nearest to whoever is behind it.
 */
import type { ChainLink, CredentialChain } from '../../audit/chain.ts';
import { formatTime } from '../times.ts';
import type { Column } from './columns.ts';
import { type Row, toText } from './rows.ts';
import { cutEnd } from './shorten.ts';

export const CHAIN_FIELDS = [
  'hop',
  'step',
  'eventTime',
  'eventID',
  'eventSource',
  'eventName',
  'awsRegion',
  'recipientAccountId',
  'principal',
  'userName',
  'identityType',
  'credentialKind',
  'accessKeyId',
  'sourceIPAddress',
  'userAgent',
  'mfa',
  'mfaDevice',
  'invokedBy',
  'sourceIdentity',
  'failed',
  'errorCode',
  'issuedAccessKeyId',
  'issuedTo',
  'sessionBegan',
  'federatedProvider',
  'credentialsIssuedTo',
  'ec2RoleDelivery',
  'copies',
  'doubts',
  'recordHash',
  'end',
  'missingAccessKeyId',
  'behind',
  'behindKind',
  'behindPrincipal',
  'behindBasis',
  'keyCreationEventID',
] as const;

export type ChainField = (typeof CHAIN_FIELDS)[number];

/** Columns of a table, where fields were asked for by name. @param zone of the times, an IANA name. */
export function chainColumns(fields: readonly ChainField[], zone: string): readonly Column<ChainField>[] {
  return fields.map((field) => ({
    field,
    header: field,
    text: (row) => (field === 'eventTime' ? formatTime(toText(row[field]), zone) : toText(row[field])),
    least: field === 'eventID' || field === 'eventTime' ? undefined : 8,
    comfortable: 20,
    shorten: cutEnd,
    align: field === 'hop' ? 'end' : 'start',
  }));
}

export function chainRows(chain: CredentialChain): readonly Row<ChainField>[] {
  const { links } = chain;
  return links.map((link, hop) => ({
    ...linkRow(link, links[hop - 1]),
    hop,
    ...(hop === links.length - 1 ? verdictOf(chain) : {}),
  }));
}

/** Who was given the key: as the call says, or else whoever used it, which the link before shows. */
export function recipientOf(link: ChainLink, user: ChainLink | undefined): string | undefined {
  if (link.step === 'event' || link.step === 'use') return link.details.issuedTo;
  return link.details.issuedTo ?? user?.event.principal;
}

export function mfaOf({ event, details }: ChainLink): boolean | undefined {
  // Devices are checked before a call with one succeeds; a long-term key has no session that could say so.
  return details.mfaDevice !== undefined && !event.failed ? true : event.mfa;
}

function linkRow(link: ChainLink, user: ChainLink | undefined): Row<ChainField> {
  const { event, copies, details, step, doubts } = link;
  const { mfaDevice, sessionBegan, federatedProvider, credentialsIssuedTo, ec2RoleDelivery } = details;
  const { resources: _resources, logFile: _logFile, clipped: _clipped, ...fields } = event;
  return {
    ...fields,
    step,
    mfa: mfaOf(link),
    mfaDevice,
    sessionBegan,
    federatedProvider,
    credentialsIssuedTo,
    ec2RoleDelivery,
    issuedTo: recipientOf(link, user),
    doubts: doubts.length > 0 ? doubts : undefined,
    copies: copies.length > 0 ? copies.map(({ eventID }) => eventID) : undefined,
  };
}

function verdictOf({ end, behind, keyCreation }: CredentialChain): Row<ChainField> {
  return {
    end: end.kind,
    missingAccessKeyId: end.kind === 'missing' ? end.accessKeyId : undefined,
    behind: behind?.name,
    behindKind: behind?.kind,
    behindPrincipal: behind?.principal,
    behindBasis: behind?.basis,
    keyCreationEventID: keyCreation?.event.eventID,
  };
}
