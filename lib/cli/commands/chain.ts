/**
 * `traildex chain`: who is really behind an event, or behind an access key.
 *
 * A chain that breaks is an answer and no failure; only what the index does not know at all is one. The table form tells
 * the verdict below the calls, the machine forms carry it in their last row and tell it on stderr.
 */
import type { Command } from 'commander';
import { type ChainStart, type CredentialChain, traceChain } from '../../audit/chain.ts';
import { type IndexSpan, readIndexSpan } from '../../audit/index-span.ts';
import { meterReads } from '../../audit/meter.ts';
import type { AuditContext } from '../../audit/ports.ts';
import { SweepTooLargeError } from '../../audit/sweep-estimate.ts';
import type { CommandRunner } from '../command-runner.ts';
import { EXIT, UsageError } from '../errors.ts';
import { describeCost } from '../explain.ts';
import { orInterrupted } from '../interrupt.ts';
import type { GlobalOptions } from '../options.ts';
import {
  addFieldsOption,
  addOutputOption,
  addZoneOption,
  formFor,
  OUTPUT_FORMS,
  type OutputForm,
  parseFields,
} from '../output-options.ts';
import { describeSpan } from '../query-remarks.ts';
import { CHAIN_FIELDS, type ChainField, chainColumns, chainRows } from '../render/chain-fields.ts';
import { chainText } from '../render/chain-text.ts';
import { describeVerdict } from '../render/chain-verdict.ts';
import { count } from '../render/count.ts';
import { openRows } from '../render/open-rows.ts';
import { atPlace, type Session } from '../session.ts';
import { parseZone } from '../times.ts';

interface ChainCommandOptions extends GlobalOptions {
  readonly accessKey?: string;
  readonly explain?: boolean;
  readonly output?: OutputForm;
  readonly fields?: string;
  readonly tz: string;
}

const EXAMPLES = `Examples:
  traildex chain 9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55
  traildex chain --access-key ASIAIOSFODNN7EXAMPLE     who was given this key
  traildex chain 9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55 -o jsonl | traildex show -
  traildex chain 9a1d6c31-6c6f-4c0e-8f0e-4f6f2f1e7a55 -o jsonl | tail -1 | jq .behind
`;

export function addChainCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('chain')
    .description('Follows the credentials of an event back to a person, user or service.')
    .argument('[event-id]', 'the event')
    .addHelpText('before', EXAMPLES)
    .option('--access-key <id>', 'instead of an event: who handed the key out, and to whom')
    .option('--explain', 'say what the answer cost');
  addZoneOption(addFieldsOption(addOutputOption(command, OUTPUT_FORMS)));
  command.action((eventID: string | undefined, ...rest: [ChainCommandOptions, Command]) =>
    run((session: Session, options: ChainCommandOptions) => runChain(session, eventID, options))(...rest),
  );
}

async function runChain(
  session: Session,
  eventID: string | undefined,
  options: ChainCommandOptions,
): Promise<number> {
  const start = startOf(eventID, options);
  const zone = parseZone(options.tz, session.host.timeZone);
  const asked = options.fields === undefined ? undefined : parseFields(options.fields, CHAIN_FIELDS);
  return atPlace(session, 'tables-and-bucket', async (place) => {
    const metered = meterReads(place);
    const chain = await orInterrupted(trace(start, metered.context), session.host.interrupt);
    if (chain === undefined) return complainOfUnknown(session, start, metered.context);
    const span = await spanFor(chain, metered.context);
    await write(session, { chain, span, zone, asked, form: formFor(options.output, session.host) });
    if (options.explain) await session.remark(describeCost(metered.usage()));
    return EXIT.done;
  });
}

const ACCESS_KEY_FORM = /^(?:AKIA|ASIA)[A-Z0-9]{12,}$/;

function startOf(eventID: string | undefined, { accessKey }: ChainCommandOptions): ChainStart {
  if (eventID !== undefined && accessKey !== undefined)
    throw new UsageError('An event id and --access-key exclude each other: one chain at a time.');
  if (accessKey !== undefined) {
    if (accessKey.trim() === '') throw new UsageError('--access-key is empty.');
    return { accessKeyId: accessKey.trim() };
  }
  if (eventID === undefined || eventID.trim() === '')
    throw new UsageError('Which event? Give its id, or --access-key.');
  if (ACCESS_KEY_FORM.test(eventID))
    throw new UsageError(`${eventID} is an access key: traildex chain --access-key ${eventID}.`);
  return { eventID: eventID.trim() };
}

/** Looking for a use of a key may be a sweep; a large one is not worth it without being asked for. */
async function trace(start: ChainStart, context: AuditContext): Promise<CredentialChain | undefined> {
  try {
    return await traceChain(start, context);
  } catch (error) {
    if (!(error instanceof SweepTooLargeError) || !('accessKeyId' in start)) throw error;
    throw new Error(
      `No call in the index handed out ${start.accessKeyId}, and no index leads to what it was used for. ` +
        `traildex query --access-key ${start.accessKeyId} --limit 1 --sweep finds an event to start from.`,
      { cause: error },
    );
  }
}

async function complainOfUnknown(
  session: Session,
  start: ChainStart,
  context: AuditContext,
): Promise<number> {
  await session.complain(
    'eventID' in start
      ? `Event ${start.eventID} is not in the index.`
      : `No call in the index handed out ${start.accessKeyId}, and none was signed with it.`,
  );
  if (!session.quiet) await session.remark(...describeSpan(await readIndexSpan({}, context.logFiles)));
  return EXIT.failed;
}

async function spanFor({ end }: CredentialChain, context: AuditContext): Promise<IndexSpan | undefined> {
  if (end.kind !== 'missing') return undefined;
  return readIndexSpan({ since: end.sessionBegan }, context.logFiles);
}

interface Answer {
  readonly chain: CredentialChain;
  readonly span: IndexSpan | undefined;
  readonly zone: string;
  readonly asked: readonly ChainField[] | undefined;
  readonly form: OutputForm;
}

async function write(session: Session, { chain, span, zone, asked, form }: Answer): Promise<void> {
  const { out, host, color } = session;
  if (form === 'table' && asked === undefined) {
    const width = host.columns ?? Number.POSITIVE_INFINITY;
    await out.write(chainText(chain, { width, color, zone, span }));
  } else {
    const writer = openRows<ChainField>(session, {
      form,
      asked,
      all: CHAIN_FIELDS,
      usualColumns: CHAIN_FIELDS,
      priority: CHAIN_FIELDS,
      columnsOf: (fields) => chainColumns(fields, zone),
      isAlarming: (row) => row.failed === true,
    });
    for (const row of chainRows(chain)) await writer.write(row);
    await writer.end();
    await session.remark(...describeVerdict(chain, { zone, span }));
  }
  const { events, problem } = chain.unreadable;
  if (events > 0) {
    await session.remark(
      `${count(events, 'record')} could not be read, so that session names and MFA devices may be missing. The first: ${problem}`,
    );
  }
}
