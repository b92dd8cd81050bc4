/**
 * Least privilege both ways: every call that the functions and the command line make is allowed by the synthesized
 * policies, and everything that these allow is called, or needed for a reason that is said.
 *
 * Who may do what is lib/constructs/access/access-rights.ts. What calls something new belongs into test/helpers/exercise.ts.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BACKFILL_ENV } from '../../lambdas/backfill/env.ts';
import { ANY, ENV } from '../../lambdas/ingest/env.ts';
import { VERIFY_ENV } from '../../lambdas/verify/env.ts';
import { VERIFY_PLAN_ENV } from '../../lambdas/verify-plan/env.ts';
import { OUTPUT } from '../../lib/config/outputs.ts';
import { ACCESS_RIGHTS, type Right } from '../../lib/constructs/access/access-rights.ts';
import { type CloudAssembly, readCloudAssembly } from '../../lib/local/cloud-assembly.ts';
import { readFunction } from '../../lib/local/declared-function.ts';
import { type LocalEnvironment, openLocalEnvironment } from '../../lib/local/environment.ts';
import { openFunctionPool } from '../../lib/local/lambda/function-pool.ts';
import { type ResolvedResource, resolveTemplate } from '../../lib/local/template.ts';
import { CONFIGURATIONS } from '../constructs/configurations.ts';
import { exerciseEverything } from '../helpers/exercise.ts';
import { isAbout, isAllowed, managedPolicy, policyOfFunction, type Statement } from '../helpers/policies.ts';
import { type RecordingFront, startRecordingFront } from '../helpers/recording-front.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';
import { ACTIONS_ON_EVERYTHING, UNHEARD_ACTIONS } from '../helpers/unheard-actions.ts';

const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PLACE = { region: 'us-east-1', accountId: '000000000000' };
/** The one with the most in its policies: keys, a network, optional indexes, a key prefix. */
const SETTINGS = CONFIGURATIONS['everything on'];

type Caller = keyof typeof ACCESS_RIGHTS;
const CALLERS = Object.keys(ACCESS_RIGHTS) as Caller[];

let directory: string;
let front: RecordingFront<Caller>;
let environment: LocalEnvironment;
let assembly: CloudAssembly;
let resources: readonly ResolvedResource[];
let policies: Readonly<Record<Caller, readonly Statement[]>>;

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  front = await startRecordingFront(CALLERS, PLACE);
  const dataDirectory = join(directory, 'data');
  environment = await openLocalEnvironment({
    dataDirectory,
    projectRoot: PROJECT_ROOT,
    needs: 'everything',
    context: { traildex: SETTINGS },
    functionEnvironment: ({ environment: { [ENV.eventsTable]: eventsTable } }) => {
      const endpoint = front.endpoints[eventsTable === undefined ? 'verifyFunction' : 'ingestFunction'];
      return {
        AWS_ENDPOINT_URL: endpoint,
        AWS_ENDPOINT_URL_DYNAMODB: endpoint,
        [ENV.accountIds]: ANY,
        // The sample is of a day that is further away each day.
        [ENV.retentionDays]: '',
      };
    },
  });
  front.standBefore(environment);
  assembly = await readCloudAssembly(join(dataDirectory, 'cdk.out'));
  const place = { ...PLACE, stackName: assembly.stackName, queueEndpoint: 'http://127.0.0.1' };
  ({ resources } = resolveTemplate(assembly.template, place));
  policies = {
    ingestFunction: policyOfFunction(resources, functionWith(ENV.eventsTable).name),
    backfillFunction: policyOfFunction(resources, functionWith(BACKFILL_ENV.lookBackDays).name),
    verifyPlanFunction: policyOfFunction(resources, functionWith(VERIFY_PLAN_ENV.verifyQueueUrl).name),
    verifyFunction: policyOfFunction(resources, functionWith(VERIFY_ENV.digestRetentionDays).name),
    reader: managedPolicy(resources, environment.outputs[OUTPUT.readerPolicy]),
    operator: managedPolicy(resources, environment.outputs[OUTPUT.operatorPolicy]),
  };
  await exerciseEverything({
    directory,
    environment,
    endpoints: front.endpoints,
    runBackfill: () => runFunction('backfillFunction', BACKFILL_ENV.lookBackDays),
    planVerification: () => runFunction('verifyPlanFunction', VERIFY_PLAN_ENV.verifyQueueUrl),
    handOut: (key) => front.handOut(key),
  });
});

