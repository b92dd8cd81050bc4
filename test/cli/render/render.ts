/** What a row writer puts out. */
import { type Output, openOutput } from '../../../lib/cli/output.ts';
import type { Row, RowWriter } from '../../../lib/cli/render/rows.ts';
import { KeptText } from '../run-cli.ts';

export async function render<Field extends string>(
  open: (out: Output) => RowWriter<Field>,
  rows: readonly Row<Field>[],
): Promise<string> {
  const kept = new KeptText();
  const out = openOutput(kept);
  const writer = open(out);
  for (const row of rows) await writer.write(row);
  await writer.end();
  await out.flush();
  return kept.text;
}
