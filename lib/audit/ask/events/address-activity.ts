/** All that came from one address or network. */
import type { EventsQuestion } from '../question.ts';
import { TRACE_COLUMNS } from './columns.ts';
import { IP } from './parameters.ts';

export const ADDRESS_ACTIVITY: EventsQuestion = {
  kind: 'events',
  id: 'address-activity',
  title: 'What was done from this address?',
  why: 'Whoever uses several stolen credentials often does so from one place.',
  severity: 'info',
  parameters: [IP],
  // Records spell IPv6 addresses in small letters.
  select: ({ ip = '' }) => [{ sourceIPAddress: [ip.toLowerCase()] }],
  columns: TRACE_COLUMNS,
  falsePositives: ['Many people share the address of an office, a VPN or a NAT gateway.'],
  next: 'query --principal {principal} --around {eventID}',
};
