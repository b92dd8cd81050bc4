/**
 * Access keys that were used from several addresses. Calls that a service makes for somebody carry the service's name in
 * place of an address: they say nothing about where the key is.
 */
import { isIP } from 'node:net';
import type { IndexedEvent } from '../../../event-index/event-item.ts';
import { NO_CALLS } from '../events/calls.ts';
import { narrow } from '../narrow.ts';
import type { Finding, FindingsQuestion } from '../question.ts';
import { CallGroup } from './call-group.ts';
import { numberOf, wholeNumber } from './parameters.ts';
import { readEvents } from './read-events.ts';

const ADDRESSES = wholeNumber('addresses', 'how many addresses are too many, such as 3', '2');

/** Addresses that a row names. */
const EXAMPLES = 5;

class KeyUse extends CallGroup {
  readonly addresses = new Set<string>();
  readonly principal: string;

  constructor(principal: string) {
    super();
    this.principal = principal;
  }
}

export const KEY_SPREAD: FindingsQuestion = {
  kind: 'findings',
  id: 'key-spread',
  title: 'Which access keys were used from several addresses?',
  why: 'A key that works in two places at once has been copied. The keys of sessions, which begin with ASIA, should not travel at all.',
  severity: 'high',
  technique: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
  parameters: [ADDRESSES],
  falsePositives: [
    'People who move between office, home and telephone, or leave by several addresses of a proxy.',
    'Keys of users that were given to several machines on purpose.',
    'Machines that reach some services by a VPC endpoint, with their private address, and others by the internet.',
    'Copies of one Lambda function share the keys of a session.',
  ],
  next: 'query --access-key {accessKeyId} --since {firstSeen}',
  columns: [
    'accessKeyId',
    'addresses',
    'calls',
    'principal',
    'firstSeen',
    'lastSeen',
    'exampleAddresses',
    'eventID',
  ],
  async *find(asked, context) {
    const least = numberOf(ADDRESSES, asked.args);
    const { filters } = narrow({ not: NO_CALLS }, asked.filters);
    const uses = new Map<string, KeyUse>();
    for await (const event of readEvents(filters, asked, context)) addUse(uses, event);
    const spread = [...uses].filter(([, { addresses }]) => addresses.size >= least);
    for (const [accessKeyId, use] of spread.toSorted(widestFirst)) yield toFinding(accessKeyId, use);
  },
};

function addUse(uses: Map<string, KeyUse>, event: IndexedEvent): void {
  const { accessKeyId, sourceIPAddress, principal } = event;
  if (accessKeyId === undefined || sourceIPAddress === undefined || isIP(sourceIPAddress) === 0) return;
  const use = uses.get(accessKeyId) ?? new KeyUse(principal);
  uses.set(accessKeyId, use);
  use.addresses.add(sourceIPAddress);
  use.add(event);
}

function toFinding(accessKeyId: string, use: KeyUse): Finding {
  const { calls, firstSeen, lastSeen, eventID } = use.toFinding();
  const examples = [...use.addresses].sort().slice(0, EXAMPLES).join(' ');
  const { size } = use.addresses;
  return {
    accessKeyId,
    principal: use.principal,
    addresses: size,
    exampleAddresses: size > EXAMPLES ? `${examples} …` : examples,
    calls,
    firstSeen,
    lastSeen,
    eventID,
  };
}

function widestFirst([a, useOfA]: [string, KeyUse], [b, useOfB]: [string, KeyUse]): number {
  return useOfB.addresses.size - useOfA.addresses.size || (a < b ? -1 : 1);
}
