/** Verifies the digests, log files and index of a trail, region by region of each account. */
import type { RegionReport } from './report.ts';
import type { VerifyContext, VerifyRequest } from './request.ts';

// biome-ignore lint/correctness/useYield: being written
export async function* verify(
  _request: VerifyRequest,
  _context: VerifyContext,
): AsyncGenerator<RegionReport> {
  throw new Error('being written');
}
