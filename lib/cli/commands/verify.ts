/** `traildex verify`: holds bucket and index against CloudTrail's signed digests, and says hour by hour what is proven. */
import type { Command } from 'commander';
import type { Origin } from '../../audit/verify/request.ts';
import type { CommandRunner } from '../command-runner.ts';
import { requireDataDirectory } from '../data-directory.ts';
import { UsageError } from '../errors.ts';
import { collect, text } from '../flag-values.ts';
import type { GlobalOptions } from '../options.ts';
import { addFieldsOption, addOutputOption, parseFields } from '../output-options.ts';
import type { VerifyForm } from '../render/verify-report.ts';
import { HOUR_FIELDS, STORED_FIELDS } from '../render/verify-rows.ts';
import { atPlace, type Session } from '../session.ts';
import { addTimeOptions, type TimeOptions } from '../times.ts';
import { origin, readPublicKeys, trailName, wholeAccount, wholeRegion } from '../verify-scope.ts';
import { showStored } from '../verify-show-stored.ts';
import { verifyTrail } from '../verify-trail.ts';
import { parseVerifyWindow } from '../verify-window.ts';

export interface VerifyOptions extends GlobalOptions, TimeOptions {
  readonly all?: boolean;
  readonly account?: readonly string[];
  readonly eventRegion?: readonly string[];
  readonly trail?: string;
  readonly deep?: boolean;
  readonly repair?: boolean;
  readonly publicKeys?: readonly string[];
  readonly origin?: Origin;
  readonly stored?: boolean;
  readonly output?: VerifyForm;
  readonly fields?: string;
}

const EXAMPLES = `Examples:
  traildex verify --local                    the newest day of a data directory
  traildex verify --since 30d                what was delivered since then
  traildex verify --all --deep               everything, byte by byte
  traildex verify --since 2d --repair        and have indexed what is missing
  traildex verify --all --origin s3://their-bucket --public-keys keys.json
  traildex verify --stored --since 7d        what the schedule has found
`;

const NOTES = `
Without --deep a log file is read only where the ledger cannot vouch for it:
others are intact when indexed, by their ETag and size.
What the words of the report claim, and what not: docs/integrity.md

Exit codes:
  0   no fault
  1   a fault, also one that --repair could not mend; or nothing to verify
  2   wrong usage, a file of keys that is none among it
  130 interrupted
`;

const FORMS: readonly VerifyForm[] = ['text', 'table', 'json', 'jsonl', 'csv'];

export function addVerifyCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('verify')
    .description('Proves by the signed digests that the bucket is unchanged and the index holds all of it.')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', NOTES)
    .optionsGroup('Which part of the trail:')
    .option('--account <id>', 'only this account; may be repeated', collect(wholeAccount))
    .option('--event-region <region>', 'only this region; may be repeated', collect(wholeRegion))
    .option('--trail <name>', 'only the digests of this trail', trailName);
  addTimeOptions(command)
    .option('--all', 'from the first digest or log file on')
    .optionsGroup('How:')
    .option('--deep', 'read every log file, compare every event with the index')
    .option('--repair', 'have indexed what the index lacks, then look again')
    .option('--public-keys <file>', 'what list-public-keys printed; may be repeated', collect(text))
    .option('--origin <s3-uri>', 'where it was delivered, if this bucket is a copy', origin)
    .option('--stored', 'show what the scheduled verification has found');
  addFieldsOption(addOutputOption(command, FORMS, 'text on a terminal, jsonl in a pipe'));
  command.action(run(runVerify));
}

async function runVerify(session: Session, options: VerifyOptions): Promise<number> {
  refuseContradictions(options);
  const { host, where } = session;
  const typed = { ...parseVerifyWindow(options, host.now), all: options.all ?? false };
  const known = options.stored ? STORED_FIELDS : HOUR_FIELDS;
  const fields = options.fields === undefined ? undefined : parseFields(options.fields, known);
  const form = options.output ?? (host.isTTY ? 'text' : 'jsonl');
  requireDataDirectory(where);
  const { account: accountIds, eventRegion: regions } = options;
  if (options.stored)
    return atPlace(session, 'tables', (place) =>
      showStored(session, place, { typed, accountIds, regions, form, fields }),
    );
  const publicKeys = options.publicKeys && (await Promise.all(options.publicKeys.map(readPublicKeys))).flat();
  return atPlace(session, options.repair ? 'everything' : 'tables-and-bucket', (place) =>
    verifyTrail(session, place, {
      typed,
      accountIds,
      regions,
      trailName: options.trail,
      origin: options.origin,
      publicKeys,
      isDeep: options.deep ?? false,
      isRepair: options.repair ?? false,
      form,
      fields,
    }),
  );
}

/** @throws UsageError */
function refuseContradictions(options: VerifyOptions): void {
  if (!options.stored) return;
  if (options.all) throw new UsageError('--stored does not go with --all: name a time with --since.');
  const flag = (
    [
      ['deep', '--deep'],
      ['repair', '--repair'],
      ['publicKeys', '--public-keys'],
      ['origin', '--origin'],
      ['trail', '--trail'],
    ] as const
  ).find(([name]) => options[name] !== undefined)?.[1];
  if (flag !== undefined)
    throw new UsageError(`--stored shows what was found before and verifies nothing: leave out ${flag}.`);
}
