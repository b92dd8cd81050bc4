/**
 * The flags that say which events are meant, as filters of the index.
 *
 * Repeating a flag means "or", different flags mean "and". Names may be short or hold `*` at either end; they are
 * completed later, against what the index holds. A `*` elsewhere is an ordinary character, because role and session
 * names of a record may hold one. Users, keys, addresses, accounts and regions have to be whole: what would quietly match
 * nothing is refused.
 */
import { type Command, InvalidArgumentError } from 'commander';
import type { EventFilters } from '../event-index/filters.ts';
import { shellWord } from './shell-word.ts';

export interface FilterOptions {
  readonly source?: readonly string[];
  readonly name?: readonly string[];
  readonly principal?: readonly string[];
  readonly user?: readonly string[];
  readonly accessKey?: readonly string[];
  readonly ip?: readonly string[];
  readonly account?: readonly string[];
  readonly eventRegion?: readonly string[];
  readonly errors?: boolean;
}

type ListFilter = Exclude<keyof EventFilters, 'errors'>;

export const FLAG_OF: Readonly<Record<ListFilter, string>> = {
  eventSource: '--source',
  eventName: '--name',
  principal: '--principal',
  userName: '--user',
  accessKeyId: '--access-key',
  sourceIPAddress: '--ip',
  recipientAccountId: '--account',
  awsRegion: '--event-region',
};

const GROUP = 'Which events (repeat a flag for "or"; * at either end of a name):';

export function addFilterOptions(command: Command): Command {
  return command
    .optionsGroup(GROUP)
    .option('--source <service>', 'event source: s3, iam.amazonaws.com', collect(name))
    .option('--name <event>', 'event name: AssumeRole, "Delete*"', collect(name))
    .option('--principal <who>', 'ARN, role/Admin, user/alice, ec2.amazonaws.com', collect(name))
    .option('--user <name>', 'user or session name, whole: alice', collect(wholeName))
    .option('--access-key <id>', 'access key id that signed the call', collect(wholeName))
    .option('--ip <address>', 'where the call came from: 203.0.113.7', collect(address))
    .option('--account <id>', 'account that the event is in', collect(account))
    .option('--event-region <region>', 'AWS region of the event', collect(region))
    .option('--errors', 'only calls that failed');
}

export function filtersOf(options: FilterOptions): EventFilters {
  return {
    eventSource: unlessAll(options.source),
    eventName: unlessAll(options.name),
    principal: unlessAll(options.principal),
    userName: options.user,
    accessKeyId: options.accessKey,
    sourceIPAddress: options.ip,
    recipientAccountId: options.account,
    awsRegion: options.eventRegion,
    ...(options.errors ? { errors: true } : {}),
  };
}

/** `*` alone means every name, also one that the catalogue lacks: the same as no filter. */
function unlessAll(names: readonly string[] | undefined): readonly string[] | undefined {
  return names?.includes('*') ? undefined : names;
}

/** The flags that mean these filters, ready for a shell. */
export function flagsFor(filters: EventFilters): string[] {
  const lists = Object.entries(FLAG_OF) as [ListFilter, string][];
  return [
    ...lists.flatMap(([filter, flag]) =>
      (filters[filter] ?? []).map((value) => `${flag} ${shellWord(value)}`),
    ),
    ...(filters.errors ? ['--errors'] : []),
  ];
}

function collect(parse: (text: string) => string) {
  return (text: string, before: readonly string[] | undefined): readonly string[] => [
    ...(before ?? []),
    parse(text),
  ];
}

function name(text: string): string {
  // An unset shell variable, or a flag whose value was forgotten: either would quietly ask something else.
  if (text.trim() === '') throw new InvalidArgumentError('It needs a name.');
  if (text.startsWith('--')) throw new InvalidArgumentError('That is a flag; this one needs a name.');
  return text;
}

function wholeName(text: string): string {
  if (text.startsWith('*') || text.endsWith('*'))
    throw new InvalidArgumentError('It needs the whole name, without *.');
  return name(text);
}

function address(text: string): string {
  if (/[/*]/.test(text))
    throw new InvalidArgumentError('It takes one address as the record has it, no range.');
  return name(text);
}

function account(text: string): string {
  const id = text.replaceAll('-', '');
  if (!/^\d{12}$/.test(id)) throw new InvalidArgumentError('An account id has 12 digits.');
  return id;
}

function region(text: string): string {
  const lower = text.toLowerCase();
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(lower))
    throw new InvalidArgumentError('A region is named like eu-central-1.');
  return lower;
}
