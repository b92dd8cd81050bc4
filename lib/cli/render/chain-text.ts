/**
 * A chain for people: a block of lines for each call, from the event back, and the verdict below.
 *
 * Nothing is cut: keys, ids and ARNs are what the next command needs. Long lines break between words.
 */
import type { ChainLink, CredentialChain } from '../../audit/chain.ts';
import { formatTime } from '../times.ts';
import type { EndContext } from './chain-end.ts';
import { mfaOf, recipientOf } from './chain-fields.ts';
import { describeVerdict } from './chain-verdict.ts';
import { escapeControls } from './escape.ts';
import { paint } from './paint.ts';
import { wrapWords } from './wrap-words.ts';

export interface ChainTextOptions extends EndContext {
  /** Terminal columns; Infinity where there is no terminal. */
  readonly width: number;
  readonly color: boolean;
}

export function chainText(chain: CredentialChain, options: ChainTextOptions): string {
  const bold = (text: string) => (options.color ? paint(text, 'bold') : text);
  const blocks = chain.links.map((link, index) => {
    const head = bold(wrap(headOf(link, options.zone), options.width, ''));
    const lines = linesOf(link, chain.links[index - 1]).map(([label, text]) =>
      wrap(`  ${label.padEnd(LABEL_WIDTH)} ${text}`, options.width, ' '.repeat(LABEL_WIDTH + 3)),
    );
    return [head, ...lines].join('\n');
  });
  const [verdict = '', ...remarks] = describeVerdict(chain, options);
  const told = [
    bold(wrap(verdict, options.width, '  ')),
    ...remarks.map((remark) => wrap(remark, options.width, '  ')),
  ];
  return `${blocks.join('\n\n')}\n\n${told.join('\n')}\n`;
}

const LABEL_WIDTH = 7;

function headOf({ event, step }: ChainLink, zone: string): string {
  const { eventTime, eventName = 'unnamed event', eventSource = '', issuedAccessKeyId } = event;
  const source = eventSource.replace(/\.amazonaws\.com$/, '');
  const call = `${formatTime(eventTime, zone)}  ${eventName}${source === '' ? '' : ` (${source})`}`;
  if (step === 'issue') return `${call} handed out ${issuedAccessKeyId}`;
  return step === 'sign-in' ? `${call} began the session` : call;
}

function linesOf(link: ChainLink, user: ChainLink | undefined): (readonly [label: string, text: string])[] {
  const { event, copies } = link;
  const { eventID, awsRegion, recipientAccountId, invokedBy, principal, sourceIdentity, failed } = event;
  const to = recipientOf(link, user);
  return [
    ['event', [eventID, awsRegion, recipientAccountId].filter(Boolean).join('  ')],
    ...(failed ? [['failed', event.errorCode ?? 'yes'] as const] : []),
    ...(to === undefined || to === principal ? [] : [['to', to] as const]),
    ['by', callerOf(link)],
    ['from', `${event.sourceIPAddress ?? 'an unknown address'}, ${describeMfa(link)}`],
    ...(invokedBy === undefined || invokedBy === principal ? [] : [['through', invokedBy] as const]),
    ...(sourceIdentity === undefined ? [] : [['for', `${sourceIdentity} (source identity)`] as const]),
    ['key', event.accessKeyId ?? 'none'],
    ...copies.map((copy) => ['copy', describeCopy(copy)] as const),
  ];
}

function callerOf({ event, details }: ChainLink): string {
  const { principal, userName, credentialKind } = event;
  const session =
    credentialKind === 'role' && userName !== undefined && !principal.endsWith(`/${userName}`)
      ? `, session ${userName}`
      : '';
  const resource =
    details.credentialsIssuedTo === undefined ? '' : `, given to ${details.credentialsIssuedTo}`;
  return `${principal}${session}${resource}`;
}

/** What AWS says of people whom a provider has signed in is about AWS alone. */
function describeMfa(link: ChainLink): string {
  const { credentialKind } = link.event;
  const { mfaDevice } = link.details;
  const mfa = mfaOf(link);
  if (mfa) return mfaDevice === undefined ? 'with MFA' : `with MFA (${mfaDevice})`;
  if (credentialKind === 'service' || credentialKind === 'anonymous') return 'no MFA';
  if (mfa === undefined) return 'MFA not recorded';
  return credentialKind === 'role' || credentialKind === 'federated' ? 'no MFA known to AWS' : 'without MFA';
}

function describeCopy({ eventID, awsRegion, recipientAccountId }: ChainLink['event']): string {
  return [eventID, awsRegion, recipientAccountId].filter(Boolean).join('  ');
}

/** Only where a single space stands between words: labels are padded. */
function wrap(text: string, width: number, indent: string): string {
  return wrapWords(escapeControls(text).split(/(?<=\S) (?=\S)/), { width, indent }).join('\n');
}
