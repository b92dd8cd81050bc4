import { describe, expect, it } from 'vitest';
import { describeBackfill } from '../../../lib/cli/render/backfill-summary.ts';
import type { WaitedSummary } from '../../../lib/operations/backfill/backfill-and-wait.ts';
import { OutcomeTally } from '../../../lib/operations/backfill/backfill-outcome.ts';
import { BackfillTally } from '../../../lib/operations/backfill/backfill-progress.ts';

const NOTHING: WaitedSummary = {
  ...new BackfillTally(['2026-03-17', '2026-03-16'], 17).summary(),
  ...new OutcomeTally().named([]),
  end: 'done',
  foldersDone: 34,
  newestUnfinishedDay: undefined,
};

function describeWith(summary: Partial<WaitedSummary>): readonly string[] {
  return describeBackfill({ ...NOTHING, ...summary }, { isDryRun: false });
}

describe('the summary of a backfill', () => {
  it('says nothing of what did not happen', () => {
    expect(describeWith({})).toEqual([
      'Compared 0 objects in 34 folders with the ledger.',
      'Nothing to announce.',
    ]);
  });

  it('says why each file that it left alone was left alone', () => {
    const skipped = { done: 1_200, pending: 2, rejected: 3, fresh: 4, archived: 5, foreign: 6 };
    expect(describeWith({ listed: 1_220, skipped })).toEqual([
      'Compared 1,220 objects in 34 folders with the ledger.',
      '  1,200 in the index already',
      '  2 tried within the last six hours: the queue tries again by itself',
      '  3 rejected before: --rejected has them tried again',
      '  4 delivered within the last hour: their own notification is under way',
      '  5 in an archive: restore them first, see docs/runbook.md#log-files-held-up',
      '  6 no log file of the trail',
      'Nothing to announce.',
    ]);
  });

  it('says why files were announced, what became of them, and what is not finished with its cause', () => {
    const announced = { missing: 1, replaced: 2, stalled: 3, retried: 4, outdated: 5, reread: 0 };
    const outcome = {
      indexedFiles: 12,
      events: 3_000,
      rejectedRecords: 1,
      expiredRecords: 2,
      outstanding: 3,
    };
    const unfinished = [{ path: 'a/b.json.gz', key: 'a/b.json.gz', reason: 'access denied' }];
    const numbers = { announcedLogFiles: 15, announced, ...outcome, unfinished };
    expect(describeWith({ ...numbers, end: 'stalled' }).slice(1)).toEqual([
      'Announced 15 files:',
      '  1 not known to the ledger',
      '  2 replaced since',
      '  3 tried before, not done',
      '  4 rejected before',
      '  5 indexed by older rules',
      'Indexed 3,000 records of 12 log files.',
      '  3 not finished',
      '  1 record refused: no events, see traildex files -v',
      '  2 records past the retention, not indexed',
      'Not finished:',
      '  a/b.json.gz: access denied',
      '  and 2 more',
      'Nothing has moved for a quarter of an hour: every folder is compared. ' +
        'The same command goes on: what is indexed by then is not announced again.',
      'Files of older rules are indexed anew by a function of this version only: deploy the stack first.',
    ]);
  });

  it('says where it was when it was stopped', () => {
    const stopped = { end: 'interrupted', foldersDone: 12, newestUnfinishedDay: '2026-03-17' } as const;
    expect(describeWith(stopped)).toEqual([
      'Compared 0 objects in 12 folders with the ledger.',
      'Stopped: 12 of 34 folders compared; of 2026-03-17 and the days before some are left. ' +
        'The same command goes on: what is indexed by then is not announced again.',
    ]);
  });
});
