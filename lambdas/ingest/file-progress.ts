/** How far the events of one log file have got into the table, while the writer is still busy with them. */
import type { Item } from '../../lib/event-index/attribute-value.ts';
import type { BatchWriter } from './batch-writer.ts';

/** Events of one file that may be on their way at once: several batches, and a bound on what a large file holds. */
const MAX_UNDER_WAY = 100;

export class FileProgress {
  private readonly writer: BatchWriter;
  /** Positions of records that are not known to be in the table, ascending. */
  private readonly outstanding = new Set<number>();
  private underWay = 0;
  private nextIndex = 0;
  private failure: { readonly error: unknown } | undefined;
  /** Called at every end of a write: whoever waits looks again. */
  private wake: (() => void) | undefined;

  constructor(writer: BatchWriter) {
    this.writer = writer;
  }

  /** Takes the item of the record at `index`; indexes ascend. Resolves when there is room for more. */
  async add(item: Item, index: number): Promise<void> {
    if (this.failure !== undefined) throw this.failure.error;
    this.nextIndex = index + 1;
    this.outstanding.add(index);
    this.underWay++;
    this.writer
      .put(item)
      .then(
        () => void this.outstanding.delete(index),
        (error: unknown) => {
          this.failure ??= { error };
        },
      )
      .finally(() => {
        this.underWay--;
        this.wake?.();
      });
    await this.untilUnderWay(MAX_UNDER_WAY - 1);
  }

  /** Resolves when everything taken is in the table, rejects with the first failure. */
  async finish(): Promise<void> {
    await this.untilUnderWay(0);
    if (this.failure !== undefined) throw this.failure.error;
  }

  /** The first position not known to be in the table: what is under way may still get there, or not. */
  get resumePoint(): number {
    const [first] = this.outstanding;
    return first ?? this.nextIndex;
  }

  /** One waits at a time: a file's records are taken one after the other. */
  private async untilUnderWay(most: number): Promise<void> {
    while (this.underWay > most) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
