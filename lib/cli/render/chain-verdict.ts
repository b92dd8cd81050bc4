/** What a chain comes to, in sentences: below the calls on a terminal, on stderr beside the machine forms. */
import type { CredentialChain, Doubt } from '../../audit/chain.ts';
import { formatTime } from '../times.ts';
import { describeBehind, isCreation } from './chain-behind.ts';
import { describeEnd, type EndContext } from './chain-end.ts';

/** The first sentence is the verdict. */
export function describeVerdict(chain: CredentialChain, context: EndContext): string[] {
  return [
    describeBehind(chain),
    ...describeOwner(chain),
    ...describeDoubts(chain),
    ...describeEnd(chain, context),
    ...describeSourceIdentity(chain),
    ...describeKeyCreation(chain, context),
  ];
}

/** Of all links with the same doubt the first is named. */
function describeDoubts({ links }: CredentialChain): string[] {
  const first = (doubt: Doubt) => links.findIndex(({ doubts }) => doubts.includes(doubt));
  const repeated = links[first('issued-repeatedly')]?.event.issuedAccessKeyId;
  const at = first('issued-to-another');
  const [use, issue] = [links[at - 1]?.event, links[at]];
  return [
    ...(repeated === undefined
      ? []
      : [
          `Doubtful: other calls in the index handed out ${repeated} as well. Records with masked ids do that.`,
        ]),
    ...(use === undefined || issue === undefined
      ? []
      : [
          `Doubtful: ${issue.event.issuedAccessKeyId} was handed out to ${issue.details.issuedTo}, but used by ${use.principal}${use.userName === undefined ? '' : `, session ${use.userName}`}. Records with masked ids do that.`,
        ]),
  ];
}

function describeOwner({ links: [first] }: CredentialChain): string[] {
  const { issuedAccessKeyId } = first.event;
  const { issuedTo } = first.details;
  if (!isCreation(first) || issuedTo === undefined) return [];
  return [
    `The key belongs to user ${issuedTo}; traildex query --access-key ${issuedAccessKeyId} lists its calls.`,
  ];
}

function describeSourceIdentity({ sourceIdentity, behind }: CredentialChain): string[] {
  if (sourceIdentity === undefined || sourceIdentity === behind?.name) return [];
  return [`The session was opened for ${sourceIdentity}, its source identity.`];
}

function describeKeyCreation({ keyCreation, links }: CredentialChain, { zone }: EndContext): string[] {
  if (keyCreation === undefined) return [];
  const { eventTime, principal, sourceIPAddress, eventID } = keyCreation.event;
  const { accessKeyId } = (links.at(-1) ?? links[0]).event;
  const from = sourceIPAddress === undefined ? '' : ` from ${sourceIPAddress}`;
  return [
    `${accessKeyId} was created ${formatTime(eventTime, zone)} by ${principal}${from}: event ${eventID}.`,
  ];
}
