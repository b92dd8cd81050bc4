/**
 * People at work: pages opened in the console, commands typed in a terminal, now and then something changed. Their
 * sessions come from the access portal and last as long as a permission set allows.
 */

import { beDenied, drawEverydayError } from '../denials.ts';
import { drawEc2Id } from '../identifiers.ts';
import { INSTANCES, type Place, REGIONS, type Region } from '../organization.ts';
import { PEOPLE, type Person } from '../people.ts';
import { openConsole, openTerminal } from '../portal.ts';
import { toApiCall } from '../reading/page.ts';
import { PAGES } from '../reading/pages.ts';
import type { ApiCall, Caller } from '../record.ts';
import { perform, type Stage, useSession, wait } from '../stage.ts';

/** A permission set of twelve hours would be unusual; four are common. */
const CONSOLE_SECONDS = 4 * 3600;
/** Credentials for a terminal expire after an hour; what is begun before that has to end before that. */
const TERMINAL_SECONDS = 3500;
const HOME_REGIONS: readonly [Region, ...Region[]] = [REGIONS[0], REGIONS[0], REGIONS[1], REGIONS[2]];

export function browseConsole(stage: Stage): void {
  const person = stage.random.pick(PEOPLE);
  const place = choosePlace(stage, person);
  const holder = `${person.email} in the console of ${place.accountId}`;
  const caller = useSession(stage, holder, CONSOLE_SECONDS, () => openConsole(stage, person, place));
  for (let pages = stage.random.between(1, 3); pages > 0; pages -= 1) openPage(stage, caller, place);
  if (stage.random.chance(120)) changeSomething(stage, caller, place);
}

export function workInTerminal(stage: Stage): void {
  const person = stage.random.pick(PEOPLE);
  const place = choosePlace(stage, person);
  const holder = `${person.email} in a terminal at ${place.accountId}`;
  const caller = useSession(stage, holder, TERMINAL_SECONDS, () => openTerminal(stage, person, place));
  for (let commands = stage.random.between(1, 6); commands > 0; commands -= 1) {
    lookUp(stage, caller, place);
    wait(stage, 0, 6);
  }
}

function openPage(stage: Stage, caller: Caller, place: Place): void {
  const page = stage.random.pick(PAGES);
  for (const call of page.calls.slice(0, 5)) {
    const error = stage.random.chance(20) ? drawEverydayError(stage, page.source) : undefined;
    perform(stage, caller, { ...toApiCall(page, call, place), error });
    if (stage.random.chance(250)) wait(stage, 0, 1);
  }
  wait(stage, 1, 8);
}

/** One call of a page; a few fail, and people with narrow permission sets run into walls. */
function lookUp(stage: Stage, caller: Caller, place: Place): void {
  const page = stage.random.pick(PAGES);
  const call = toApiCall(page, stage.random.pick(page.calls), place);
  // Administrators are refused nothing; others do not know exactly what they may see.
  const limited = !caller.arn.includes('AdministratorAccess');
  if (limited && stage.random.chance(50)) beDenied(stage, caller, call);
  else if (stage.random.chance(20))
    perform(stage, caller, { ...call, error: drawEverydayError(stage, page.source) });
  else perform(stage, caller, call);
}

function changeSomething(stage: Stage, caller: Caller, place: Place): void {
  const call = stage.random.pick([tagInstance, openPort, setParameter, silenceAlarm])(stage, place);
  if (/ReadOnly|Billing|DataAnalyst/.test(caller.arn)) beDenied(stage, caller, call);
  else perform(stage, caller, { ...call, readOnly: false });
}

function tagInstance(stage: Stage, place: Place): ApiCall {
  const { id } = stage.random.pick(INSTANCES);
  const request = {
    resourcesSet: { items: [{ resourceId: id }] },
    tagSet: { items: [{ key: 'owner', value: 'storefront' }] },
  };
  return {
    source: 'ec2',
    name: 'CreateTags',
    region: place.region,
    readOnly: false,
    request,
    response: accepted(stage),
  };
}

function openPort(stage: Stage, place: Place): ApiCall {
  const port = stage.random.pick([443, 5432, 6379, 8080]);
  const items = [
    {
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      groups: {},
      ipRanges: { items: [{ cidrIp: '10.20.0.0/16' }] },
    },
  ];
  return {
    source: 'ec2',
    name: 'AuthorizeSecurityGroupIngress',
    region: place.region,
    readOnly: false,
    request: { groupId: drawEc2Id(stage.random, 'sg'), ipPermissions: { items } },
    response: accepted(stage),
  };
}

function setParameter(stage: Stage, place: Place): ApiCall {
  return {
    source: 'ssm',
    name: 'PutParameter',
    region: place.region,
    readOnly: false,
    request: {
      name: '/storefront/feature-flags',
      type: 'String',
      value: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      overwrite: true,
    },
    response: { version: stage.random.between(40, 60), tier: 'Standard' },
  };
}

function silenceAlarm(_stage: Stage, place: Place): ApiCall {
  const request = { alarmNames: ['storefront-5xx'] };
  return {
    source: 'monitoring',
    name: 'DisableAlarmActions',
    region: place.region,
    readOnly: false,
    request,
  };
}

function accepted(stage: Stage): { requestId: string; _return: boolean } {
  return { requestId: stage.random.uuid(), _return: true };
}

/** An account that the person may enter, in a region where that account has something. */
function choosePlace(stage: Stage, person: Person): Place {
  return { accountId: stage.random.pick(person.accounts), region: stage.random.pick(HOME_REGIONS) };
}
