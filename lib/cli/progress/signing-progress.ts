/** A progress bar on stderr while digests are signed: what is in the bucket first, then the signing, then the recording. */
import type { Writable } from 'node:stream';
import type { SingleBar } from 'cli-progress';
import type { SigningProgress } from '../../operations/sign-digests/sign-digests.ts';
import { grouped } from '../render/count.ts';
import { newBar } from './bar.ts';

const WHAT: Readonly<Record<SigningProgress['phase'], string>> = {
  reading: 'regions looked through for log files to sign',
  signing: 'digests signed',
  recording: 'digests recorded',
};

export interface SigningBar {
  update(progress: SigningProgress): void;
  stop(): void;
}

export function showSigning(stderr: Writable, quiet: boolean): SigningBar {
  if (quiet) return { update: () => {}, stop: () => {} };
  let bar: SingleBar | undefined;
  return {
    update({ phase, done, total }) {
      if (total === 0) return;
      const step = { step: `${grouped(done)} of ${grouped(total)} ${WHAT[phase]}` };
      if (bar === undefined) {
        bar = newBar(stderr, { format: '{bar} {step}', inPipes: true });
        bar.start(total, done, step);
        return;
      }
      bar.setTotal(total);
      bar.update(done, step);
    },
    stop: () => bar?.stop(),
  };
}
