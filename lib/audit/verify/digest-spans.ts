/** Which digest a log file should stand in, by the time of its delivery: digests that hold, and those that do not or are gone. */
import { hourOf, hoursFrom, startOfHour, type TimeSpan } from './times.ts';

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

  /** One that holds before one that does not; undefined where there is none. */
  at(ms: number): DigestSpan | undefined {
    const spans = (this.#byHour.get(hourOf(ms)) ?? []).filter(
      ({ fromMs, untilMs }) => ms >= fromMs && ms < untilMs,
    );
    return spans.find(({ isValid }) => isValid) ?? spans[0];
  }
}
