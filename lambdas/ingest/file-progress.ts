/** How far the events of one log file have got into the table, while the writer is still busy with them. */

/** Events of one file that may be on their way at once: several batches, and a bound on what a large file holds. */
const MAX_UNDER_WAY = 100;
/** Records that may be ahead of the first outstanding one: what another try would write again. */
const MAX_AHEAD = 200;

export class FileProgress {
  /** Positions of records that are not known to be in the table, ascending. */
  private readonly outstanding = new Set<number>();
  private underWay = 0;
  private nextIndex = 0;
  private failure: { readonly error: unknown } | undefined;
  /** Called at every end of a write: whoever waits looks again. */
  private wake: (() => void) | undefined;

  /**
   * Takes the write of the record at `index`; indexes ascend. Undefined where there is room for more, as there mostly is;
   * otherwise resolves when there is, and rejects when a write has failed.
   */
  add(writing: Promise<void>, index: number): Promise<void> | undefined {
    this.nextIndex = index + 1;
    this.outstanding.add(index);
    this.underWay++;
    writing.then(
      () => {
        this.outstanding.delete(index);
        this.end();
      },
      (error: unknown) => {
        this.failure ??= { error };
        this.end();
      },
    );
    return this.failure === undefined && this.hasRoom() ? undefined : this.waitForRoom();
  }

  private end(): void {
    this.underWay--;
    this.wake?.();
  }

  private hasRoom(): boolean {
    return this.underWay < MAX_UNDER_WAY && this.nextIndex - this.resumePoint <= MAX_AHEAD;
  }

  private async waitForRoom(): Promise<void> {
    await this.until(() => this.hasRoom());
    if (this.failure !== undefined) throw this.failure.error;
  }

  /** Resolves when everything taken is in the table, rejects with the first failure. */
  async finish(): Promise<void> {
    await this.until(() => this.underWay === 0);
    if (this.failure !== undefined) throw this.failure.error;
  }

  /** The first position not known to be in the table: what is under way may still get there, or not. */
  get resumePoint(): number {
    const [first] = this.outstanding;
    return first ?? this.nextIndex;
  }

  /** One waits at a time: a file's records are taken one after the other. */
  private async until(isSo: () => boolean): Promise<void> {
    while (!isSo() && this.failure === undefined) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
