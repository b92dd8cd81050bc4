/** How far the events of one log file have got into the table, while the writer is still busy with them. */
import type { Item } from '../../lib/event-index/attribute-value.ts';
import type { BatchWriter } from './batch-writer.ts';

/** Events of one file that may be on their way at once: several batches, and a bound on what a large file holds. */
const MAX_OUTSTANDING = 100;

export class FileProgress {
  private readonly writer: BatchWriter;
  /** Positions of records that are not known to be in the table, ascending. */
  private readonly outstanding = new Set<number>();
  private readonly underWay = new Set<Promise<void>>();
  private nextIndex = 0;
  private failure: unknown;

  constructor(writer: BatchWriter) {
    this.writer = writer;
  }

  /** Takes the item of the record at `index`; indexes ascend. Resolves when there is room for more. */
  async add(item: Item, index: number): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.nextIndex = index + 1;
    this.outstanding.add(index);
    const writing = this.writer
      .put(item)
      .then(() => void this.outstanding.delete(index))
      .catch((error: unknown) => {
        this.failure ??= error;
      })
      .finally(() => this.underWay.delete(writing));
    this.underWay.add(writing);
    while (this.underWay.size >= MAX_OUTSTANDING) await Promise.race(this.underWay);
  }

  /** Resolves when everything taken is in the table, rejects with the first failure. */
  async finish(): Promise<void> {
    await Promise.all(this.underWay);
    if (this.failure !== undefined) throw this.failure;
  }

  /** After a failure: waits for what is under way and gives the first position not known to be in the table. */
  async settle(): Promise<number> {
    await Promise.all(this.underWay);
    const [first] = this.outstanding;
    return first ?? this.nextIndex;
  }
}
