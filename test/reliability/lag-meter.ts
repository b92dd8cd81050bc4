/**
 * How long each file took from its announcement until the ledger was told that it is indexed, by one clock: the time at
 * which that request passes. Nobody else's clock is asked, so those may jump.
 */
import type { FrontRequest } from '../helpers/fault-front.ts';

interface LedgerPut {
  readonly PutRequest?: {
    readonly Item?: { readonly entry?: { S?: string }; readonly status?: { S?: string } };
  };
}

export class LagMeter {
  private readonly announcedAt = new Map<string, number>();
  private readonly lagMs = new Map<string, number>();
  private readonly now: () => number;
  private lastPutAt = 0;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  noteAnnounced(key: string): void {
    if (!this.announcedAt.has(key)) this.announcedAt.set(key, this.now());
  }

  /** A put that fails is repeated: the last one counts. */
  noteRequest({ operation, body }: Pick<FrontRequest, 'operation' | 'body'>): void {
    if (operation !== 'BatchWriteItem' || !body.includes('"status":{"S":"indexed"}')) return;
    const { RequestItems } = JSON.parse(body.toString()) as { RequestItems: Record<string, LedgerPut[]> };
    for (const { PutRequest } of Object.values(RequestItems).flat()) {
      const { entry, status } = PutRequest?.Item ?? {};
      const announcedAt = this.announcedAt.get(entry?.S ?? '');
      if (status?.S !== 'indexed' || entry?.S === undefined || announcedAt === undefined) continue;
      this.lastPutAt = this.now();
      this.lagMs.set(entry.S, this.lastPutAt - announcedAt);
    }
  }

  /** When the last of them was indexed, by `performance.now()`. */
  get lastIndexedAt(): number {
    return this.lastPutAt;
  }

  /** The lag that `share` (0 to 1) of the files did not exceed. */
  quantileMs(share: number): number {
    const sorted = [...this.lagMs.values()].sort((one, other) => one - other);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  }
}
