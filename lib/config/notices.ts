/**
 * What a configuration may say but whoever deploys it must know: told as warnings at synth, before it costs anything.
 * What cannot work is not told here but refused (contradictions.ts).
 */
import { LIFECYCLE_NOTICES } from './notices/lifecycle.ts';
import { ONE_WAY_NOTICES } from './notices/one-way.ts';
import { OPERATION_NOTICES } from './notices/operation.ts';
import type { Settings } from './settings.ts';

export interface Notice {
  /** By which whoever has read it can acknowledge it. */
  readonly id: string;
  readonly text: string;
}

const FINDERS: readonly ((settings: Settings) => readonly Notice[])[] = [
  ...LIFECYCLE_NOTICES,
  ...ONE_WAY_NOTICES,
  ...OPERATION_NOTICES,
];

export function findNotices(settings: Settings): Notice[] {
  return FINDERS.flatMap((find) => find(settings));
}
