/** Calls counted together: how many, how many different ones and which most of all, since when and until when. */
import type { IndexedEvent } from '../../../event-index/event-item.ts';
import type { Finding } from '../question.ts';

export class CallGroup {
  private calls = 0;
  private readonly callsByName = new Map<string, number>();
  private first: IndexedEvent | undefined;
  private last: IndexedEvent | undefined;

  /** Events may come in any order. */
  add(event: IndexedEvent): void {
    this.calls++;
    const name = callName(event);
    this.callsByName.set(name, (this.callsByName.get(name) ?? 0) + 1);
    if (this.first === undefined || comesBefore(event, this.first)) this.first = event;
    if (this.last === undefined || comesBefore(this.last, event)) this.last = event;
  }

  get size(): number {
    return this.calls;
  }

  /** The event is the last one. */
  toFinding() {
    const [mostFrequent] = [...this.callsByName].toSorted(
      ([a, callsOfA], [b, callsOfB]) => callsOfB - callsOfA || (a < b ? -1 : 1),
    );
    return {
      calls: this.calls,
      distinctCalls: this.callsByName.size,
      mostFrequent: mostFrequent?.[0],
      firstSeen: this.first?.eventTime,
      lastSeen: this.last?.eventTime,
      eventID: this.last?.eventID,
    } satisfies Finding;
  }
}

/** Groups under their keys, the largest first; among equals the keys in order. */
export function largestFirst(groups: ReadonlyMap<string, CallGroup>): [string, CallGroup][] {
  return [...groups].toSorted(([a, groupA], [b, groupB]) => groupB.size - groupA.size || (a < b ? -1 : 1));
}

/** The group of a key, begun where there is none. */
export function groupOf(groups: Map<string, CallGroup>, key: string): CallGroup {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const begun = new CallGroup();
  groups.set(key, begun);
  return begun;
}

/** As in IAM policies: `s3:GetObject`. */
function callName({ eventSource, eventName }: IndexedEvent): string {
  return `${eventSource?.replace(/\.amazonaws\.com$/, '') ?? '-'}:${eventName ?? '-'}`;
}

function comesBefore(a: IndexedEvent, b: IndexedEvent): boolean {
  return a.eventTime === b.eventTime ? a.eventID < b.eventID : a.eventTime < b.eventTime;
}
