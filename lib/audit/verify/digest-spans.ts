/**
 * The time that digests speak for: in which of them a log file should stand, and which time none of them covers. Digests
 * that do not hold, and those that are gone, have their time as well, though they cover none.
 */
import { HOUR_MS } from '../../cloudtrail/utc.ts';
import { hourOf, hoursFrom, SLACK_MS, startOfHour, type TimeSpan } from './times.ts';

export interface DigestSpan extends TimeSpan {
  readonly isValid: boolean;
}

export class DigestSpans {
  /** By the clock hours that they touch. */
  readonly #byHour = new Map<string, DigestSpan[]>();

  add(span: DigestSpan): void {
    for (const ms of hoursFrom(startOfHour(span.fromMs), span.untilMs)) {
      const hour = hourOf(ms);
      const spans = this.#byHour.get(hour);
      if (spans === undefined) this.#byHour.set(hour, [span]);
      else spans.push(span);
    }
  }

  /**
   * The digest of that time; undefined where there is none. Of several, one that does not hold: nobody knows what it
   * listed.
   */
  at(ms: number): DigestSpan | undefined {
    const spans = (this.#byHour.get(hourOf(ms)) ?? []).filter(
      ({ fromMs, untilMs }) => ms >= fromMs && ms < untilMs,
    );
    return spans.find(({ isValid }) => !isValid) ?? spans[0];
  }

  /** What is left of a time without those parts that a digest that holds covers. */
  uncovered(time: TimeSpan): readonly TimeSpan[] {
    return this.#without(time, ({ isValid }) => isValid);
  }

  /** The same without that of digests that do not hold, too. */
  unspoken(time: TimeSpan): readonly TimeSpan[] {
    return this.#without(time, () => true);
  }

  /** The first digest that holds and touches the time. */
  firstValid(time: TimeSpan): DigestSpan | undefined {
    return this.#within(time).find(({ isValid }) => isValid);
  }

  #without({ fromMs, untilMs }: TimeSpan, isMeant: (span: DigestSpan) => boolean): readonly TimeSpan[] {
    const left: TimeSpan[] = [];
    let reachedMs = fromMs;
    for (const span of this.#within({ fromMs, untilMs }).filter(isMeant)) {
      if (span.fromMs - reachedMs > SLACK_MS) left.push({ fromMs: reachedMs, untilMs: span.fromMs });
      reachedMs = Math.max(reachedMs, span.untilMs);
    }
    if (untilMs - reachedMs > SLACK_MS) left.push({ fromMs: reachedMs, untilMs });
    return left;
  }

  /** In their order. */
  #within({ fromMs, untilMs }: TimeSpan): readonly DigestSpan[] {
    const spans = new Set<DigestSpan>();
    for (const ms of hoursFrom(startOfHour(fromMs), untilMs + HOUR_MS)) {
      for (const span of this.#byHour.get(hourOf(ms)) ?? []) spans.add(span);
    }
    return [...spans]
      .filter((span) => span.untilMs > fromMs && span.fromMs < untilMs)
      .sort((a, b) => a.fromMs - b.fromMs);
  }
}
