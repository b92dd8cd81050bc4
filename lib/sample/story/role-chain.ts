/**
 * Who deleted the snapshot? A database administrator signs in through the company's SAML provider, goes on into
 * production and from there into a maintenance role. Only the chain of access keys, and the source identity that every
 * session carries, lead from the deletion back to a person.
 */

import { ANALYTICS, DOMAIN, defineRole, PRODUCTION, SECURITY } from '../organization.ts';
import { AGENTS, OFFICE } from '../people.ts';
import type { Caller } from '../record.ts';
import { assumeRole, assumeWithSaml } from '../security-tokens.ts';
import { perform, type Stage, wait } from '../stage.ts';
import { clock, type Story } from './tell.ts';

const REGION = 'eu-west-1';
const JONAS = `jonas.weber@${DOMAIN}`;
const SNAPSHOT = 'orders-1-before-migration';

export const ROLE_CHAIN: readonly Story[] = [{ startsAt: clock('10:22'), tell: deleteSnapshotThroughRoles }];

function deleteSnapshotThroughRoles(stage: Stage): void {
  const signedIn = assumeWithSaml(stage, {
    role: defineRole(SECURITY, 'identity-gateway'),
    subject: JONAS,
    sessionName: JONAS,
    provider: `arn:aws:iam::${SECURITY}:saml-provider/TidewaterDirectory`,
    region: REGION,
    client: { address: OFFICE, agent: AGENTS.cli },
    sourceIdentity: JONAS,
  });
  perform(stage, signedIn, { source: 'sts', name: 'GetCallerIdentity', region: REGION });
  wait(stage, 20, 40);
  const sessionName = 'dba';
  const operator = assumeRole(stage, signedIn, {
    role: defineRole(PRODUCTION, 'database-operator'),
    sessionName,
    region: REGION,
  });
  listSnapshots(stage, operator);
  wait(stage, 30, 60);
  const maintainer = assumeRole(stage, operator, {
    role: defineRole(PRODUCTION, 'database-maintenance'),
    sessionName,
    region: REGION,
  });
  deleteSnapshot(stage, maintainer);
  wait(stage, 40, 80);
  const analyst = assumeRole(stage, maintainer, {
    role: defineRole(ANALYTICS, 'warehouse-maintenance'),
    sessionName,
    region: REGION,
  });
  perform(stage, analyst, {
    source: 'glue',
    name: 'GetTables',
    region: REGION,
    request: { databaseName: 'sales' },
  });
  wait(stage, 3, 9);
  const partition = { databaseName: 'sales', tableName: 'orders', partitionValue: ['2023-01'] };
  perform(stage, analyst, {
    source: 'glue',
    name: 'DeletePartition',
    region: REGION,
    readOnly: false,
    request: partition,
    // Delivered an hour late: whoever looks too early does not find it.
    lateWindows: 12,
  });
}

function listSnapshots(stage: Stage, caller: Caller): void {
  const request = { dBInstanceIdentifier: 'orders-1', snapshotType: 'manual' };
  perform(stage, caller, { source: 'rds', name: 'DescribeDBSnapshots', region: REGION, request });
}

function deleteSnapshot(stage: Stage, caller: Caller): void {
  const arn = `arn:aws:rds:${REGION}:${PRODUCTION}:snapshot:${SNAPSHOT}`;
  perform(stage, caller, {
    source: 'rds',
    name: 'DeleteDBSnapshot',
    region: REGION,
    readOnly: false,
    request: { dBSnapshotIdentifier: SNAPSHOT },
    response: {
      dBSnapshotIdentifier: SNAPSHOT,
      dBInstanceIdentifier: 'orders-1',
      dBSnapshotArn: arn,
      engine: 'postgres',
      allocatedStorage: 400,
      status: 'deleted',
    },
    resources: [{ accountId: PRODUCTION, type: 'AWS::RDS::DBSnapshot', arn }],
  });
}
