/**
 * What the settings ask that depends on where the stack stands: its name, and account and region, where they are known
 * before the deployment.
 *
 * Alarms and rules of EventBridge reach topics of their own account and region only; a key serves its own region. No
 * ARN of another partition leads anywhere.
 */
import { TRAIL } from './sections/trail.ts';
import { refuse, SETTINGS_CONTEXT_KEY, writtenAt } from './sentence.ts';
import type { Settings } from './settings.ts';

/** Undefined is what only the deployment decides. */
export interface Place {
  readonly stackName: string;
  readonly partition: string | undefined;
  readonly region: string | undefined;
  readonly account: string | undefined;
}

type Part = 'partition' | 'region' | 'account';

const POSITIONS = { partition: 1, region: 3, account: 4 } as const;

/** Settings that take an ARN, with what it has in common with the stack. */
const ARNS: readonly (readonly [setting: string, shared: readonly Part[]])[] = [
  ['alarms.topicArn', ['partition', 'region', 'account']],
  ['encryption.keyArn', ['partition', 'region']],
  ['bucket.replicateTo.bucketArn', ['partition']],
  ['bucket.replicateTo.kmsKeyArn', ['partition']],
  ['trail.existing.notifications.topicArn', ['partition']],
  ['trail.existing.kmsKeyArn', ['partition']],
];

/** One sentence each. */
export function findMisplacements(settings: Settings, place: Place): string[] {
  return [
    ...misplacedTrailName(settings, place),
    ...ARNS.flatMap(([setting, shared]) => misplacedArn(settings, setting, shared, place)),
  ];
}

function misplacedTrailName({ trail }: Settings, { stackName }: Place): string[] {
  const name = TRAIL.shape.name;
  if (trail.name !== undefined || trail.existing !== undefined || name.safeParse(stackName).success)
    return [];
  return [
    `The trail is named after the stack, ${JSON.stringify(stackName)}, and a trail's name takes ` +
      `${name.unwrap().meta()?.takes}: set another one with ${SETTINGS_CONTEXT_KEY}.trail.name.`,
  ];
}

function misplacedArn(settings: Settings, setting: string, shared: readonly Part[], place: Place): string[] {
  const arn = writtenAt(settings, setting.split('.'));
  if (typeof arn !== 'string') return [];
  const isElsewhere = (part: Part) =>
    place[part] !== undefined && arn.split(':')[POSITIONS[part]] !== place[part];
  if (!shared.some(isElsewhere)) return [];
  const wanted = shared.filter((part) => place[part] !== undefined).map((part) => `${part} ${place[part]}`);
  return [refuse(setting, arn, `an ARN of the stack's ${wanted.join(', ')}`)];
}
