/**
 * What a named question is: a declaration, from which the answer, the list of questions, the report and the documentation
 * are made. A question holds no code that reads; how it is asked is in ask.ts.
 */
import type { JsonObject } from '../../cloudtrail/json.ts';
import type { IndexedEvent } from '../../event-index/event-item.ts';
import type { EventFilters } from '../../event-index/filters.ts';
import type { TimeWindow } from '../../event-index/query-plan.ts';
import type { AuditContext } from '../ports.ts';
import type { ReadProgress } from '../read-all.ts';
import type { UncheckedEvents } from '../settle-events.ts';

/** The worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

export type Severity = (typeof SEVERITIES)[number];

export interface Parameter {
  /** As typed: `--days 90` for `days`. */
  readonly name: string;
  /** For people: what it is, with an example. */
  readonly about: string;
  /** Undefined: it must be given, and the question is left out of `ask --all`. */
  readonly usual?: string | undefined;
  /** What is wrong with a value, as a sentence; undefined where nothing is. */
  readonly complaint?: (value: string) => string | undefined;
}

export type Arguments = Readonly<Record<string, string>>;

export interface About {
  /** Kebab-case: what is typed. */
  readonly id: string;
  /** A question, with its question mark. */
  readonly title: string;
  /** Why somebody asks it: one or two sentences. */
  readonly why: string;
  readonly severity: Severity;
  /** Of MITRE ATT&CK for cloud, where one fits: `T1562.008`. */
  readonly technique?: { readonly id: string; readonly name: string } | undefined;
  /** Where the rule comes from: `CIS AWS Foundations 4.5 (v1.4 to v5.0), 5.5 (v6.0, v7.0)`. */
  readonly standard?: string | undefined;
  readonly parameters: readonly Parameter[];
  /** What else looks like this and is harmless: sentences. */
  readonly falsePositives: readonly string[];
  /** The next command for a row, without `traildex`: `show {eventID}`. Names in braces are fields of the row. */
  readonly next: string;
}

/** A question whose answer is events. */
export interface EventsQuestion extends About {
  readonly kind: 'events';
  /** An event that satisfies one of these is looked at. Names are full; short ones of an argument are completed. */
  readonly select: (args: Arguments) => readonly EventFilters[];
  /** What the filters cannot say, on the summary. @default true */
  readonly matches?: (event: IndexedEvent, args: Arguments) => boolean;
  /** What the summary cannot say, on the full record; only asked where `matches` is true. @default true */
  readonly matchesRecord?: (record: JsonObject, args: Arguments) => boolean;
  readonly columns: readonly (keyof IndexedEvent)[];
}

/** A row of an answer that is no event: a count, a name that was never seen before. */
export type Finding = Readonly<Record<string, string | number | undefined>>;

/** A question whose answer is something found out about events. */
export interface FindingsQuestion extends About {
  readonly kind: 'findings';
  readonly columns: readonly string[];
  /** In the order of the answer. */
  readonly find: (asked: FindingsRequest, context: AuditContext) => AsyncGenerator<Finding>;
}

export interface FindingsRequest {
  readonly args: Arguments;
  readonly window: TimeWindow;
  readonly sweepLimit: number | undefined;
  /** Filters that narrow the question, with full names. */
  readonly filters: EventFilters;
  /** Told, as a sentence, what the answer as a whole has to be read with; perhaps the same one more than once. */
  readonly onRemark?: ((remark: string) => void) | undefined;
  /** Told when the catalogue is known to lack values: rows may be missing, or be new only to the catalogue. */
  readonly onIncomplete?: (() => void) | undefined;
  /** Told of events that were left out because their records could not be read. */
  readonly onUnchecked?: ((unchecked: UncheckedEvents) => void) | undefined;
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
}

export type Question = EventsQuestion | FindingsQuestion;
