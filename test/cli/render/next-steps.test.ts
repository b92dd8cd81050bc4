import { describe, expect, it } from 'vitest';
import { describeNextSteps } from '../../../lib/cli/render/next-steps.ts';

describe('what to type next', () => {
  it('is commands that the installed package has too', () => {
    expect(describeNextSteps('--local', 'sample')).toEqual([
      'Next:',
      '  npx traildex ask --local --all       named audit questions, the worst first',
      '  npx traildex query --local --help    all filters and outputs',
      '  npx traildex show --local EVENT_ID   the full record, checked against the index',
      '  npx traildex files --local           what became of each log file',
      '  npx traildex verify --local          the proof: bucket and index against the signed digests',
      '  npx traildex start PATH              the same for your own log files',
    ]);
  });

  it('does not send those to their own log files who are there', () => {
    expect(describeNextSteps('--local --data .traildex-case', 'evidence').slice(4)).toEqual([
      '  npx traildex files --local --data .traildex-case           what became of each log file',
      '  npx traildex verify --local --data .traildex-case          the proof: bucket and index against the signed digests',
    ]);
  });
});
