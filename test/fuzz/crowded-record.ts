/**
 * A record in which everything that the index keeps is there, and long: no single value is odd, but together they have no
 * room in an item, so that one thing after the other must give way.
 */
import { ALPHANUMERIC, type Random } from '../../lib/sample/random.ts';
import { type Node, treeOf } from './json-tree.ts';

const ALPHABETS: readonly [string, ...string[]] = [ALPHANUMERIC, 'é', '€', '\u0001', '"\\', ' -:/'];

export function crowdedRecord(random: Random): Node {
  const text = () => random.text(random.pick(ALPHABETS), random.between(20, 400));
  const arn = () => `arn:aws:sts::111122223333:assumed-role/${text()}/${text()}`;
  return treeOf({
    eventTime: '2026-03-17T09:00:00Z',
    eventID: random.chance(500) ? text() : random.uuid(),
    eventSource: text(),
    eventName: random.chance(500) ? 'ConsoleLogin' : text(),
    awsRegion: text(),
    recipientAccountId: text(),
    sourceIPAddress: text(),
    userAgent: text(),
    errorCode: text(),
    errorMessage: text(),
    readOnly: true,
    eventType: text(),
    eventCategory: text(),
    sharedEventID: text(),
    userIdentity: {
      type: random.pick(['AssumedRole', 'FederatedUser', 'WebIdentityUser', text()]),
      principalId: text(),
      arn: arn(),
      userName: text(),
      accountId: text(),
      accessKeyId: text(),
      invokedBy: text(),
      sessionContext: {
        sessionIssuer: { arn: arn(), userName: `AWSReservedSSO_${text()}` },
        sourceIdentity: text(),
        attributes: { mfaAuthenticated: 'true' },
      },
    },
    requestParameters: { bucketName: text(), key: text(), roleArn: arn() },
    responseElements: { ConsoleLogin: 'Failure', credentials: { accessKeyId: text() } },
    resources: [{ ARN: arn() }, { ARN: arn() }, { ARN: arn() }],
  });
}
