import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { writeLargeLogFile } from '../../bench/measures/memory/large-log-file.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const RECORDS = [
  { eventName: 'GetObject', eventID: 'same', note: 'é "quoted"' },
  { eventName: 'PutObject', eventID: 'same' },
];

describe('writeLargeLogFile', () => {
  it('repeats the records up to the size, each with an id of its own and otherwise unchanged', async () => {
    const path = join(await temporaryDirectory(), 'below', 'large.json.gz');
    const written = await writeLargeLogFile(path, RECORDS, 2_500_000);

    const inflated = gunzipSync(readFileSync(path));
    const { Records: records } = JSON.parse(inflated.toString());
    expect(written).toEqual({ records: records.length, inflatedBytes: inflated.length });
    expect(inflated.length).toBeGreaterThanOrEqual(2_500_000);
    expect(inflated.length).toBeLessThan(2_700_000);
    expect(new Set(records.map(({ eventID }: { eventID: string }) => eventID)).size).toBe(records.length);
    expect(records[0]).toEqual({ ...RECORDS[0], eventID: 'cfcd2084-95d5-65ef-66e7-dff9f98764da' });
    expect(records[3]).toEqual({ ...RECORDS[1], eventID: 'eccbc87e-4b5c-e2fe-2830-8fd9f2a7baf3' });
  });
});