afterAll(async () => {
  await environment?.close();
  await front?.stop();
  await removeDirectory(directory);
});

/** The function that has this environment variable. */
function functionWith(variable: string): ResolvedResource {
  const found = resources.find(
    ({ type, properties }) =>
      type === 'AWS::Lambda::Function' && JSON.stringify(properties.Environment).includes(`"${variable}"`),
  );
  if (found === undefined) throw new Error(`No function has the variable ${variable}.`);
  return found;
}

/** Once, with an event that says nothing. */
async function runFunction(caller: Caller, variable: string): Promise<void> {
  const pool = await openFunctionPool({
    function: readFunction(functionWith(variable), assembly.assetDirectories),
    place: {
      ...PLACE,
      credentials: environment.connection.credentials,
      temporaryDirectory: join(directory, 'data', 'tmp'),
      environment: { AWS_ENDPOINT_URL: front.endpoints[caller] },
    },
    logDirectory: environment.logDirectory,
  });
  const outcome = await pool.invoke({}).finally(() => pool.stop());
  expect(outcome.kind).toBe('success');
}

/** An action on a resource that a policy allows. */
type Allowance = Pick<Statement, 'conditions'> & { readonly action: string; readonly resource: string };

function allowancesOf(caller: Caller): Allowance[] {
  return policies[caller]
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ actions, resources: named, conditions }) =>
      actions.flatMap((action) => named.map((resource) => ({ action, resource, conditions }))),
    );
}

function idleAllowancesOf(caller: Caller): Allowance[] {
  return allowancesOf(caller).filter(({ action, resource, conditions }) => {
    const statement = { actions: [action], resources: [resource], conditions };
    return !front.calls[caller].some((call) => isAbout(statement, call));
  });
}

const UNHEARD = [...UNHEARD_ACTIONS, ...ACTIONS_ON_EVERYTHING];

function isUnheard({ action, resource }: Allowance, unheard: (typeof UNHEARD)[number]): boolean {
  return action === unheard.action && resource.endsWith(unheard.on ?? '');
}

function hasReason(caller: Caller, allowance: Allowance): boolean {
  const rights: readonly Right[] = ACCESS_RIGHTS[caller];
  return (
    rights.some(({ actions, reason }) => reason !== undefined && actions.includes(allowance.action)) ||
    UNHEARD.some((unheard) => isUnheard(allowance, unheard))
  );
}

const inWords = ({ action, resource }: { action: string; resource: string }) => `${action} on ${resource}`;

describe.each(CALLERS)('%s', (caller) => {
  it('is allowed every call that it makes', () => {
    expect(front.faults).toEqual([]);
    expect(front.calls[caller].length).toBeGreaterThan(0);
    const refused = front.calls[caller].filter((call) => !isAllowed(call, policies[caller]));
    expect(refused.map(inWords)).toEqual([]);
  });

  it('makes every call that it is allowed, or there is a reason why not', () => {
    const idle = idleAllowancesOf(caller).filter((allowance) => !hasReason(caller, allowance));
    expect(idle.map(inWords)).toEqual([]);
  });

  it('is allowed something on everything only where no resource can be named', () => {
    const nameless = allowancesOf(caller).filter(({ resource }) => /^\*|:\*|:[^:/]+\/\*/.test(resource));
    const unlisted = nameless.filter(
      ({ action }) => !ACTIONS_ON_EVERYTHING.some((listed) => listed.action === action),
    );
    expect(unlisted.map(inWords)).toEqual([]);
  });
});

it('gives no reason for what is not allowed or can be heard', () => {
  const idle = CALLERS.flatMap(idleAllowancesOf);
  const stale = UNHEARD.filter((unheard) => !idle.some((allowance) => isUnheard(allowance, unheard)));
  expect(stale).toEqual([]);
});
