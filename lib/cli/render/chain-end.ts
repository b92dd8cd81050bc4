/** Why a chain goes no further back, and where somebody may look on. */
import type { ChainEnd, ChainLink, CredentialChain } from '../../audit/chain.ts';
import type { IndexSpan } from '../../audit/index-span.ts';
import { formatTime } from '../times.ts';
import { count } from './count.ts';

export interface EndContext {
  /** What the index covers; undefined where the chain is complete. */
  readonly span: IndexSpan | undefined;
  /** IANA name. */
  readonly zone: string;
}

export function describeEnd({ end, links }: CredentialChain, context: EndContext): string[] {
  const last = links.at(-1) ?? links[0];
  switch (end.kind) {
    case 'origin':
      return [];
    case 'other-account':
      return ["The chain leaves the index here: the record of the caller's own account is not in it."];
    case 'no-key':
      return [
        last.event.eventCategory === 'Insight'
          ? 'An Insights event is no call: it reports many, which traildex query lists.'
          : 'The chain ends here: the record names no access key.',
      ];
    case 'cycle':
      return [
        `The chain runs in a circle: ${end.accessKeyId} was met before. Records with masked key ids do that.`,
      ];
    case 'too-long':
      return [
        `Not followed beyond ${count(links.length, 'call')}: traildex chain ${last.event.eventID} goes on.`,
      ];
    case 'missing':
      return describeMissing(end, last, context);
  }
}

function describeMissing(
  { accessKeyId, sessionBegan, tooLate }: ChainEnd & { kind: 'missing' },
  { event }: ChainLink,
  { span, zone }: EndContext,
): string[] {
  const began = sessionBegan === undefined ? '' : ` Its session began ${formatTime(sessionBegan, zone)}.`;
  const covered =
    span?.firstDay === undefined ? '' : ` The index holds events from ${span.firstDay} to ${span.lastDay}.`;
  return [
    `A link is missing: no call in the index handed out ${accessKeyId} before its use.${began}${covered}`,
    tooLate === undefined
      ? reasonFor(sessionBegan, event.invokedBy, span)
      : `The first call that did is later than its use, of ${formatTime(tooLate.eventTime, zone)}: ${tooLate.eventID}.`,
  ];
}

function reasonFor(
  sessionBegan: string | undefined,
  invokedBy: string | undefined,
  span: IndexSpan | undefined,
): string {
  const firstDay = span?.firstDay;
  if (sessionBegan !== undefined && firstDay !== undefined && sessionBegan < firstDay)
    return 'That was before the index begins: log files of that time were not indexed, or their events have expired.';
  if (invokedBy !== undefined)
    return `${invokedBy} passed the call on: for that, a service gets a key that no record hands out.`;
  const unfinished = (span?.pendingFiles ?? 0) + (span?.rejectedFiles ?? 0);
  const files = unfinished > 0 ? ' Log files that are not in the index: traildex files lists them.' : '';
  return `The call may be in an account or region that is not indexed, or older than the index reaches; the console also makes keys that no record hands out.${files}`;
}
