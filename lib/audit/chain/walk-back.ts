/**
 * Follows the keys back, call by call, over the index alone. A full record is read only where no call handed a key out:
 * it says when the session began, and that leads to a console sign-in.
 */
import type { AuditContext } from '../ports.ts';
import type { DetailReader } from './call-details.ts';
import type { Call } from './copies.ts';
import type { ChainEnd, ChainLink } from './credential-chain.ts';
import { findIssuingCall } from './issuing-call.ts';
import { nextStep } from './next-step.ts';
import { findSignIn } from './sign-in.ts';

export interface Step extends Call {
  readonly step: ChainLink['step'];
  /** Other calls that handed out the same key. */
  readonly otherCalls?: number;
}

interface Walk {
  readonly context: AuditContext;
  readonly reader: DetailReader;
  readonly maxLinks: number;
}

export async function walkBack(
  first: Step,
  { context, reader, maxLinks }: Walk,
): Promise<{ readonly steps: readonly Step[]; readonly end: ChainEnd }> {
  const steps = [first];
  const keys = new Set([first.event.issuedAccessKeyId]);
  for (let last = first; ; last = steps.at(-1) ?? last) {
    const next = nextStep(last.event);
    if (next.kind !== 'key') return { steps, end: next };
    const { accessKeyId } = next;
    if (keys.has(accessKeyId)) return { steps, end: { kind: 'cycle', accessKeyId } };
    if (steps.length >= maxLinks) return { steps, end: { kind: 'too-long' } };
    keys.add(accessKeyId);
    const { call, otherCalls, tooLate } = await findIssuingCall(accessKeyId, last.event.eventTime, context);
    if (call !== undefined) {
      steps.push({ step: 'issue', ...call, otherCalls });
      continue;
    }
    const [details = {}] = await reader.read([last.event]);
    const signIn = await findSignIn(last.event, details, context);
    if (signIn === undefined) {
      const { sessionBegan } = details;
      return { steps, end: { kind: 'missing', accessKeyId, sessionBegan, tooLate } };
    }
    steps.push({ step: 'sign-in', ...signIn });
  }
}
