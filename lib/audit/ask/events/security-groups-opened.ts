/**
 * Security groups that let in anybody. `/0` is every address; `0.0.0.0/1` and `128.0.0.0/1` together are as well.
 *
 * A changed rule may be one for traffic that leaves: the record does not say, so it is in the answer.
 */
import { type JsonObject, memberOf } from '../../../cloudtrail/json.ts';
import type { EventsQuestion } from '../question.ts';
import { doneCallsOf } from './calls.ts';
import { DONE_COLUMNS } from './columns.ts';
import { membersNamed } from './members.ts';

export const SECURITY_GROUPS_OPENED: EventsQuestion = {
  kind: 'events',
  id: 'security-groups-opened',
  title: 'Which security groups were opened to the world?',
  why: 'What anybody can reach is scanned within minutes.',
  severity: 'high',
  technique: { id: 'T1562.007', name: 'Impair Defenses: Disable or Modify Cloud Firewall' },
  parameters: [],
  select: () => [doneCallsOf('ec2', ['AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules'])],
  matchesRecord: letsInTheWorld,
  columns: DONE_COLUMNS,
  falsePositives: [
    'Ports 80 and 443 of public web servers and load balancers.',
    'A changed rule for traffic that leaves.',
  ],
  next: 'show {eventID}',
};

const THE_WORLD = /\/[01]$/;

function letsInTheWorld(record: JsonObject): boolean {
  const ranges = membersNamed(memberOf(record, 'requestParameters'), 'cidrip', 'cidripv4', 'cidripv6');
  return ranges.some((range) => typeof range === 'string' && THE_WORLD.test(range));
}
