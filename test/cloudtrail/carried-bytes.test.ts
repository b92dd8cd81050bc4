import { describe, expect, it } from 'vitest';
import { CarriedBytes } from '../../lib/cloudtrail/carried-bytes.ts';

describe('CarriedBytes', () => {
  it('joins what is appended, beyond any size it began with', () => {
    const carried = new CarriedBytes();
    for (let turn = 0; turn < 3000; turn++) carried.append(Uint8Array.of(turn % 7, 9));
    const bytes = carried.take();
    expect(bytes.length).toBe(6000);
    expect([...bytes.subarray(0, 6)]).toEqual([0, 9, 1, 9, 2, 9]);
    expect([...bytes.subarray(-4)]).toEqual([2, 9, 3, 9]);
  });

  it('never writes again to what was taken', () => {
    const carried = new CarriedBytes();
    carried.append(Uint8Array.of(1, 2));
    const taken = carried.take();
    carried.append(Uint8Array.of(3, 4));
    expect([...taken]).toEqual([1, 2]);
    expect([...carried.take()]).toEqual([3, 4]);
  });

  it('copies, so that the chunk it was given may go', () => {
    const chunk = Uint8Array.of(1, 2);
    const carried = new CarriedBytes();
    carried.append(chunk);
    chunk.fill(0);
    expect([...carried.take()]).toEqual([1, 2]);
  });

  it('puts more bytes at the end of what it hands over', () => {
    const carried = new CarriedBytes();
    carried.append(Uint8Array.of(1, 2));
    expect([...carried.takeWith(Uint8Array.of(3))]).toEqual([1, 2, 3]);
    expect(carried.length).toBe(0);
  });

  it('copies nothing where nothing was carried', () => {
    const bytes = Uint8Array.of(1, 2);
    expect(new CarriedBytes().takeWith(bytes)).toBe(bytes);
  });

  it('forgets what is cleared', () => {
    const carried = new CarriedBytes();
    carried.append(Uint8Array.of(1));
    carried.clear();
    expect(carried.length).toBe(0);
    expect(carried.take().length).toBe(0);
  });
});
