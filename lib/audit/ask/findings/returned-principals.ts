/**
 * Users and roles that act in the window after a long pause. Whoever the catalogue has on a day shortly before the
 * window made none; of everybody else the last event before the window and the first one in it decide.
 */
import { kindOfPrincipal } from '../../../event-index/derived.ts';
import type { AuditContext } from '../../ports.ts';
import { narrow } from '../narrow.ts';
import type { Finding, FindingsQuestion, FindingsRequest } from '../question.ts';
import { nearestEvent } from './nearest-event.ts';
import { DAYS, numberOf } from './parameters.ts';
import { notSeenIn, seenIn } from './seen.ts';
import { dayStart, daysBefore, nextDayStart, toTime, wholeDaysBetween } from './times.ts';
import { refuseFilters } from './unsupported-filter.ts';

export const RETURNED_PRINCIPALS: FindingsQuestion = {
  kind: 'findings',
  id: 'returned-principals',
  title: 'Who acted again after a long pause?',
  why: 'Old credentials that nobody uses any more are found in old places: code, images, laptops. Their return is rarely their owner.',
  severity: 'medium',
  technique: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
  parameters: [DAYS],
  falsePositives: [
    'Work that comes once a quarter or once a year.',
    'People who were away.',
    'Principals whose last events have expired look new, and are left out.',
  ],
  next: 'query --principal {principal} --since {returned} --asc',
  columns: ['principal', 'returned', 'lastSeen', 'unusedDays', 'eventName', 'sourceIPAddress', 'eventID'],
  async *find(asked, context) {
    refuseFilters('returned-principals', asked.filters, ['principal']);
    const { since } = asked.window;
    if (since === undefined) {
      asked.onRemark?.('A window without a beginning has nothing before it that anybody could return from.');
      return;
    }
    const days = numberOf(DAYS, asked.args);
    const candidates = await readCandidates(since, days, asked, context);
    const found = candidates.map((principal) => toFinding(principal, since, days, asked, context));
    yield* (await Promise.all(found)).flat().toSorted(longestPauseFirst);
  },
};

async function readCandidates(
  since: string,
  days: number,
  { window, filters, onIncomplete }: FindingsRequest,
  context: AuditContext,
): Promise<readonly string[]> {
  const seen = await seenIn('principal', window, context);
  const people = seen.values.filter((value) => kindOfPrincipal(value) !== 'service');
  const { principal: wanted = [] } = narrow({ principal: people }, filters).filters;
  // Whoever came back came before the window's end: a last event that is so near to it makes the pause too short.
  const end = window.until ?? toTime(context.now);
  const shortlyBefore = { since: nextDayStart(daysBefore(end, days)), until: dayStart(since) };
  const { values } = await notSeenIn('principal', wanted, shortlyBefore, context);
  if (seen.incomplete) onIncomplete?.();
  return values;
}

/** Empty for whoever is new, made a shorter pause, or acts only on a part of a day that the window leaves out. */
async function toFinding(
  principal: string,
  since: string,
  days: number,
  { window }: FindingsRequest,
  context: AuditContext,
): Promise<Finding[]> {
  const key = { filter: 'principal', value: principal } as const;
  const before = await nearestEvent(key, { until: since }, 'newest-first', context);
  if (before === undefined) return [];
  const back = await nearestEvent(key, window, 'oldest-first', context);
  if (back === undefined || daysBefore(back.eventTime, days) < before.eventTime) return [];
  const { eventTime: returned, eventName, sourceIPAddress, eventID } = back;
  const unusedDays = wholeDaysBetween(before.eventTime, returned);
  return [
    { principal, returned, lastSeen: before.eventTime, unusedDays, eventName, sourceIPAddress, eventID },
  ];
}

function longestPauseFirst(a: Finding, b: Finding): number {
  const byPause = Number(b.unusedDays) - Number(a.unusedDays);
  return byPause || ((a.principal ?? '') < (b.principal ?? '') ? -1 : 1);
}
