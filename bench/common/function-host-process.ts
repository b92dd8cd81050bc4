/** The process behind function-host.ts: loads the bundle, invokes it, and measures itself. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export interface Invocation {
  readonly wallMs: number;
  /** User and system time of all threads. */
  readonly processorMs: number;
  /** The most that the process has had in memory so far. */
  readonly peakResidentBytes: number;
  readonly residentBeforeBytes: number;
}

type Handler = (event: unknown, context: unknown) => Promise<{ batchItemFailures: unknown[] }>;

const [bundle = ''] = process.argv.slice(2);
const { handler } = (await import(pathToFileURL(bundle).href)) as { handler: Handler };

process.on('message', (bodies: readonly string[]) => {
  invoke(bodies).then(
    (invocation) => process.send?.(invocation),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('loaded');

async function invoke(bodies: readonly string[]): Promise<Invocation> {
  globalThis.gc?.();
  const residentBeforeBytes = process.memoryUsage.rss();
  const processor = process.cpuUsage();
  const from = performance.now();
  const end = from + 900_000;
  const Records = bodies.map((body, index) => ({
    messageId: `m${index}`,
    receiptHandle: `r${index}`,
    body,
    eventSource: 'aws:sqs',
    attributes: { ApproximateReceiveCount: '1' },
  }));
  const context = {
    functionName: 'ingest',
    awsRequestId: 'bench',
    getRemainingTimeInMillis: () => Math.round(end - performance.now()),
  };
  const { batchItemFailures } = await handler({ Records }, context);
  const wallMs = performance.now() - from;
  const { user, system } = process.cpuUsage(processor);
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages failed.`);
  return {
    wallMs,
    processorMs: (user + system) / 1000,
    peakResidentBytes: peakResidentBytes(),
    residentBeforeBytes,
  };
}

/** Of this program: what getrusage tells begins, on Linux, with what the process had that started it. */
function peakResidentBytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // No Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
