/** Each way to tamper with a log file is named exactly, and nothing else is: whether everything is read or not. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { HourState } from '../../../lib/audit/verify/report.ts';
import { faults, verifyTrail } from './findings.ts';
import { type DeliveredTrail, deliverTrail, SOUND } from './world/trail-world.ts';

/** The log files of the five hours: two, two, none, one, two. */
function filesOf({ hours }: DeliveredTrail) {
  const [a = '', b = '', c = '', d = '', e = '', f = '', g = ''] = hours.flatMap(({ logFiles }) => logFiles);
  return { a, b, c, d, e, f, g };
}

function changeByte(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
  return changed;
}

const renamed = (key: string) => key.replace('_log', '_xlog');

type Files = ReturnType<typeof filesOf>;

interface Case {
  readonly name: string;
  readonly tamper: (trail: DeliveredTrail, files: Files) => void;
  readonly faults: (files: Files) => string[];
  readonly states: Partial<Record<keyof typeof SOUND, HourState>>;
}

const CASES: readonly Case[] = [
  {
    name: 'one byte of its text changed, and compressed again',
    tamper: ({ world: { bucket } }, { c }) => bucket.replaceText(c, bucket.textOf(c).replace('mary', 'marz')),
    faults: ({ c }) => faults(['log-file-hash', c]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'one byte of the object changed, in its middle',
    tamper: ({ world: { bucket } }, { c }) => {
      const { stored } = bucket.object(c);
      bucket.replaceStored(c, changeByte(stored, stored.length >> 1));
    },
    faults: ({ c }) => faults(['log-file-invalid-format', c]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'one byte of the object changed, its last',
    tamper: ({ world: { bucket } }, { c }) => {
      const { stored } = bucket.object(c);
      bucket.replaceStored(c, changeByte(stored, stored.length - 1));
    },
    faults: ({ c }) => faults(['log-file-invalid-format', c]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'cut off',
    tamper: ({ world: { bucket } }, { c }) =>
      bucket.replaceStored(c, bucket.object(c).stored.subarray(0, 60)),
    faults: ({ c }) => faults(['log-file-invalid-format', c]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'emptied',
    tamper: ({ world: { bucket } }, { c }) => bucket.replaceStored(c, new Uint8Array()),
    faults: ({ c }) => faults(['log-file-invalid-format', c]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'bytes appended to the object',
    tamper: ({ world: { bucket } }, { c }) => bucket.append(c, Buffer.from('x')),
    faults: ({ c }) => faults(['log-file-data-after-gzip', c]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'a second gzip member appended, which unpacks as if it belonged to it',
    tamper: ({ world: { bucket } }, { c }) => bucket.append(c, gzipSync(' ')),
    faults: ({ c }) => faults(['log-file-data-after-gzip', c]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'a space appended to its text',
    tamper: ({ world: { bucket } }, { c }) => bucket.replaceText(c, `${bucket.textOf(c)} `),
    faults: ({ c }) => faults(['log-file-hash', c]),
    states: { '2026-03-16T23': 'altered' },
  },
  {
    name: 'a record taken out of it',
    tamper: ({ world: { bucket } }, { g }) => {
      const { Records } = JSON.parse(bucket.textOf(g));
      bucket.replaceText(g, JSON.stringify({ Records: Records.slice(1) }));
    },
    faults: ({ g }) => faults(['log-file-hash', g]),
    states: { '2026-03-17T02': 'altered' },
  },
  {
    name: 'no log file any more',
    tamper: ({ world: { bucket } }, { e }) => bucket.replaceText(e, 'nothing'),
    faults: ({ e }) => faults(['log-file-hash', e]),
    states: { '2026-03-17T01': 'altered' },
  },
  {
    name: 'deleted',
    tamper: ({ world: { bucket } }, { d }) => bucket.delete(d),
    faults: ({ d }) => faults(['log-file-not-found', d]),
    states: { '2026-03-16T23': 'missing' },
  },
  {
    name: 'deleted, and its place in the index too',
    tamper: ({ world: { bucket, index } }, { d }) => {
      bucket.delete(d);
      index.forgetFile(d);
    },
    faults: ({ d }) => faults(['log-file-not-found', d]),
    states: { '2026-03-16T23': 'missing' },
  },
  {
    name: 'renamed',
    tamper: ({ world: { bucket } }, { d }) => bucket.rename(d, renamed(d)),
    faults: ({ d }) => faults(['log-file-not-found', d], ['log-file-not-listed', renamed(d)]),
    states: { '2026-03-16T23': 'missing' },
  },
  {
    name: 'renamed to something that is no log file',
    tamper: ({ world: { bucket } }, { d }) => bucket.rename(d, `${d}.bak`),
    faults: ({ d }) => faults(['log-file-not-found', d]),
    states: { '2026-03-16T23': 'missing' },
  },
  {
    name: 'moved to another key prefix',
    tamper: ({ world: { bucket } }, { d }) => bucket.rename(d, `archive/${d}`),
    faults: ({ d }) => faults(['log-file-not-found', d]),
    states: { '2026-03-16T23': 'missing' },
  },
  {
    name: 'swapped with another one of the same hour',
    tamper: ({ world: { bucket } }, { f, g }) => bucket.swap(f, g),
    faults: ({ f, g }) => faults(['log-file-hash', f], ['log-file-hash', g]),
    states: { '2026-03-17T02': 'altered' },
  },
  {
    name: 'swapped with one of another hour and day',
    tamper: ({ world: { bucket } }, { a, g }) => bucket.swap(a, g),
    faults: ({ a, g }) => faults(['log-file-hash', a], ['log-file-hash', g]),
    states: { '2026-03-16T22': 'altered', '2026-03-17T02': 'altered' },
  },
  {
    name: 'replaced by a copy of another one',
    tamper: ({ world: { bucket } }, { a, b }) => bucket.copy(a, b),
    faults: ({ b }) => faults(['log-file-hash', b]),
    states: { '2026-03-16T22': 'altered' },
  },
  {
    name: 'copied to another name',
    tamper: ({ world: { bucket } }, { d }) => bucket.copy(d, renamed(d)),
    faults: ({ d }) => faults(['log-file-not-listed', renamed(d)]),
    states: { '2026-03-16T23': 'not-covered' },
  },
  {
    name: 'one that CloudTrail never wrote, in a silent hour',
    tamper: ({ chain }) => {
      chain.deliverLogFile(new Date('2026-03-17T00:20:00Z'), 'forged');
    },
    faults: ({ c }) => faults(['log-file-not-listed', forgedBeside(c)]),
    states: { '2026-03-17T00': 'not-covered' },
  },
  {
    name: 'several at once',
    tamper: ({ world: { bucket } }, { a, b, e }) => {
      bucket.delete(a);
      bucket.replaceText(b, '{}');
      bucket.append(e, Buffer.from([0]));
    },
    faults: ({ a, b, e }) =>
      faults(['log-file-not-found', a], ['log-file-hash', b], ['log-file-data-after-gzip', e]),
    states: { '2026-03-16T22': 'altered', '2026-03-17T01': 'altered' },
  },
];

function forgedBeside(key: string): string {
  return key.replace('/2026/03/16/', '/2026/03/17/').replace(/_\d{8}T\d{4}Z_[^.]+/, '_20260317T0020Z_forged');
}

describe.each([{ deep: false }, { deep: true }])('a log file, with deep: $deep', (mode) => {
  it('is proven where nobody touched it', async () => {
    const { faults, states } = await verifyTrail(await deliverTrail(), mode);
    expect(faults).toEqual([]);
    expect(states).toEqual(SOUND);
  });

  it.each(CASES)('$name', async ({ tamper, faults: expected, states }) => {
    const trail = await deliverTrail();
    const files = filesOf(trail);
    tamper(trail, files);
    const found = await verifyTrail(trail, mode);
    expect(found.faults).toEqual(expected(files));
    expect(found.states).toEqual({ ...SOUND, ...states });
  });

  it('is proven where it was compressed anew, and that is said', async () => {
    const trail = await deliverTrail();
    const { c } = filesOf(trail);
    trail.world.bucket.recompress(c);
    const { faults, states, notices } = await verifyTrail(trail, mode);
    expect(faults).toEqual([]);
    expect(states).toEqual(SOUND);
    expect(notices).toContain(`log-file-recompressed ${c}`);
  });

  it('is proven where it lies there inflated: its text is what counts', async () => {
    const trail = await deliverTrail();
    const { c } = filesOf(trail);
    trail.world.bucket.replaceStored(c, Buffer.from(trail.world.bucket.textOf(c)));
    const { faults, states, notices } = await verifyTrail(trail, mode);
    expect(faults).toEqual([]);
    expect(states).toEqual(SOUND);
    expect(notices).toContain(`log-file-recompressed ${c}`);
  });
});

describe('what only a deep verification sees', () => {
  it('is a change that the listing does not show: the ETag is believed otherwise', async () => {
    const trail = await deliverTrail();
    const { c } = filesOf(trail);
    trail.world.bucket.replaceUnseen(c, 'forged');
    expect(await verifyTrail(trail)).toMatchObject({ faults: [], states: SOUND });
    const { faults: found, states } = await verifyTrail(trail, { deep: true });
    expect(found).toEqual(faults(['log-file-hash', c]));
    expect(states).toEqual({ ...SOUND, '2026-03-16T23': 'altered' });
  });

  it.each(['deny', 'archive'] as const)('is that it cannot be read (%s)', async (action) => {
    const trail = await deliverTrail();
    const { g } = filesOf(trail);
    trail.world.bucket[action](g);
    expect(await verifyTrail(trail)).toMatchObject({ faults: [], states: SOUND });
    const { faults: found, states } = await verifyTrail(trail, { deep: true });
    expect(found).toEqual(faults(['log-file-unreadable', g]));
    expect(states).toEqual({ ...SOUND, '2026-03-17T02': 'unproven' });
  });
});

describe('a verification that is not deep', () => {
  it('sees a change that the size shows, and the ETag does not', async () => {
    const trail = await deliverTrail();
    const { c } = filesOf(trail);
    const { eTag } = trail.world.bucket.object(c);
    trail.world.bucket.replaceText(c, 'forged');
    trail.world.bucket.objects.set(c, { ...trail.world.bucket.object(c), eTag });
    expect((await verifyTrail(trail)).faults).toEqual(faults(['log-file-hash', c]));
  });

  it('reads no log file that the index vouches for', async () => {
    const trail = await deliverTrail();
    await verifyTrail(trail);
    expect(trail.world.bucket.filesRead).toEqual([]);
    expect(trail.world.index.asked).toBe(0);
  });

  it('reads one that the index cannot vouch for, and no other', async () => {
    const trail = await deliverTrail();
    const { a, c, g } = filesOf(trail);
    trail.world.bucket.recompress(a);
    trail.world.index.forgetFile(c);
    trail.world.index.change(g, { sha256: 'ab'.repeat(32) });
    await verifyTrail(trail);
    expect(trail.world.bucket.filesRead.toSorted()).toEqual([a, c, g].sort());
  });

  it('says of a denied log file that the index cannot vouch for that it is unproven', async () => {
    const trail = await deliverTrail();
    const { e } = filesOf(trail);
    trail.world.index.forgetFile(e);
    trail.world.bucket.deny(e);
    const { faults: found, states } = await verifyTrail(trail);
    expect(found).toEqual(faults(['log-file-unreadable', e]));
    expect(states).toEqual({ ...SOUND, '2026-03-17T01': 'unproven' });
  });
});

describe('a deep verification', () => {
  it('reads every log file once and asks for every event once', async () => {
    const trail = await deliverTrail();
    await verifyTrail(trail, { deep: true });
    const files = trail.hours.flatMap(({ logFiles }) => logFiles);
    expect(trail.world.bucket.filesRead.toSorted()).toEqual([...files].sort());
    expect(trail.world.index.asked).toBe(14);
  });
});
