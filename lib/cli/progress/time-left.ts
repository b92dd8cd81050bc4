/**
 * How long a run still takes, from how its work went so far: told late rather than wrong, and without jumps.
 *
 * The pace is that of the last part of the run, without its warming up, because what a run does changes on the way, and
 * what else the machine does as well. Work is finished in bursts, so the pace is taken from burst to burst, and between
 * two of them the end stays where it was and time runs towards it. A new estimate moves the end only a part of the way.
 */

/** The pace forgets what is longer ago than this share of the run, softly. */
const REMEMBERED_SHARE = 0.2;
const REMEMBERED_LEAST_MS = 5_000;
/** Before this much is done, and seen for so long, an estimate would be a wild one. */
const TOLD_FROM_SHARE = 0.08;
const SEEN_AT_LEAST_MS = 2_000;
/** A pause that is longer says that the end is further away. */
const USUAL_PAUSE_MS = 5_000;
/** How fast the end moves to a new estimate: most of the way in this share of what is left. */
const MOVE_SHARE = 0.05;

export interface WorkSoFar {
  readonly finished: number;
  readonly total: number;
}

export class TimeLeft {
  private readonly warmUpMs: number;
  private warmMs: number | undefined;
  private last = { ms: 0, finished: 0 };
  /** Work and time of the pace, what is long ago counted less. */
  private paced = { work: 0, ms: 0 };
  private endMs: number | undefined;

  /** @param warmUpMs how long the work is slower than later, from the first that was finished */
  constructor(warmUpMs = 0) {
    this.warmUpMs = warmUpMs;
  }

  /** Milliseconds left at `nowMs` of a clock that only goes forward; undefined while nothing can be told. */
  at(nowMs: number, { finished, total }: WorkSoFar): number | undefined {
    if (finished >= total) return 0;
    // The time before anything was finished says nothing about the rest.
    if (this.warmMs === undefined) {
      if (finished === 0) return undefined;
      this.warmMs = nowMs + this.warmUpMs;
      this.last = { ms: nowMs, finished };
      return undefined;
    }
    if (finished > this.last.finished) this.move(nowMs, { finished, total }, this.warmMs);
    if (this.endMs === undefined) return undefined;
    const pauseMs = nowMs - this.last.ms - USUAL_PAUSE_MS;
    const delayMs = pauseMs > 0 ? pauseMs + (pauseMs * (total - finished)) / this.paced.work : 0;
    return Math.max(0, this.endMs + delayMs - nowMs);
  }

  private move(nowMs: number, { finished, total }: WorkSoFar, warmMs: number): void {
    const { last } = this;
    this.last = { ms: nowMs, finished };
    if (last.ms < warmMs) return;
    const ms = nowMs - last.ms;
    const kept = Math.exp(-ms / Math.max(REMEMBERED_LEAST_MS, REMEMBERED_SHARE * (nowMs - warmMs)));
    this.paced = { work: this.paced.work * kept + finished - last.finished, ms: this.paced.ms * kept + ms };
    if (finished < TOLD_FROM_SHARE * total || nowMs - warmMs < SEEN_AT_LEAST_MS) return;
    this.moveEnd(nowMs, ms, ((total - finished) * this.paced.ms) / this.paced.work);
  }

  private moveEnd(nowMs: number, ms: number, leftMs: number): void {
    const part = 1 - Math.exp(-ms / (MOVE_SHARE * leftMs));
    const before = this.endMs ?? nowMs + leftMs;
    this.endMs = before + (nowMs + leftMs - before) * part;
  }
}
