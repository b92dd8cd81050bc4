/**
 * Users and roles that have not acted for a number of days. The catalogue knows who ever acted and who did on each day
 * since; everybody it has no recent day of is asked for the last event, which decides at the edges of days.
 */
import { kindOfPrincipal } from '../../../event-index/derived.ts';
import type { TimeWindow } from '../../../event-index/query-plan.ts';
import type { AuditContext } from '../../ports.ts';
import type { Finding, FindingsQuestion, FindingsRequest } from '../question.ts';
import { nearestEvent } from './nearest-event.ts';
import { DAYS, numberOf } from './parameters.ts';
import { indexedDays, notSeenIn, seenIn } from './seen.ts';
import { dayOf, dayStart, daysBefore, nextDayStart, toTime, wholeDaysBetween } from './times.ts';
import { refuseFilters } from './unsupported-filter.ts';

/** What can be taken away: not root, not AWS's services, not strangers of whom nothing but an account is known. */
const KINDS = ['iam-user', 'role'];

export const UNUSED_PRINCIPALS: FindingsQuestion = {
  kind: 'findings',
  id: 'unused-principals',
  title: 'Which users and roles have not acted for long?',
  why: 'Nobody misses credentials that nobody uses, so nobody notices who has them. Counts back from the end of the window, or from now; when the window begins does not matter.',
  severity: 'low',
  technique: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
  parameters: [DAYS],
  falsePositives: [
    'A user or role that never acted is unknown to an index of what was done: the credential report of IAM lists those.',
    'Users and roles that have been deleted since, and those of other accounts.',
    'Roles that are kept for emergencies, or for work that comes once a year.',
    'Data events are calls too, but only where the trail records them.',
  ],
  next: 'query --principal {principal}',
  columns: ['principal', 'lastSeen', 'unusedDays', 'eventName', 'sourceIPAddress', 'eventID'],
  async *find(asked, context) {
    refuseFilters('unused-principals', asked.filters);
    const days = numberOf(DAYS, asked.args);
    const end = asked.window.until ?? toTime(context.now);
    const cutoff = daysBefore(end, days);
    await remarkOnSpan({ cutoff, end, days }, asked, context);
    const candidates = await readCandidates(cutoff, asked, context);
    const found = candidates.map((principal) => toFinding(principal, { cutoff, end }, context));
    yield* (await Promise.all(found)).flat().toSorted(longestUnusedFirst);
  },
};

/** Everybody who may have acted before the cutoff, less those who have acted on a later day that lies in the window. */
async function readCandidates(
  cutoff: string,
  { window: { until }, onIncomplete }: FindingsRequest,
  context: AuditContext,
): Promise<readonly string[]> {
  const known = await seenIn('principal', { until: cutoff }, context);
  const wanted = known.values.filter((value) => KINDS.includes(kindOfPrincipal(value) ?? ''));
  const recent: TimeWindow = { since: nextDayStart(cutoff), until: until && dayStart(until) };
  const { values, incomplete } = await notSeenIn('principal', wanted, recent, context);
  // Gaps in the later days do no harm: whoever is not found there is asked for the last event.
  if (known.incomplete || incomplete) onIncomplete?.();
  return values;
}

/** Empty where the last event is too recent. Of events that have expired nothing is left but the name. */
async function toFinding(
  principal: string,
  { cutoff, end }: { readonly cutoff: string; readonly end: string },
  context: AuditContext,
): Promise<Finding[]> {
  const key = { filter: 'principal', value: principal } as const;
  const last = await nearestEvent(key, { until: end }, 'newest-first', context);
  if (last === undefined) return [{ principal }];
  if (last.eventTime >= cutoff) return [];
  const { eventTime, eventName, sourceIPAddress, eventID } = last;
  const unusedDays = wholeDaysBetween(eventTime, end);
  return [{ principal, lastSeen: eventTime, unusedDays, eventName, sourceIPAddress, eventID }];
}

/** The index may be younger than the question, or have stopped before its end. */
async function remarkOnSpan(
  { cutoff, end, days }: { readonly cutoff: string; readonly end: string; readonly days: number },
  { onRemark }: FindingsRequest,
  context: AuditContext,
): Promise<void> {
  const [firstDay, lastDay] = (await indexedDays(context)) ?? [];
  if (firstDay === undefined || lastDay === undefined) return onRemark?.('The index holds no events.');
  if (firstDay > dayOf(cutoff)) {
    onRemark?.(
      `The index goes back to ${firstDay}, less than ${days} days: nobody in it can be unused for so long.`,
    );
  } else if (lastDay < dayOf(daysBefore(end, 1))) {
    onRemark?.(`The last events of the index are of ${lastDay}. Who acted after that is not known.`);
  }
}

function longestUnusedFirst(a: Finding, b: Finding): number {
  const [timeA, timeB] = [a.lastSeen ?? '', b.lastSeen ?? ''];
  if (timeA !== timeB) return timeA < timeB ? -1 : 1;
  return (a.principal ?? '') < (b.principal ?? '') ? -1 : 1;
}
