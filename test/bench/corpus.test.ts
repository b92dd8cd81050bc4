import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { folderCorpus, joinedLogFile, recordsIn, sampleCorpus } from '../../bench/common/corpus.ts';
import { parseObjectKey } from '../../lib/cloudtrail/object-key.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { logFile } from './log-files.ts';

const IN_TRAIL = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/17';

async function folderOf(files: Readonly<Record<string, readonly unknown[]>>): Promise<string> {
  const folder = await temporaryDirectory();
  for (const [path, records] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), logFile(path, records).body);
  }
  return folder;
}

describe('the sample trail as a corpus', () => {
  it('has log files only, with at least as many records as were asked for', () => {
    const files = [...sampleCorpus().logFiles(600)];
    expect(new Set(files.map(({ key }) => parseObjectKey(key).kind))).toEqual(new Set(['log-file']));
    expect(files.flatMap(({ body }) => recordsIn(body)).length).toBeGreaterThanOrEqual(600);
  });
});

describe('a folder as a corpus', () => {
  it('gives log files by the keys they have in the trail, wherever the trail is copied to', async () => {
    const folder = await folderOf({ [`copy/of/it/${IN_TRAIL}/b.json.gz`]: [1], 'readme.json.gz.txt': [2] });
    const keys = [...folderCorpus(folder).logFiles(10)].map(({ key }) => key);
    expect(keys).toEqual([`${IN_TRAIL}/b.json.gz`]);
  });

  it('stops with the file that brings the records asked for', async () => {
    const folder = await folderOf({ 'a.json.gz': [1, 2], 'b.json.gz': [3, 4], 'c.json.gz': [5] });
    const records = [...folderCorpus(folder).logFiles(3)].flatMap(({ body }) => recordsIn(body));
    expect(records).toEqual([1, 2, 3, 4]);
  });

  it('names files from outside a trail as log files, each by another name', async () => {
    const folder = await folderOf({ 'one/a.json.gz': [1], 'two/a.json.gz': [2] });
    const keys = [...folderCorpus(folder).logFiles(10)].map(({ key }) => key);
    expect(keys.map((key) => parseObjectKey(key).kind)).toEqual(['log-file', 'log-file']);
    expect(new Set(keys).size).toBe(2);
  });

  it('leaves out digests, and says so where nothing is left', async () => {
    const folder = await folderOf({ 'AWSLogs/111122223333/CloudTrail-Digest/x.json.gz': [1] });
    expect(() => folderCorpus(folder)).toThrow(`${folder} holds no log files (*.json.gz).`);
  });
});

describe('joinedLogFile', () => {
  it('holds the records of all files in their order, under the first key', () => {
    const joined = joinedLogFile([logFile('one', [{ a: 1 }, { a: 2 }]), logFile('two', [{ a: 3 }])]);
    expect(joined.key).toBe('one');
    expect(joined.records).toBe(3);
    expect(joined.inflated.toString()).toBe('{"Records":[{"a":1},{"a":2},{"a":3}]}');
    expect(gunzipSync(joined.body)).toEqual(joined.inflated);
  });
});
