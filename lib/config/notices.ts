/**
 * What a configuration may say but whoever deploys it must know: told at synth, before it costs anything.
 * What cannot work is not told here but refused (contradictions.ts).
 */
import { LIFECYCLE_NOTICES } from './notices/lifecycle.ts';
import type { Notice } from './notices/notice.ts';
import { ONE_WAY_NOTICES } from './notices/one-way.ts';
import { OPERATION_NOTICES } from './notices/operation.ts';
import type { Settings } from './settings.ts';

const FINDERS: readonly ((settings: Settings) => readonly Notice[])[] = [
  ...LIFECYCLE_NOTICES,
  ...ONE_WAY_NOTICES,
  ...OPERATION_NOTICES,
];

export function findNotices(settings: Settings): Notice[] {
  return FINDERS.flatMap((find) => find(settings));
}
