import { describe, expect, it } from 'vitest';
import { createCatalogueMemory } from '../../../lambdas/ingest/catalogue-memory.ts';
import type { Item } from '../../../lib/event-index/attribute-value.ts';
import { type CatalogueEntry, OVERFLOW } from '../../../lib/event-index/catalogue.ts';
import { textIn } from '../../../lib/event-index/item-reading.ts';
import { trailEvent } from '../../helpers/trail-event.ts';

const source = (value: string, period = '2026-03-17'): CatalogueEntry => ({
  dimension: 'source',
  period,
  value,
});

function createWriter() {
  const written: string[] = [];
  const refused = new Set<string>();
  const put = async (item: Item) => {
    const entry = textIn(item, 'entry') ?? '';
    if (refused.has(entry)) throw new Error(`${entry} cannot be written.`);
    written.push(`${textIn(item, 'section')} ${entry}`);
  };
  return { writer: { put }, written, refused };
}

describe('createCatalogueMemory', () => {
  it('writes each entry once', async () => {
    const { writer, written } = createWriter();
    const memory = createCatalogueMemory();
    await memory.list([source('s3'), source('s3'), source('iam')], writer);
    await memory.list([source('s3'), source('sts')], writer);
    expect(written).toEqual(['source#2026-03-17 s3', 'source#2026-03-17 iam', 'source#2026-03-17 sts']);
  });

  it('has nobody wait for what is there already', async () => {
    const { writer } = createWriter();
    const memory = createCatalogueMemory();
    await memory.list([source('s3')], writer);
    expect(memory.list([source('s3')], writer)).toBeUndefined();
    expect(memory.list([], writer)).toBeUndefined();
  });

  it('has everybody wait for what is on its way', async () => {
    const puts: (() => void)[] = [];
    const writer = { put: () => new Promise<void>((resolve) => puts.push(resolve)) };
    const memory = createCatalogueMemory();
    const ended: string[] = [];
    const first = memory.list([source('s3')], writer)?.then(() => ended.push('first'));
    const second = memory.list([source('s3'), source('iam')], writer)?.then(() => ended.push('second'));
    puts[0]?.();
    await first;
    expect(ended).toEqual(['first']);
    puts[1]?.();
    await second;
    expect(ended).toEqual(['first', 'second']);
    expect(puts).toHaveLength(2);
  });

  it('does not wait for what an earlier invocation left behind', async () => {
    const memory = createCatalogueMemory();
    const silent = { put: () => new Promise<void>(() => {}) };
    void memory.list([source('s3')], silent);
    const { writer, written } = createWriter();
    await memory.list([source('s3')], writer);
    expect(written).toEqual(['source#2026-03-17 s3']);
    expect(memory.list([source('s3')], writer)).toBeUndefined();
  });

  it('does not count as written what was not', async () => {
    const { writer, written, refused } = createWriter();
    const memory = createCatalogueMemory();
    refused.add('s3');
    await expect(memory.list([source('s3')], writer)).rejects.toThrow('s3 cannot be written.');
    refused.clear();
    await memory.list([source('s3')], writer);
    expect(written).toEqual(['source#2026-03-17 s3']);
  });

  it('holds up, by an entry that cannot be written, only what brings it', async () => {
    const { writer, written, refused } = createWriter();
    const memory = createCatalogueMemory();
    refused.add('bad');
    const bad = memory.list([source('bad'), source('s3')], writer);
    const good = memory.list([source('s3'), source('iam')], writer);
    await expect(bad).rejects.toThrow('bad cannot be written.');
    await good;
    expect(written).toEqual(['source#2026-03-17 s3', 'source#2026-03-17 iam']);
    await expect(memory.list([source('bad')], writer)).rejects.toThrow('bad cannot be written.');
  });

  it('marks a period that collects too many values, once', async () => {
    const { writer, written } = createWriter();
    const memory = createCatalogueMemory({ limit: 2 });
    await memory.list(
      ['a', 'b', 'c', 'd', 'a'].map((value) => source(value)),
      writer,
    );
    await memory.list([source('c', '2026-03-18')], writer);
    await memory.list([source('e')], writer);
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
    await memory.list(
      ['a', 'b', 'c'].map((value) => source(value)),
      writer,
    );
    await memory.list([source('a')], writer);
    expect(written).toHaveLength(4);
  });

  it('lists the entries of an event once, and of one like it none', async () => {
    const { writer, written } = createWriter();
    const memory = createCatalogueMemory();
    const event = trailEvent({ eventSource: 's3.amazonaws.com', eventName: 'GetObject' });
    await memory.listEvent(event, writer);
    expect(written).toHaveLength(8);
    expect(memory.listEvent(trailEvent({ ...event, eventID: 'another' }), writer)).toBeUndefined();
    expect(memory.listEvent(trailEvent({ ...event, eventID: 'another' }), writer)).toBeUndefined();
    expect(written).toHaveLength(8);
  });

  it('has every event wait until its entries are in the table', async () => {
    const puts: (() => void)[] = [];
    const writer = { put: () => new Promise<void>((resolve) => puts.push(resolve)) };
    const memory = createCatalogueMemory();
    const event = trailEvent({ eventName: 'ListBuckets' });
    expect(memory.listEvent(event, writer)).toBeDefined();
    const second = memory.listEvent(event, writer);
    expect(second).toBeDefined();
    for (const resolve of puts) resolve();
    await second;
    expect(memory.listEvent(event, writer)).toBeUndefined();
  });

  it('does not take an event for listed whose entries are still on their way, or could not be written', async () => {
    const { writer, written, refused } = createWriter();
    const memory = createCatalogueMemory();
    const event = trailEvent({ eventName: 'GetObject' });
    refused.add('GetObject');
    await expect(memory.listEvent(event, writer)).rejects.toThrow('GetObject cannot be written.');
    refused.clear();
    await memory.listEvent(event, writer);
    expect(written.filter((line) => line.startsWith('name#'))).toEqual([
      'name#2026-03-17 GetObject',
      'name#2026 GetObject',
    ]);
  });

  it.each([
    ['remembers an event by its short names', 'x', false],
    ['remembers no event by names that are long', 'x'.repeat(2_000), true],
  ])('%s', async (_title, eventName, isAskedAgain) => {
    const memory = createCatalogueMemory({ rememberedLimit: 20 });
    const writer = { put: async () => {} };
    const event = trailEvent({ eventName });
    await memory.listEvent(event, writer);
    expect(memory.listEvent(event, writer)).toBeUndefined();
    // So many that the entries themselves are forgotten: what is left is the event's signature.
    const others = Array.from({ length: 30 }, (_, at) => source(`s${at}`));
    await memory.list(others, writer);
    expect(memory.listEvent(event, writer) !== undefined).toBe(isAskedAgain);
  });
});
