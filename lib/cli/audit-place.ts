/** The place where questions are asked, of the process's own environment. */
import { parseEngineChoice } from '../local/dynamodb/choose.ts';
import type { AuditPlace, PlaceRequest } from './host.ts';
import { openWorkplace } from './workplace.ts';

export async function openAuditPlace(request: PlaceRequest & { command: string; engine: string | undefined }): Promise<AuditPlace> {
  const workplace = await openWorkplace({ ...request, engine: parseEngineChoice(request.engine) });
  return { query: workplace, bucket: workplace.bucket, close: workplace.close };
}
