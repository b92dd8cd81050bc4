import { describe, expect, it } from 'vitest';
import { createCatalogueMemory } from '../../../lambdas/ingest/catalogue-memory.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { type CatalogueEntry, OVERFLOW } from '../../../lib/event-index/catalogue.ts';
import { textIn } from '../../../lib/event-index/item-reading.ts';

const source = (value: string, period = '2026-03-17'): CatalogueEntry => ({
  dimension: 'source',
  period,
  value,
});

function createWriter() {
  const written: string[] = [];
  let failures = 0;
  const put = async (item: Item) => {
    if (failures > 0) {
      failures--;
      throw new Error('throttled');
    }
    written.push(`${textIn(item, 'section')} ${textIn(item, 'entry')}`);
  };
  return { writer: { put }, written, failNext: (count: number) => (failures = count) };
}

describe('createCatalogueMemory', () => {
  it('writes each entry once', async () => {
    const { writer, written } = createWriter();
    const memory = createCatalogueMemory();
    memory.noteAll([source('s3'), source('s3'), source('iam')]);
    await memory.putNew(writer);
    memory.noteAll([source('s3'), source('sts')]);
    await memory.putNew(writer);
    expect(written).toEqual(['source#2026-03-17 s3', 'source#2026-03-17 iam', 'source#2026-03-17 sts']);
  });

  it('does not count as written what was not', async () => {
    const { writer, written, failNext } = createWriter();
    const memory = createCatalogueMemory();
    memory.noteAll([source('s3')]);
    failNext(1);
    await expect(memory.putNew(writer)).rejects.toThrow('throttled');
    await memory.putNew(writer);
    expect(written).toEqual(['source#2026-03-17 s3']);
  });

  it('forgets an entry that the table refuses, so that it holds up no other', async () => {
    const written: string[] = [];
    const writer = {
      put: async (item: Item) => {
        const entry = textIn(item, 'entry') ?? '';
        if (entry === 'bad')
          throw Object.assign(new Error('No such value.'), { name: 'ValidationException' });
        written.push(entry);
      },
    };
    const memory = createCatalogueMemory();
    memory.noteAll([source('bad'), source('s3')]);
    await expect(memory.putNew(writer)).rejects.toThrow('No such value.');
    await memory.putNew(writer);
    memory.noteAll([source('bad')]);
    await expect(memory.putNew(writer)).rejects.toThrow('No such value.');
    expect(written).toEqual(['s3']);
  });

  it('marks a period that collects too many values, once', async () => {
    const { writer, written } = createWriter();
    const memory = createCatalogueMemory({ limit: 2 });
    memory.noteAll(['a', 'b', 'c', 'd', 'a'].map((value) => source(value)));
    memory.noteAll([source('c', '2026-03-18')]);
    await memory.putNew(writer);
    memory.noteAll([source('e')]);
    await memory.putNew(writer);
    expect(written).toEqual([
      'source#2026-03-17 a',
      'source#2026-03-17 b',
      `source#2026-03-17 ${OVERFLOW}`,
      'source#2026-03-18 c',
    ]);
  });

  it('forgets when it grows too large, and writes again', async () => {
    const { writer, written } = createWriter();
    const memory = createCatalogueMemory({ rememberedLimit: 2 });
    memory.noteAll(['a', 'b', 'c'].map((value) => source(value)));
    await memory.putNew(writer);
    memory.noteAll([source('a')]);
    await memory.putNew(writer);
    expect(written).toHaveLength(4);
  });
});
