/**
 * Looks up single ledger entries for many tasks at once, in as few requests as they allow.
 *
 * While one request is under way, the questions that come meanwhile are collected for the next: no timer, no waiting
 * when there is nothing to wait for.
 */
import type { LedgerEntry } from '../event-index/ledger.ts';
import { LEDGER_BATCH_LIMIT, type LedgerKeyParts, type LedgerLookUp } from './ports.ts';

interface Question {
  readonly file: LedgerKeyParts;
  readonly resolve: (entry: LedgerEntry | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export function createLedgerLookUp(
  ledger: LedgerLookUp,
): (file: LedgerKeyParts) => Promise<LedgerEntry | undefined> {
  let questions: Question[] = [];
  let isAsking = false;

  async function askAll(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    // Lets everybody who asks in this turn into the first request.
    await Promise.resolve();
    while (questions.length > 0) {
      const batch = questions.slice(0, LEDGER_BATCH_LIMIT);
      questions = questions.slice(LEDGER_BATCH_LIMIT);
      await ask(batch);
    }
    isAsking = false;
  }

  async function ask(batch: readonly Question[]): Promise<void> {
    try {
      const files = new Map(batch.map(({ file }) => [file.key, file]));
      const entries = await ledger.readEntries([...files.values()]);
      const byKey = new Map(entries.map((entry) => [entry.key, entry]));
      for (const { file, resolve } of batch) resolve(byKey.get(file.key));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return (file) =>
    new Promise((resolve, reject) => {
      questions.push({ file, resolve, reject });
      void askAll();
    });
}
